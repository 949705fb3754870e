"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/** Run in a process of its own: the workflow package, or worldline's adapter for it, is loaded first. */
const common_1 = require("@temporalio/common");
const [first] = process.argv.slice(2);
if (first === 'user')
    require('@temporalio/workflow');
const { WorkflowInstance } = require('../../../src/worker/sdk/workflow-instance');
const { acquireWorkflowHost } = require('../../../src/worker/sdk/host');
const wf = require('@temporalio/workflow');
async function scoped() {
    const storage = new wf.AsyncLocalStorage();
    const inner = await storage.run('kept', async () => {
        await Promise.resolve();
        return storage.getStore();
    });
    const scope = new wf.CancellationScope();
    const current = await scope.run(async () => {
        await Promise.resolve();
        return wf.CancellationScope.current() === scope;
    });
    return { inner, current, outer: wf.CancellationScope.current() === scope, random: typeof Math.random() };
}
async function main() {
    const release = acquireWorkflowHost();
    const instance = new WorkflowInstance({
        info: {
            workflowType: 'scoped',
            workflowId: 'w',
            runId: 'r',
            namespace: 'default',
            taskQueue: 'q',
            searchAttributes: {},
            typedSearchAttributes: new common_1.TypedSearchAttributes(),
            unsafe: { isReplaying: false, isReplayingHistoryEvents: false },
        },
        randomnessSeed: [1, 2, 3, 4, 5, 6, 7, 8],
        now: 0,
        payloadConverter: common_1.defaultPayloadConverter,
        failureConverter: common_1.defaultFailureConverter,
        loadWorkflows: () => ({ scoped }),
        loadInterceptors: () => [],
        registeredActivityNames: new Set(),
        failureExceptionTypeNames: [],
        showStackTraceSources: false,
        getTimeOfDay: () => 0n,
        drain: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const { commands } = await instance.activate({
        jobs: [{ variant: 'initializeWorkflow', initializeWorkflow: { arguments: [] } }],
        now: 0,
        isReplaying: false,
        historyLength: 3,
        historySize: 0,
        continueAsNewSuggested: false,
        targetWorkerDeploymentVersionChanged: false,
        currentBuildId: '',
        flags: [],
    });
    const result = commands[0].completeWorkflowExecution.result;
    process.stdout.write(JSON.stringify(common_1.defaultPayloadConverter.fromPayload(result)));
    instance.dispose();
    release();
}
void main();
