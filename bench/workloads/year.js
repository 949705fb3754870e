"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.hourlyForAYear = void 0;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const HOURS = 8760;
const HOURS_PER_RUN = 1000;
const activities = {
    async measure(hour) {
        return hour;
    },
};
const { measure } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1 minute' });
async function year(hour) {
    const end = Math.min(hour + HOURS_PER_RUN, HOURS);
    for (; hour < end; hour++) {
        await (0, workflow_1.sleep)('1 hour');
        await measure(hour);
    }
    if (hour < HOURS)
        await (0, workflow_1.continueAsNew)(hour);
    return hour;
}
async function plain() {
    let hour = 0;
    for (; hour < HOURS; hour++) {
        await undefined;
        await activities.measure(hour);
    }
    return hour;
}
exports.hourlyForAYear = {
    name: 'W10',
    title: 'one simulated year: 8,760 hourly sleeps, an activity each',
    target: { us: 400_000 },
    workflows: { year },
    activities,
    result: HOURS,
    world: (client, workflowId) => client.workflow.execute(year, { workflowId, taskQueue: workload_1.TASK_QUEUE, args: [0] }),
    driver: (driver) => driver.execute('year', [0]),
    promises: plain,
};
