"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
/** Programs that nobody recorded: live, replayed at every close and evicted at every task, they must give the same. */
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const kit_1 = require("../conformance/kit/kit");
const program_1 = require("./corpus/program");
const run_program_1 = require("./run-program");
/** Seeds above those of the recorded programs. More with `RANDOM_PROGRAMS=3000 npx vitest run test/programs/random.test.ts`. */
const FIRST_SEED = 10_000;
const COUNT = Number(process.env.RANDOM_PROGRAMS ?? 25);
/**
 * A local activity that timed out reaches workflow code wrapped while it is live, and bare when it is replayed from its marker: SDK
 * core does so, and a recording shows it. Programs that catch such a timeout differ by their nature.
 */
function seesReplay(value) {
    if (Array.isArray(value))
        return value.some(seesReplay);
    if (typeof value !== 'object' || value === null)
        return false;
    const { op, options } = value;
    if (op === 'local' && JSON.stringify(value).includes('"hang"') && options?.startToCloseTimeout !== undefined)
        return true;
    return Object.values(value).some(seesReplay);
}
const entries = fast_check_1.default
    .integer({ min: FIRST_SEED, max: FIRST_SEED + 1_000_000 })
    .map((seed) => ({ ...(0, program_1.generate)(seed), timing: true }))
    .filter((entry) => !seesReplay(entry) && entry.size !== 'huge');
(0, vitest_1.it)(`live = replayed = evicted, for ${COUNT} random programs`, { timeout: 3_600_000 }, async () => {
    await fast_check_1.default.assert(fast_check_1.default.asyncProperty(entries, async (entry) => {
        const live = await (0, run_program_1.outcomeOf)(entry, { world: { replay: 'on-close' }, worker: { maxCachedWorkflows: 1000 } });
        const evicted = await (0, run_program_1.outcomeOf)(entry, { world: { replay: 'off' }, worker: { maxCachedWorkflows: 0 } });
        (0, vitest_1.expect)((0, kit_1.differences)(live, evicted)).toEqual([]);
    }), { numRuns: COUNT, seed: 1, interruptAfterTimeLimit: 3_500_000 });
});
