"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.timers = timers;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
/** `stepMs` apart; with 0 all at one instant. */
async function alarms(count, stepMs) {
    let fired = 0;
    const alarm = async (n) => {
        await (0, workflow_1.sleep)(1000 + n * stepMs);
        fired++;
    };
    await Promise.all(Array.from({ length: count }, (_, n) => alarm(n)));
    return fired;
}
async function plain(count) {
    let fired = 0;
    const alarm = async () => {
        await undefined;
        fired++;
    };
    await Promise.all(Array.from({ length: count }, alarm));
    return fired;
}
/** So many timers in one workflow, at distinct times or all at one instant. */
function timers(count, stepMs, name = `${count} timers, ${stepMs} ms apart`) {
    return {
        name,
        title: `${count} timers in one workflow ${stepMs === 0 ? 'at one instant' : 'at distinct times'}`,
        target: stepMs === 0 ? { us: 200_000 } : { timesDriver: 2.5 },
        workflows: { alarms },
        activities: {},
        result: count,
        world: (client, workflowId) => client.workflow.execute(alarms, { workflowId, taskQueue: workload_1.TASK_QUEUE, args: [count, stepMs] }),
        driver: (driver) => driver.execute('alarms', [count, stepMs]),
        promises: () => plain(count),
    };
}
