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
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
/** The real worker judges the histories of worldline: it must replay each of them without a difference. */
const node_path_1 = __importDefault(require("node:path"));
const worker_1 = require("@temporalio/worker");
const vitest_1 = require("vitest");
const cases_1 = require("./conformance/kit/cases");
const workflows = __importStar(require("./conformance/kit/workflows"));
const pending_1 = require("./conformance/pending");
const run_case_1 = require("./conformance/run-case");
const KIT = node_path_1.default.join(__dirname, 'conformance', 'kit');
(0, vitest_1.describe)('the real worker replays', () => {
    let bundles;
    (0, vitest_1.beforeAll)(async () => {
        const logger = new worker_1.DefaultLogger('ERROR', () => undefined);
        worker_1.Runtime.install({ logger, shutdownSignals: [] });
        const bundle = (file) => (0, worker_1.bundleWorkflowCode)({ workflowsPath: node_path_1.default.join(KIT, file), logger });
        bundles = { main: await bundle('workflows.ts'), dynamic: await bundle('workflows-dynamic.ts') };
    }, 120_000);
    (0, vitest_1.it)('every history that the conformance cases make', { timeout: 300_000 }, async () => {
        const made = { main: [], dynamic: [] };
        for (const testCase of cases_1.allCases.filter(({ name }) => !pending_1.pendingReasons.has(name))) {
            const { raw, workflowIds } = await (0, run_case_1.runCase)(testCase);
            for (const [label, history] of Object.entries(raw.histories)) {
                if (!hasWorkflowTask(history))
                    continue; // A run that ended before its first workflow task shows a worker nothing.
                made[isMain(history) ? 'main' : 'dynamic'].push({ workflowId: workflowIds[label], history });
            }
        }
        const errors = [];
        let accepted = 0;
        for (const which of ['main', 'dynamic']) {
            const results = worker_1.Worker.runReplayHistories({ workflowBundle: bundles[which] }, made[which]);
            for await (const { workflowId, error } of results) {
                if (error)
                    errors.push(`${workflowId}: ${error}`);
                else
                    accepted++;
            }
        }
        (0, vitest_1.expect)(errors).toEqual([]);
        (0, vitest_1.expect)(accepted).toBe(made.main.length + made.dynamic.length);
        (0, vitest_1.expect)(accepted).toBeGreaterThan(50);
    });
});
function hasWorkflowTask({ events }) {
    return events.some(({ eventType }) => eventType === 'EVENT_TYPE_WORKFLOW_TASK_STARTED');
}
function isMain({ events }) {
    return events[0].workflowExecutionStartedEventAttributes.workflowType.name in workflows;
}
