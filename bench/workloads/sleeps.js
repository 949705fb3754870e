"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.sleeps = void 0;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const MONTHS = 12;
async function billing() {
    let months = 0;
    while (months < MONTHS) {
        await (0, workflow_1.sleep)('30 days');
        months++;
    }
    return months;
}
async function plain() {
    let months = 0;
    while (months < MONTHS) {
        await undefined;
        months++;
    }
    return months;
}
exports.sleeps = {
    name: 'W4',
    title: 'twelve sleeps of 30 days',
    target: { timesDriver: 3 },
    workflows: { billing },
    activities: {},
    result: MONTHS,
    world: (client, workflowId) => client.workflow.execute(billing, { workflowId, taskQueue: workload_1.TASK_QUEUE }),
    driver: (driver) => driver.execute('billing'),
    promises: plain,
};
