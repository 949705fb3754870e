"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.retriedActivity = void 0;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const FAILURES = 3;
let calls = 0;
const activities = {
    /** Fails three times, then succeeds, over and over. */
    async flaky() {
        if (calls++ % (FAILURES + 1) < FAILURES)
            throw new Error('not yet');
        return 'at last';
    },
};
const { flaky } = (0, workflow_1.proxyActivities)({
    startToCloseTimeout: '1 minute',
    retry: { initialInterval: '1 second', backoffCoefficient: 2 },
});
async function persevering() {
    return await flaky();
}
async function retrying() {
    for (;;) {
        try {
            return await activities.flaky();
        }
        catch {
            await undefined; // The backoff.
        }
    }
}
exports.retriedActivity = {
    name: 'W2',
    title: 'one activity that fails 3 times, then succeeds',
    target: { timesDriver: 3 },
    workflows: { persevering },
    activities,
    result: 'at last',
    world: (client, workflowId) => client.workflow.execute(persevering, { workflowId, taskQueue: workload_1.TASK_QUEUE }),
    driver: (driver) => driver.execute('persevering'),
    promises: retrying,
};
