"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const node_crypto_1 = __importDefault(require("node:crypto"));
const node_module_1 = require("node:module");
const node_timers_1 = __importDefault(require("node:timers"));
const promises_1 = __importDefault(require("node:timers/promises"));
const node_util_1 = require("node:util");
const fake_timers_1 = __importDefault(require("@sinonjs/fake-timers"));
const vitest_1 = require("vitest");
const globals_1 = require("../../src/clock/globals");
const real_1 = require("../../src/clock/real");
const realm_1 = require("../../src/clock/realm");
const run_timers_1 = require("./run-timers");
/** Every object that the dispatchers touch. */
const shared = {
    globalThis,
    DatePrototype: Date.prototype,
    Math,
    AbortSignal,
    CryptoPrototype: Object.getPrototypeOf(globalThis.crypto),
    PerformancePrototype: Object.getPrototypeOf(performance),
    performance,
    nodeCrypto: node_crypto_1.default,
    nodeTimers: node_timers_1.default,
    nodeTimersPromises: promises_1.default,
    SchedulerPrototype: Object.getPrototypeOf(promises_1.default.scheduler),
};
function descriptors() {
    const all = new Map();
    for (const [name, object] of Object.entries(shared)) {
        for (const key of Reflect.ownKeys(object)) {
            all.set(`${name}.${String(key)}`, Object.getOwnPropertyDescriptor(object, key));
        }
    }
    return all;
}
/** Which properties differ, by name. */
function differences(before, after) {
    const names = new Set([...before.keys(), ...after.keys()]);
    return [...names].filter((name) => {
        const [expected, actual] = [before.get(name), after.get(name)];
        if (expected === undefined || actual === undefined)
            return true;
        return !Object.keys(expected).every((field) => Object.is(expected[field], actual[field]));
    });
}
(0, vitest_1.describe)('acquire and release', () => {
    // Node loads fetch when somebody first looks at it, and marks globalThis then. Updating ES module bindings looks at all exports.
    new Headers();
    (0, node_module_1.syncBuiltinESMExports)();
    (0, vitest_1.test)('leave exactly the same property descriptors, 200 times', () => {
        const before = descriptors();
        const RealDate = Date;
        for (let i = 0; i < 200; i++) {
            const release = (0, globals_1.acquireGlobals)();
            (0, vitest_1.expect)(Date).not.toBe(RealDate);
            release();
            (0, vitest_1.expect)(differences(before, descriptors())).toEqual([]);
        }
    });
    (0, vitest_1.test)('the last holder restores, and a release counts once', () => {
        const before = descriptors();
        const first = (0, globals_1.acquireGlobals)();
        const second = (0, globals_1.acquireGlobals)();
        first();
        first();
        (0, vitest_1.expect)(differences(before, descriptors())).toContain('globalThis.Date');
        second();
        (0, vitest_1.expect)(differences(before, descriptors())).toEqual([]);
    });
    (0, vitest_1.test)('a function that somebody else has put in place meanwhile stays theirs', () => {
        const before = descriptors();
        const realSetTimeout = globalThis.setTimeout;
        const release = (0, globals_1.acquireGlobals)();
        const fake = fake_timers_1.default.install({ toFake: ['setTimeout', 'Date'] });
        const theirs = globalThis.setTimeout;
        release();
        (0, vitest_1.expect)(globalThis.setTimeout).toBe(theirs);
        // Their uninstall puts back the dispatcher that they found. It is harmless, and the next release heals it.
        fake.uninstall();
        const handle = globalThis.setTimeout(() => { }, 1000);
        (0, vitest_1.expect)((0, real_1.isRealTimerHandle)(handle)).toBe(true);
        clearTimeout(handle);
        (0, globals_1.acquireGlobals)()();
        (0, vitest_1.expect)(globalThis.setTimeout).toBe(realSetTimeout);
        (0, vitest_1.expect)(differences(before, descriptors())).toEqual([]);
    });
    (0, vitest_1.test)('fake timers that were there before stay in force outside all realms', () => {
        const fake = fake_timers_1.default.install({ now: 5, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
        const release = (0, globals_1.acquireGlobals)();
        const { clock, realm } = (0, run_timers_1.testWorld)();
        const fired = [];
        setTimeout(() => fired.push('fake'), 10);
        (0, realm_1.enterRealm)(realm, () => setTimeout(() => fired.push('virtual'), 10));
        (0, vitest_1.expect)([Date.now(), new Date().getMilliseconds(), (0, realm_1.enterRealm)(realm, Date.now)]).toEqual([5, 5, run_timers_1.START_TIME]);
        fake.tick(10);
        (0, vitest_1.expect)([fired, clock.nextDueAt()]).toEqual([['fake'], run_timers_1.START_TIME + 10]);
        release();
        fake.uninstall();
    });
    (0, vitest_1.test)('where somebody put the real functions back, the next holder installs them again', () => {
        const realSetTimeout = globalThis.setTimeout;
        const first = (0, globals_1.acquireGlobals)();
        globalThis.setTimeout = realSetTimeout;
        const second = (0, globals_1.acquireGlobals)();
        (0, vitest_1.expect)(globalThis.setTimeout).not.toBe(realSetTimeout);
        first();
        second();
        (0, vitest_1.expect)(globalThis.setTimeout).toBe(realSetTimeout);
    });
});
(0, vitest_1.describe)('while installed', () => {
    let release;
    const RealDate = Date;
    const RealWeakRef = WeakRef;
    (0, vitest_1.beforeEach)(() => {
        release = (0, globals_1.acquireGlobals)();
    });
    (0, vitest_1.afterEach)(() => release());
    /** Runs a function in a realm of its own whose clock stands at the start time. */
    const inRealm = (fn) => {
        const world = (0, run_timers_1.testWorld)();
        return (0, realm_1.enterRealm)(world.realm, () => fn(world));
    };
    (0, vitest_1.test)('Date says the time of the realm in every way of asking', () => {
        inRealm(({ clock }) => {
            clock.advanceTo(run_timers_1.START_TIME + 1500);
            class Moment extends Date {
            }
            (0, vitest_1.expect)(Date.now()).toBe(run_timers_1.START_TIME + 1500);
            (0, vitest_1.expect)(new Date().toISOString()).toBe('2030-01-01T00:00:01.500Z');
            (0, vitest_1.expect)(new Moment().getTime()).toBe(run_timers_1.START_TIME + 1500);
            (0, vitest_1.expect)(new Moment()).toBeInstanceOf(Moment);
            (0, vitest_1.expect)(Date()).toBe(new RealDate(run_timers_1.START_TIME + 1500).toString());
            (0, vitest_1.expect)(Reflect.construct(Object, [], Date)).toBeInstanceOf(RealDate);
        });
    });
    (0, vitest_1.test)('Date with arguments, its statics and its identity are those of the real one', () => {
        inRealm(() => {
            (0, vitest_1.expect)(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
            (0, vitest_1.expect)(new Date(2020, 1, 2, 3, 4, 5, 6)).toEqual(new RealDate(2020, 1, 2, 3, 4, 5, 6));
            (0, vitest_1.expect)(new Date(undefined).getTime()).toBeNaN();
            (0, vitest_1.expect)([Date.UTC, Date.parse, Date.length, Date.name]).toEqual([RealDate.UTC, RealDate.parse, 7, 'Date']);
            (0, vitest_1.expect)([new RealDate() instanceof Date, new Date() instanceof RealDate]).toEqual([true, true]);
            (0, vitest_1.expect)(new Date().constructor).toBe(Date);
            (0, vitest_1.expect)(Object.getOwnPropertyNames(Date).sort()).toEqual(Object.getOwnPropertyNames(RealDate).sort());
        });
    });
    (0, vitest_1.test)('a realm with its own idea of time, such as that of a workflow, is asked through its own functions', () => {
        const timers = [];
        const realm = {
            ...(0, run_timers_1.testWorld)().realm,
            now: () => 77,
            setTimeout: (...args) => timers.push(args),
            clearTimeout: (handle) => timers.push(handle),
            WeakRef: function Forbidden() {
                throw new Error('not deterministic');
            },
        };
        (0, realm_1.enterRealm)(realm, () => {
            const callback = () => { };
            (0, vitest_1.expect)(setTimeout(callback, 5, 'a')).toBe(1);
            clearTimeout(1);
            clearTimeout(undefined);
            (0, vitest_1.expect)(timers).toEqual([[callback, 5, 'a'], 1, undefined]);
            (0, vitest_1.expect)(Date.now()).toBe(77);
            (0, vitest_1.expect)(() => new WeakRef({})).toThrow('not deterministic');
        });
        const target = {};
        (0, vitest_1.expect)(new WeakRef(target).deref()).toBe(target);
        (0, vitest_1.expect)(new RealWeakRef(target)).toBeInstanceOf(WeakRef);
    });
    (0, vitest_1.test)('random numbers and ids come from the realm, and arrays are filled from it', () => {
        inRealm(() => {
            (0, vitest_1.expect)([Math.random(), Math.random()]).toEqual([0, 1 / 256]);
            (0, vitest_1.expect)([crypto.randomUUID(), node_crypto_1.default.randomUUID()]).toEqual(['uuid-0', 'uuid-1']);
            const words = new Uint16Array(new Uint8Array([9, 9, 9, 9, 9, 9]).buffer, 2, 1);
            (0, vitest_1.expect)(crypto.getRandomValues(words)).toBe(words);
            (0, vitest_1.expect)([...new Uint8Array(words.buffer)]).toEqual([9, 9, 2, 3, 9, 9]);
            (0, vitest_1.expect)([...node_crypto_1.default.getRandomValues(new Uint8Array(2))]).toEqual([4, 5]);
            (0, vitest_1.expect)(() => crypto.getRandomValues(new Float32Array(1))).toThrow(/type/i);
            (0, vitest_1.expect)(() => crypto.getRandomValues(new Uint8Array(65_537))).toThrow(/65,?536|quota/i);
        });
    });
    (0, vitest_1.test)('performance counts from the start of the world, and its origin fits', () => {
        inRealm(({ clock }) => {
            clock.advanceTo(run_timers_1.START_TIME + 12.5);
            (0, vitest_1.expect)(performance.now()).toBe(12.5);
            (0, vitest_1.expect)(performance.timeOrigin + performance.now()).toBe(Date.now());
        });
    });
    (0, vitest_1.test)('outside all realms everything is what it was', async () => {
        const before = RealDate.now();
        (0, vitest_1.expect)(Math.abs(Date.now() - before)).toBeLessThan(5000);
        (0, vitest_1.expect)(Object.getPrototypeOf(new Date())).toBe(RealDate.prototype);
        (0, vitest_1.expect)(Date()).toMatch(/^\w{3} \w{3} \d\d \d{4}/);
        (0, vitest_1.expect)(performance.now()).not.toBe(performance.now());
        (0, vitest_1.expect)(new Set([crypto.randomUUID(), node_crypto_1.default.randomUUID()]).size).toBe(2);
        (0, vitest_1.expect)(Math.random()).not.toBe(Math.random());
        (0, vitest_1.expect)(setTimeout.name).toBe('setTimeout');
        const unboundUUID = crypto.randomUUID;
        (0, vitest_1.expect)(() => unboundUUID.call({})).toThrow(vitest_1.expect.objectContaining({ code: 'ERR_INVALID_THIS' }));
        (0, vitest_1.expect)(await (0, node_util_1.promisify)(setTimeout)(1, 'value')).toBe('value');
        (0, vitest_1.expect)(await promises_1.default.setTimeout(1, 'value')).toBe('value');
        const interval = setInterval(() => { }, 1000);
        (0, vitest_1.expect)((0, real_1.isRealTimerHandle)(interval)).toBe(true);
        clearInterval(interval);
        (0, vitest_1.expect)(AbortSignal.timeout(10_000).aborted).toBe(false);
    });
    (0, vitest_1.test)('timers of globalThis and of node:timers are virtual in a realm; handles are cleared from either side', async () => {
        const { clock, realm } = (0, run_timers_1.testWorld)();
        const fired = [];
        const handles = (0, realm_1.enterRealm)(realm, () => {
            setTimeout(() => fired.push('timeout'), 30 * 24 * 3600 * 1000);
            node_timers_1.default.setTimeout(() => fired.push('node:timers'), 5);
            setImmediate((name) => fired.push(name), 'immediate');
            return { timeout: setTimeout(() => fired.push('cleared outside'), 1), immediate: setImmediate(() => { }) };
        });
        clearTimeout(handles.timeout);
        clearImmediate(handles.immediate);
        const outside = setTimeout(() => fired.push('cleared inside'), 1);
        (0, realm_1.enterRealm)(realm, () => clearTimeout(outside));
        await (0, run_timers_1.runTimers)(clock);
        (0, vitest_1.expect)(fired).toEqual(['immediate', 'node:timers', 'timeout']);
        (0, vitest_1.expect)(outside._destroyed).toBe(true);
    });
    (0, vitest_1.test)('the bindings of ES modules follow', async () => {
        const bindings = await Promise.all([import('node:timers'), import('node:timers/promises'), import('node:crypto')]);
        const of = () => [bindings[0].setTimeout, bindings[1].setTimeout, bindings[2].randomUUID];
        const installed = [node_timers_1.default.setTimeout, promises_1.default.setTimeout, node_crypto_1.default.randomUUID];
        (0, vitest_1.expect)(of()).toEqual(installed);
        release();
        (0, vitest_1.expect)(of()).toEqual([node_timers_1.default.setTimeout, promises_1.default.setTimeout, node_crypto_1.default.randomUUID]);
        (0, vitest_1.expect)(of().some((fn, i) => fn === installed[i])).toBe(false);
    });
    (0, vitest_1.test)('two worlds at once: chains of await keep their realm, and neither sees the other', async () => {
        const worlds = [(0, run_timers_1.testWorld)({ name: 'a' }), (0, run_timers_1.testWorld)({ name: 'b' })];
        const logs = [[], []];
        const chain = async (log, delayMs) => {
            for (let round = 0; round < 3; round++) {
                await new Promise((resolve) => setTimeout(resolve, delayMs));
                await Promise.resolve();
                log.push(Date.now() - run_timers_1.START_TIME, crypto.randomUUID());
            }
        };
        for (const [i, { realm }] of worlds.entries())
            void (0, realm_1.enterRealm)(realm, () => chain(logs[i], (i + 1) * 1000));
        await Promise.all(worlds.map(({ clock }) => (0, run_timers_1.runTimers)(clock)));
        (0, vitest_1.expect)(logs).toEqual([
            [1000, 'a-0', 2000, 'a-1', 3000, 'a-2'],
            [2000, 'b-0', 4000, 'b-1', 6000, 'b-2'],
        ]);
    });
});
