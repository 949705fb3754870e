"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.continueAsNewChain = void 0;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const RUNS = 100;
async function relay(run) {
    if (run < RUNS)
        await (0, workflow_1.continueAsNew)(run + 1);
    return run;
}
async function plain(run) {
    return run < RUNS ? await plain(run + 1) : run;
}
exports.continueAsNewChain = {
    name: 'W9',
    title: 'a continue-as-new chain of 100 runs',
    target: { timesDriver: 2.5 },
    workflows: { relay },
    activities: {},
    result: RUNS,
    world: (client, workflowId) => client.workflow.execute(relay, { workflowId, taskQueue: workload_1.TASK_QUEUE, args: [1] }),
    driver: (driver) => driver.execute('relay', [1]),
    promises: () => plain(1),
};
