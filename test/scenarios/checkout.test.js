"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
/** The teaching example does what it teaches, and the command line shows it. */
const node_path_1 = __importDefault(require("node:path"));
const vitest_1 = require("vitest");
const load_scenario_1 = require("../../src/cli/load/load-scenario");
const program_1 = require("../../src/cli/program");
const run_scenario_1 = require("../../src/cli/run-scenario");
const ROOT = node_path_1.default.join(__dirname, '..', '..');
const FILE = 'scenarios/checkout.ts';
(0, vitest_1.it)('delivers one order after a month, and gives the money for the other one back', async () => {
    const { result, failure } = await (0, run_scenario_1.runScenario)(await (0, load_scenario_1.loadScenario)(FILE, ROOT));
    (0, vitest_1.expect)(failure).toBeUndefined();
    (0, vitest_1.expect)(result).toEqual({
        receipt: {
            paymentId: 'payment for order-1',
            parcel: 'parcel of order-1, items 3 to 3 packed by attempt 2',
            signedBy: 'Ada',
            reminders: 1,
        },
        statusWhileShipping: 'shipping',
        statusAfterCancel: 'refunded',
    });
});
(0, vitest_1.it)('retries with backoff, notices a packer who says nothing, and stops when it is told to', async () => {
    const { attempts, startTime } = await (0, run_scenario_1.runScenario)(await (0, load_scenario_1.loadScenario)(FILE, ROOT));
    const seen = attempts.map(({ workflowId, activityType, attempt, startedTime, endedTime, outcome, timeoutType }) => [
        workflowId,
        `${activityType} ${attempt}`,
        `${(startedTime - startTime) / 1000} s to ${endedTime === undefined ? '?' : (endedTime - startTime) / 1000} s`,
        timeoutType ?? outcome,
    ].join(', '));
    (0, vitest_1.expect)(seen).toMatchInlineSnapshot(`
    [
      "order-1, charge 1, 0 s to 0 s, failed",
      "order-1, charge 2, 1 s to 1 s, failed",
      "order-1, charge 3, 3 s to 3 s, completed",
      "order-2, charge 1, 30 s to 30 s, completed",
      "order-1, ship 1, 3 s to 49 s, heartbeat",
      "order-2, ship 1, 30 s to 56 s, cancelled",
      "order-2, refund 1, 56 s to 56 s, completed",
      "order-1, ship 2, 50 s to 60 s, completed",
      "order-1, remind 1, 2592060 s to 2592060 s, completed",
    ]
  `);
});
(0, vitest_1.it)('has the histories that a real server would have', async () => {
    const { histories } = await (0, run_scenario_1.runScenario)(await (0, load_scenario_1.loadScenario)(FILE, ROOT));
    for (const history of histories) {
        await (0, vitest_1.expect)(history.toCanonicalText()).toMatchFileSnapshot(`checkout/${history.workflowId}.txt`);
    }
});
vitest_1.it.each(['0', '1', 'any text'])('is the same with seed %s, apart from ids', async (seed) => {
    const scenario = await (0, load_scenario_1.loadScenario)(FILE, ROOT);
    const [first, other] = [await (0, run_scenario_1.runScenario)(scenario), await (0, run_scenario_1.runScenario)(scenario, { seed })];
    (0, vitest_1.expect)(other.histories.map((history) => history.toCanonicalText())).toEqual(first.histories.map((history) => history.toCanonicalText()));
});
vitest_1.it.each([80, 100])('is a picture %i columns wide', async (width) => {
    let printed = '';
    const write = (text) => {
        printed += text;
    };
    const io = { stdout: write, stderr: write, cwd: ROOT, readFile: () => '' };
    (0, vitest_1.expect)(await (0, program_1.runCli)(['run', FILE, '--width', String(width)], io)).toBe(0);
    (0, vitest_1.expect)(Math.max(...printed
        .split('\n')
        .slice(1, -2)
        .map((line) => line.length))).toBeLessThanOrEqual(width);
    await (0, vitest_1.expect)(printed.replace(/in \d+ ms/, 'in ? ms')).toMatchFileSnapshot(`checkout/cli-${width}.txt`);
});
