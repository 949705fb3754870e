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
/** A run that is rebuilt from its history knows what it knew, after each transaction of whatever program. */
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const activities = __importStar(require("../programs/corpus/activities"));
const driver_1 = require("../programs/corpus/driver");
const gates_1 = require("../programs/corpus/gates");
const workflows = __importStar(require("../programs/corpus/interpreter"));
const program_1 = require("../programs/corpus/program");
const within_real_time_1 = require("../support/within-real-time");
const restored_state_1 = require("./restored-state");
async function run(entry, look) {
    const rootId = `${entry.name}.restore`;
    const taskQueue = 'programs';
    const world = await src_1.World.create({ seed: entry.seed, onTaskFailure: 'retry' });
    try {
        (0, restored_state_1.afterEachTransaction)((0, restored_state_1.serverOf)(world), look);
        const env = {
            client: world.client,
            taskQueue,
            rootId,
            sleep: (ms) => world.sleep(ms),
            startWorker: (options) => world.createWorker({ taskQueue, activities, workflows, ...options }),
        };
        await (0, within_real_time_1.withinRealTime)(60_000, `program ${entry.name}`, (0, driver_1.drive)(env, entry));
    }
    finally {
        await world.dispose();
        (0, gates_1.forget)(rootId);
    }
}
(0, vitest_1.it)('a run rebuilt from its history knows what the run itself knows', { timeout: 120_000 }, async () => {
    let compared = 0;
    let pending = 0;
    await fast_check_1.default.assert(fast_check_1.default.asyncProperty(fast_check_1.default.nat({ max: 100_000 }), async (seed) => {
        const problems = [];
        await run((0, program_1.generate)(seed), (x) => {
            // What waits for a started task to end is known to the run, and not yet to its history.
            if (problems.length > 0 || x.buffered.length > 0)
                return;
            // Not a moment between steps: the parent records this start in the same one. And an end drops what was pending.
            if (x.waitsForParent || !x.isRunning)
                return;
            compared++;
            pending += x.activities.size + x.timers.size + x.children.size;
            try {
                (0, vitest_1.expect)((0, restored_state_1.knownTo)((0, restored_state_1.rebuilt)(x)), `${x.workflowId} after event ${x.log.length}`).toEqual((0, restored_state_1.knownTo)(x));
            }
            catch (error) {
                problems.push(error);
            }
        });
        if (problems.length > 0)
            throw problems[0];
    }), { numRuns: 12 });
    (0, vitest_1.expect)(compared).toBeGreaterThan(100);
    (0, vitest_1.expect)(pending).toBeGreaterThan(50);
});
