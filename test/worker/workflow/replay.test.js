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
const node_fs_1 = require("node:fs");
const node_path_1 = __importDefault(require("node:path"));
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const errors_1 = require("../../../src/base/errors");
const history_1 = require("../../../src/history/history");
const conformanceWorkflows = __importStar(require("../../conformance/kit/workflows"));
const history_builder_1 = require("../support/history-builder");
const worker_kit_1 = require("../support/worker-kit");
const FIXTURES = node_path_1.default.resolve(__dirname, '../../conformance/kit/raw');
const recorded = (name) => history_1.History.from((0, node_fs_1.readFileSync)(node_path_1.default.join(FIXTURES, name), 'utf8'));
let worker;
(0, vitest_1.afterEach)(() => worker.dispose());
async function mismatchOf(name, workflows) {
    worker = (0, worker_kit_1.newWorker)(workflows);
    const error = await worker.replay(recorded(name), { workflowId: 'w' }).catch((reason) => reason);
    (0, vitest_1.expect)(error).toBeInstanceOf(errors_1.ReplayMismatchError);
    return error.message;
}
(0, vitest_1.describe)('histories that a real server has recorded', () => {
    vitest_1.test.each([
        'child-parent-close-terminate.parent.json',
        'local-activity-fails.main.json',
        'long-history.main.json',
        'patched.main.json',
        'signal-buffered-until-handler.main.json',
        'update-accepted-then-completed.main.json',
    ])('%s replays without a difference', async (name) => {
        worker = (0, worker_kit_1.newWorker)(conformanceWorkflows);
        await (0, vitest_1.expect)(worker.replay(recorded(name), { workflowId: 'w' })).resolves.toMatchObject({ ended: true });
    });
});
(0, vitest_1.describe)('code that has changed', () => {
    (0, vitest_1.test)('another activity is reported with both sides and the line that schedules it', async () => {
        const { add } = (0, workflow_1.proxyActivities)({
            startToCloseTimeout: '1m',
        });
        const message = await mismatchOf('long-history.main.json', {
            async longHistory() {
                await add(0, 0);
                await add(1, 1); // history has a timer here
            },
        });
        (0, vitest_1.expect)(message).toMatch(/history: event \d+ TimerStarted '1'/);
        (0, vitest_1.expect)(message).toMatch(/code: {4}schedule activity 'add' \(id 2\)/);
        const source = (0, node_fs_1.readFileSync)(__filename, 'utf8').split('\n');
        const line = 1 + source.findIndex((text) => text.endsWith('// history has a timer here'));
        (0, vitest_1.expect)(message).toContain(`replay.test.ts:${line}:`);
    });
    (0, vitest_1.test)('a workflow that ends early is reported', async () => {
        const message = await mismatchOf('patched.main.json', { patchedWorkflow: async () => 'done' });
        (0, vitest_1.expect)(message).toContain('[TMPRL1100] Nondeterminism error: No command scheduled for event HistoryEvent(id: 5, MarkerRecorded)');
        (0, vitest_1.expect)(message).toContain("history: event 5 MarkerRecorded 'core_patch'");
    });
    (0, vitest_1.test)('code that waits where history goes on is reported with what it awaits', async () => {
        const message = await mismatchOf('long-history.main.json', {
            async longHistory() {
                await (0, workflow_1.condition)(() => false);
            },
        });
        (0, vitest_1.expect)(message).toMatch(/it awaits condition\(\(\) => false\) at .*replay\.test\.ts:\d+/);
    });
    (0, vitest_1.test)('a command that history does not have is reported', async () => {
        const message = await mismatchOf('signal-buffered-until-handler.main.json', {
            async setHandlerLate() {
                await (0, workflow_1.sleep)('1h');
            },
        });
        (0, vitest_1.expect)(message).toContain('history: no further event for this workflow task');
        (0, vitest_1.expect)(message).toContain('code:    start timer 1');
    });
    (0, vitest_1.test)('a timer that is started and cancelled in one workflow task is no difference', async () => {
        worker = (0, worker_kit_1.newWorker)({
            async setHandlerLate() {
                void workflow_1.CancellationScope.cancellable(async () => {
                    const sleeping = (0, workflow_1.sleep)('1h');
                    workflow_1.CancellationScope.current().cancel();
                    await sleeping;
                }).catch(() => undefined);
                return conformanceWorkflows.setHandlerLate();
            },
        });
        const history = recorded('signal-buffered-until-handler.main.json');
        await (0, vitest_1.expect)(worker.replay(history, { workflowId: 'w' })).resolves.toMatchObject({ ended: true });
    });
});
(0, vitest_1.test)('an open run is explained by what its code awaits, and where', async () => {
    const { charge } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1m' });
    worker = (0, worker_kit_1.newWorker)({
        async checkout() {
            (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('never'), () => undefined);
            await Promise.all([charge(), (0, workflow_1.sleep)('1 day'), (0, workflow_1.condition)(() => 1 + 1 === 3)]);
        },
    });
    const history = new history_builder_1.HistoryBuilder().started('checkout');
    await (0, worker_kit_1.step)(worker, history);
    const waits = await worker.explain(history, { workflowId: 'order-1' });
    (0, vitest_1.expect)(waits).toMatchObject([
        { kind: 'timer', what: 'timer 1' },
        { kind: 'activity', what: "activity 'charge' (id 1)" },
        { kind: 'condition', what: 'condition(() => 1 + 1 === 3)' },
    ]);
    for (const { at } of waits)
        (0, vitest_1.expect)(at).toMatch(/checkout \(.*replay\.test\.ts:\d+:\d+\)/);
});
