"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.oneActivity = void 0;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const activities = {
    async greet(name) {
        return `Hello, ${name}!`;
    },
};
const { greet } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1 minute' });
async function greeting(name) {
    return await greet(name);
}
exports.oneActivity = {
    name: 'W1',
    title: 'one activity that succeeds',
    target: { timesDriver: 3 },
    workflows: { greeting },
    activities,
    result: 'Hello, world!',
    world: (client, workflowId) => client.workflow.execute(greeting, { workflowId, taskQueue: workload_1.TASK_QUEUE, args: ['world'] }),
    driver: (driver) => driver.execute('greeting', ['world']),
    promises: () => activities.greet('world'),
};
