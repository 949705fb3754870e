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
const promises_1 = __importStar(require("node:timers/promises"));
const node_util_1 = require("node:util");
const vitest_1 = require("vitest");
const globals_1 = require("../../src/clock/globals");
const realm_1 = require("../../src/clock/realm");
const run_timers_1 = require("./run-timers");
let release;
(0, vitest_1.beforeEach)(() => {
    release = (0, globals_1.acquireGlobals)();
});
(0, vitest_1.afterEach)(() => release());
/** Runs a function in a new world until nothing is left to happen there. */
async function runInWorld(fn) {
    const { clock, realm } = (0, run_timers_1.testWorld)();
    let tookMs = Number.NaN;
    const result = (0, realm_1.enterRealm)(realm, fn);
    const measured = result.finally(() => {
        tookMs = realm.performanceNow();
    });
    await Promise.all([(0, run_timers_1.runTimers)(clock), measured]);
    return { result: await result, tookMs };
}
vitest_1.test.each([
    ['node:timers/promises', () => promises_1.default.setTimeout(5000, 'value'), 5000, 'value'],
    ['util.promisify(setTimeout)', () => (0, node_util_1.promisify)(setTimeout)(5000, 'value'), 5000, 'value'],
    ['util.promisify(setImmediate)', () => (0, node_util_1.promisify)(setImmediate)('value'), 0, 'value'],
    ['setImmediate', () => promises_1.default.setImmediate('value'), 0, 'value'],
    ['scheduler.wait', () => promises_1.scheduler.wait(5000), 5000, undefined],
    ['scheduler.yield', () => promises_1.scheduler.yield(), 0, undefined],
    ['a delay of a year', () => promises_1.default.setTimeout(365 * 24 * 3600 * 1000), 365 * 24 * 3600 * 1000, undefined],
])('%s waits in virtual time', async (_name, wait, ms, value) => {
    (0, vitest_1.expect)(await runInWorld(wait)).toEqual({ result: value, tookMs: ms });
});
(0, vitest_1.test)('setInterval yields its value once for each interval, also for those that passed while nobody asked', async () => {
    const { result } = await runInWorld(async () => {
        const seen = [];
        for await (const value of promises_1.default.setInterval(100, 'tick')) {
            seen.push(value, performance.now());
            if (seen.length === 2)
                await promises_1.default.setTimeout(250);
            if (seen.length === 8)
                break;
        }
        return seen;
    });
    (0, vitest_1.expect)(result).toEqual(['tick', 100, 'tick', 350, 'tick', 350, 'tick', 400]);
});
vitest_1.test.each([
    ['setTimeout', (signal) => promises_1.default.setTimeout(5000, undefined, { signal })],
    ['scheduler.wait', (signal) => promises_1.scheduler.wait(5000, { signal })],
    [
        'setInterval',
        async (signal) => {
            for await (const _ of promises_1.default.setInterval(5000, undefined, { signal }))
                ;
        },
    ],
])('%s rejects with the AbortError of Node when its signal aborts, and leaves no timer', async (_name, wait) => {
    const { result, tookMs } = await runInWorld(async () => {
        const controller = new AbortController();
        setTimeout(() => controller.abort('enough'), 100);
        return wait(controller.signal).catch((error) => error);
    });
    (0, vitest_1.expect)(result).toMatchObject({ name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' });
    (0, vitest_1.expect)(tookMs).toBe(100);
});
(0, vitest_1.test)('a signal that is aborted already, and arguments that Node refuses, reject at once', async () => {
    const { result, tookMs } = await runInWorld(() => Promise.allSettled([
        promises_1.default.setTimeout(5000, undefined, { signal: AbortSignal.abort() }),
        promises_1.default.setImmediate(undefined, { signal: AbortSignal.abort() }),
        promises_1.default.setTimeout('5'),
        promises_1.default.setTimeout(5000, undefined, null),
        promises_1.default.setTimeout(5000, undefined, { ref: 1 }),
        promises_1.default.setTimeout(5000, undefined, { signal: {} }),
    ]));
    (0, vitest_1.expect)(result.map((each) => each.status === 'rejected' && each.reason.code)).toEqual([
        ...['ABORT_ERR', 'ABORT_ERR'],
        ...Array(4).fill('ERR_INVALID_ARG_TYPE'),
    ]);
    (0, vitest_1.expect)(tookMs).toBe(0);
});
(0, vitest_1.test)('ref: false takes the timer out of what the world waits for', () => {
    const { realm } = (0, run_timers_1.testWorld)();
    (0, realm_1.enterRealm)(realm, () => void promises_1.default.setTimeout(5000, undefined, { ref: false }));
    (0, vitest_1.expect)([realm.pendingTimers(), realm.hasTimers()]).toEqual([0, true]);
});
(0, vitest_1.test)('AbortSignal.timeout aborts in virtual time, with the TimeoutError of Node, and refuses what Node refuses', async () => {
    const { result, tookMs } = await runInWorld(async () => {
        const signal = AbortSignal.timeout(3_000_000_000);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return signal.reason;
    });
    (0, vitest_1.expect)(result).toMatchObject({ name: 'TimeoutError', message: 'The operation was aborted due to timeout' });
    (0, vitest_1.expect)(tookMs).toBe(3_000_000_000);
    (0, vitest_1.expect)(() => (0, realm_1.enterRealm)((0, run_timers_1.testWorld)().realm, () => AbortSignal.timeout(-1))).toThrow(vitest_1.expect.objectContaining({ code: 'ERR_OUT_OF_RANGE' }));
});
