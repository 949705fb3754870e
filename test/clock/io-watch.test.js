"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const node_child_process_1 = require("node:child_process");
const node_crypto_1 = require("node:crypto");
const promises_1 = __importDefault(require("node:dns/promises"));
const node_events_1 = require("node:events");
const node_fs_1 = __importDefault(require("node:fs"));
const node_http_1 = __importDefault(require("node:http"));
const node_net_1 = __importDefault(require("node:net"));
const node_util_1 = require("node:util");
const node_worker_threads_1 = require("node:worker_threads");
const node_zlib_1 = __importDefault(require("node:zlib"));
const vitest_1 = require("vitest");
const drain_1 = require("../../src/clock/drain");
const globals_1 = require("../../src/clock/globals");
const io_watch_1 = require("../../src/clock/io-watch");
const realm_1 = require("../../src/clock/realm");
const run_timers_1 = require("./run-timers");
/** Answers after it has been asked, never before `answer()` is called. */
let server;
let url;
let answer = () => { };
(0, vitest_1.beforeAll)(async () => {
    server = node_http_1.default.createServer((_request, response) => {
        answer = () => response.end('answer');
    });
    await (0, node_events_1.once)(server.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${server.address().port}`;
});
(0, vitest_1.afterAll)(() => {
    server.closeAllConnections();
    server.close();
});
let watch;
let activity;
(0, vitest_1.beforeEach)(() => {
    watch = new io_watch_1.IoWatch();
    activity = { name: 'activity' };
});
(0, vitest_1.afterEach)(() => watch.release(activity));
/** The loop of a world that waits for I/O: everything that was seen in flight until nothing was. */
async function seenInFlight(owner) {
    const seen = new Set(watch.pending(owner));
    for (;;) {
        await (0, drain_1.drain)();
        const pending = watch.pending(owner);
        if (pending.length === 0)
            return seen;
        for (const name of pending)
            seen.add(name);
        await watch.waitForChange();
    }
}
/** Waits until the server has a request, and so a client waits for its answer. */
async function untilAsked() {
    await (0, node_events_1.once)(server, 'request');
    await (0, drain_1.drain)();
}
const get = (agent) => new Promise((resolve, reject) => {
    node_http_1.default
        .get(url, { agent }, async (response) => {
        let body = '';
        for await (const chunk of response)
            body += chunk;
        resolve(body);
    })
        .on('error', reject);
});
(0, vitest_1.describe)('is in flight until it ends', () => {
    vitest_1.test.each([
        ['file operation', () => node_fs_1.default.promises.readFile(__filename)],
        ['file operation', () => (0, node_util_1.promisify)(node_fs_1.default.readFile)(__filename)],
        ['file operation', () => (0, node_events_1.once)(node_fs_1.default.createReadStream(__filename).resume(), 'close')],
        ['DNS lookup', () => promises_1.default.lookup('localhost')],
        ['compression', () => (0, node_util_1.promisify)(node_zlib_1.default.gzip)(Buffer.alloc(200_000))],
        ['compression', () => (0, node_util_1.promisify)(node_zlib_1.default.brotliCompress)(Buffer.alloc(20_000))],
        ['key derivation', () => (0, node_util_1.promisify)(node_crypto_1.pbkdf2)('password', 'salt', 5000, 32, 'sha256')],
        ['hash', () => node_crypto_1.webcrypto.subtle.digest('SHA-256', Buffer.alloc(1000))],
        ['child process', () => (0, node_util_1.promisify)(node_child_process_1.execFile)(process.execPath, ['--version'])],
        ['worker thread', () => (0, node_events_1.once)(new node_worker_threads_1.Worker('0', { eval: true }), 'exit')],
    ])('%s', async (name, fn) => {
        let done = false;
        const result = watch.run(activity, 'activity', fn).then(() => {
            done = true;
        });
        (0, vitest_1.expect)(await seenInFlight(activity)).toContain(name);
        (0, vitest_1.expect)(done).toBe(true);
        await result;
    });
    (0, vitest_1.test)('a compressor works chunk by chunk: it counts while it works, not while it waits for more', async () => {
        await watch.run(activity, 'activity', async () => {
            const gzip = node_zlib_1.default.createGzip();
            gzip.resume();
            const write = (0, node_util_1.promisify)((chunk, done) => gzip.write(chunk, done));
            for (let i = 0; i < 2; i++) {
                const written = write(Buffer.alloc(100_000));
                (0, vitest_1.expect)(watch.pending(activity)).toEqual(['compression']);
                await written;
                (0, vitest_1.expect)(watch.pending(activity)).toEqual([]);
            }
            gzip.destroy();
        });
    });
    vitest_1.test.each([
        ['http', () => get(new node_http_1.default.Agent({ keepAlive: false }))],
        ['fetch', async () => (await fetch(url)).text()],
    ])('a request with %s, from the connection to the last byte', async (_name, request) => {
        const result = watch.run(activity, 'charge', request);
        await untilAsked();
        (0, vitest_1.expect)(watch.pending()).toEqual(['charge: TCP socket']);
        answer();
        await seenInFlight();
        (0, vitest_1.expect)(await result).toBe('answer');
    });
});
(0, vitest_1.describe)('does not hold the clock', () => {
    (0, vitest_1.test)('a promise that never resolves, or that an event of the world will resolve', async () => {
        let resolveFromOutside = (_value) => { };
        const result = watch.run(activity, 'activity', async () => {
            void new Promise(() => { }).then(() => { });
            return new Promise((resolve) => {
                resolveFromOutside = resolve;
            });
        });
        await (0, drain_1.drain)();
        (0, vitest_1.expect)(watch.pending()).toEqual([]);
        resolveFromOutside('heard');
        (0, vitest_1.expect)(await result).toBe('heard');
    });
    (0, vitest_1.test)('timers, real and virtual, immediates, ticks and open files', async () => {
        const { realm } = (0, run_timers_1.testWorld)();
        const release = (0, globals_1.acquireGlobals)();
        const file = await watch.run(activity, 'activity', async () => {
            clearTimeout(setTimeout(() => { }, 5));
            setImmediate(() => { });
            process.nextTick(() => { });
            (0, realm_1.enterRealm)(realm, () => setTimeout(() => { }, 1000));
            return node_fs_1.default.promises.open(__filename);
        });
        const timer = watch.run(activity, 'activity', () => setTimeout(() => { }, 10_000));
        await seenInFlight();
        (0, vitest_1.expect)(watch.pending()).toEqual([]);
        clearTimeout(timer);
        await file.close();
        release();
    });
    (0, vitest_1.test)('a server that listens, and what runs outside of every owner', async () => {
        const listening = watch.run(activity, 'activity', () => node_net_1.default.createServer().listen(0));
        await (0, node_events_1.once)(listening, 'listening');
        const outside = node_fs_1.default.promises.readFile(__filename);
        (0, vitest_1.expect)(await seenInFlight()).not.toContain('activity: file operation');
        await outside;
        listening.close();
    });
    (0, vitest_1.test)('an idle keep-alive connection; but when the next activity uses it, it is in flight again', async () => {
        const agent = new node_http_1.default.Agent({ keepAlive: true, maxSockets: 1 });
        const connections = [];
        server.on('connection', (socket) => connections.push(socket));
        const first = watch.run(activity, 'first', () => get(agent));
        await untilAsked();
        answer();
        await first;
        await seenInFlight();
        (0, vitest_1.expect)(watch.pending()).toEqual([]);
        watch.release(activity);
        const next = { name: 'next' };
        const second = watch.run(next, 'second', () => get(agent));
        await untilAsked();
        (0, vitest_1.expect)(connections).toHaveLength(1);
        (0, vitest_1.expect)(watch.pending(next)).toEqual(['TCP socket opened by first']);
        answer();
        await second;
        await seenInFlight();
        watch.release(next);
        agent.destroy();
    });
});
(0, vitest_1.test)('each owner has its own, also across await and in several watches', async () => {
    const other = { name: 'other' };
    const elsewhere = new io_watch_1.IoWatch();
    const read = async () => {
        await (0, drain_1.drain)();
        await node_fs_1.default.promises.readFile(__filename);
    };
    const reads = [watch.run(activity, 'a', read), watch.run(other, 'b', async () => (0, drain_1.drain)())];
    const third = elsewhere.run(other, 'c', read);
    await (0, drain_1.drain)();
    await (0, drain_1.drain)();
    (0, vitest_1.expect)([watch.pending(activity), watch.pending(other), watch.pending()]).toEqual([
        ['file operation'],
        [],
        ['a: file operation'],
    ]);
    (0, vitest_1.expect)(elsewhere.pending()).toEqual(['c: file operation']);
    await Promise.all([...reads, third]);
    watch.release(other);
    elsewhere.release(other);
});
(0, vitest_1.test)('what a released owner left in flight, or starts later, holds the clock no longer', async () => {
    let goOn = () => { };
    const result = watch.run(activity, 'activity', async () => {
        const first = node_fs_1.default.promises.readFile(__filename);
        await new Promise((resolve) => {
            goOn = resolve;
        });
        return Promise.all([first, node_fs_1.default.promises.readFile(__filename)]);
    });
    (0, vitest_1.expect)(watch.pending(activity)).toEqual(['file operation']);
    watch.release(activity);
    goOn();
    await (0, drain_1.drain)();
    (0, vitest_1.expect)([watch.pending(activity), watch.pending()]).toEqual([[], []]);
    await result;
});
(0, vitest_1.test)('waitForChange returns when an owner is released, and after a moment when nothing changes', async () => {
    watch.run(activity, 'activity', () => { });
    const change = watch.waitForChange();
    watch.release(activity);
    await change;
    await watch.waitForChange();
});
(0, vitest_1.test)('a connection of fetch that an ended activity, or an ended world, opened serves the next one', async () => {
    const release = (0, globals_1.acquireGlobals)();
    const fetchIn = async (world, name) => {
        const child = world.realm.child({ owner: name });
        const result = watch.run(child, name, () => (0, realm_1.enterRealm)(child, async () => (await fetch(url)).text()));
        await untilAsked();
        answer();
        while (watch.pending().length > 0) {
            await watch.waitForChange();
            await (0, run_timers_1.runTimers)(world.clock, world.clock.now());
        }
        child.close();
        watch.release(child);
        return result;
    };
    const first = (0, run_timers_1.testWorld)();
    (0, vitest_1.expect)(await fetchIn(first, 'first')).toBe('answer');
    (0, vitest_1.expect)(await fetchIn(first, 'second')).toBe('answer');
    first.realm.close();
    (0, vitest_1.expect)(await fetchIn((0, run_timers_1.testWorld)(), 'third')).toBe('answer');
    release();
});
