"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.Run = void 0;
exports.initializeJob = initializeJob;
exports.toPayloads = toPayloads;
const common_1 = require("@temporalio/common");
const internals_1 = require("@temporalio/workflow/lib/internals");
const runtime = __importStar(require("@temporalio/workflow/lib/worker-interface"));
const realm_1 = require("./realm");
/** One workflow run: the SDK's own runtime, and the jobs that wait for their activation. */
class Run {
    runId;
    workflowType;
    onClose;
    jobs = [];
    /** Activities in flight, by the sequence number of their command. */
    activities = new Map();
    #activator;
    #activations = 0;
    constructor(runId, workflowType, workflow, activityNames, startTime, onClose) {
        this.runId = runId;
        this.workflowType = workflowType;
        this.onClose = onClose;
        this.#activator = new internals_1.Activator({
            info: infoOf(runId, workflowType, startTime),
            randomnessSeed: [1, 2, 3, 4, 5, 6, 7, 8],
            now: startTime,
            showStackTraceSources: false,
            sourceMap: undefined,
            registeredActivityNames: activityNames,
            getTimeOfDay: () => 0n,
            stackTracesEnabled: false,
        });
        this.#activator.workflow = workflow;
    }
    /** Activates the run with its next job, and gives the commands that its code made. */
    async activate(now) {
        const job = this.jobs.shift();
        const jobs = [job];
        while (job.variant === 'fireTimer' && this.jobs[0]?.variant === 'fireTimer')
            jobs.push(this.jobs.shift());
        realm_1.activators.run(this.#activator, () => this.#apply(jobs, now));
        await (0, realm_1.hop)();
        while (realm_1.activators.run(this.#activator, runtime.tryUnblockConditions) > 0)
            await (0, realm_1.hop)();
        const { successful } = realm_1.activators.run(this.#activator, runtime.concludeActivation);
        return successful.commands;
    }
    dispose() {
        realm_1.activators.run(this.#activator, runtime.dispose);
    }
    #apply(jobs, now) {
        const activator = this.#activator;
        activator.now = now;
        activator.mutateWorkflowInfo((info) => ({
            ...info,
            historyLength: 3 * ++this.#activations,
            historySize: 0,
            continueAsNewSuggested: false,
            unsafe: { ...info.unsafe, isReplaying: false, isReplayingHistoryEvents: false },
        }));
        activator.addKnownFlags([]);
        if (jobs[0].variant === 'initializeWorkflow')
            runtime.initialize(jobs[0].initializeWorkflow);
        runtime.activate({ jobs });
    }
}
exports.Run = Run;
/** The job that starts a run. */
function initializeJob(runId, workflowType, args) {
    const initializeWorkflow = { workflowType, workflowId: runId, arguments: args, headers: {}, attempt: 1 };
    return { variant: 'initializeWorkflow', initializeWorkflow };
}
/** Values to payloads, by the default converter. */
function toPayloads(values) {
    return values.map((value) => common_1.defaultPayloadConverter.toPayload(value));
}
function infoOf(runId, workflowType, startTime) {
    return {
        workflowId: runId,
        runId,
        workflowType,
        searchAttributes: {},
        typedSearchAttributes: undefined,
        taskQueue: 'bench',
        namespace: 'default',
        firstExecutionRunId: runId,
        originalExecutionRunId: runId,
        startTime: new Date(startTime),
        runStartTime: new Date(startTime),
        taskTimeoutMs: 10_000,
        attempt: 1,
        historyLength: 0,
        historySize: 0,
        continueAsNewSuggested: false,
        targetWorkerDeploymentVersionChanged: false,
        unsafe: { now: Date.now, isReplaying: false, isReplayingHistoryEvents: false, random: undefined },
    };
}
