"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.activitiesInTurn = activitiesInTurn;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const activities = {
    async addOne(n) {
        return n + 1;
    },
};
const { addOne } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1 minute' });
async function counting(count) {
    let n = 0;
    while (n < count)
        n = await addOne(n);
    return n;
}
async function plain(count) {
    let n = 0;
    while (n < count)
        n = await activities.addOne(n);
    return n;
}
/** So many activities one after another, in one workflow. */
function activitiesInTurn(count, name = `${count} activities`) {
    return {
        name,
        title: `${count} activities one after another`,
        target: { timesDriver: 3 },
        workflows: { counting },
        activities,
        result: count,
        world: (client, workflowId) => client.workflow.execute(counting, { workflowId, taskQueue: workload_1.TASK_QUEUE, args: [count] }),
        driver: (driver) => driver.execute('counting', [count]),
        promises: () => plain(count),
    };
}
