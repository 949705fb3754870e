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
/**
 * Records the goldens on a real Temporal server.
 *   tsx record.ts <address> [--only=<part of a name>,..] [--missing] [--runs=3] [--jobs=2] [--write] [--raw=<dir>]
 * Each case runs `runs` times; a golden is written only when all runs normalise to the same text.
 */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const node_crypto_1 = require("node:crypto");
const client_1 = require("@temporalio/client");
const worker_1 = require("@temporalio/worker");
const cases_1 = require("./cases");
const activities = __importStar(require("./activities"));
const kit_1 = require("./kit");
const [address, ...flags] = process.argv.slice(2);
if (!address)
    throw new Error('usage: record.ts <address> [--only=..] [--runs=3] [--jobs=2] [--write] [--raw=dir]');
const flag = (name, fallback) => flags.find((f) => f.startsWith(`--${name}=`))?.slice(name.length + 3) ?? fallback;
const only = flag('only', '');
const runs = Number(flag('runs', '3'));
const jobs = Number(flag('jobs', '2'));
const rawDir = flag('raw', '');
const write = flags.includes('--write');
const missingOnly = flags.includes('--missing');
const SEARCH_ATTRIBUTES = {
    CustomTextField: 1, CustomKeywordField: 2, CustomIntField: 3, CustomDoubleField: 4, CustomBoolField: 5,
    CustomDatetimeField: 6, CustomKeywordListField: 7,
};
async function main() {
    const logger = new worker_1.DefaultLogger('ERROR', () => undefined);
    worker_1.Runtime.install({ logger, shutdownSignals: [], telemetryOptions: { logging: { forward: {}, filter: 'OFF' } } });
    const connection = await worker_1.NativeConnection.connect({ address });
    const clientConnection = await client_1.Connection.connect({ address });
    const registered = await clientConnection.operatorService.listSearchAttributes({ namespace: 'default' });
    const missing = Object.fromEntries(Object.entries(SEARCH_ATTRIBUTES).filter(([k]) => !(k in (registered.customAttributes ?? {}))));
    if (Object.keys(missing).length > 0) {
        await clientConnection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes: missing });
    }
    const bundles = {
        main: await (0, worker_1.bundleWorkflowCode)({ workflowsPath: require.resolve('./workflows'), logger }),
        dynamic: await (0, worker_1.bundleWorkflowCode)({ workflowsPath: require.resolve('./workflows-dynamic'), logger }),
    };
    async function once(c, runNumber) {
        const names = new kit_1.Names();
        const token = (0, node_crypto_1.randomUUID)().slice(0, 8);
        const taskQueue = `tq-${c.name}-${token}`;
        names.add(taskQueue, '<task-queue>');
        const histories = {};
        const workers = [];
        const used = new Map();
        const client = new client_1.Client({ connection: clientConnection });
        const ctx = {
            client,
            taskQueue,
            newWorkflowId(label = 'main') {
                const n = (used.get(label) ?? 0) + 1;
                used.set(label, n);
                const name = n === 1 ? label : `${label}#${n}`;
                const id = `${c.name}.${name}.${token}`;
                names.add(id, `<wf:${name}>`);
                return id;
            },
            async startWorker(options = {}) {
                const { workflows = 'main', ...rest } = options;
                const worker = await worker_1.Worker.create({
                    connection, taskQueue, activities, workflowBundle: bundles[workflows],
                    shutdownGraceTime: '10ms', shutdownForceTime: '2s', ...rest,
                });
                const running = worker.run().catch(() => undefined);
                let stopped = false;
                const handle = {
                    async shutdown() {
                        if (!stopped)
                            worker.shutdown();
                        stopped = true;
                        await running;
                    },
                };
                workers.push(handle);
                return handle;
            },
            sleep: (duration) => new Promise((resolve) => setTimeout(resolve, typeof duration === 'number' ? duration : parseMs(duration))),
            async record(label, ref) {
                histories[label] = (0, kit_1.historyJson)(await client.workflow.getHandle(ref.workflowId, ref.runId).fetchHistory());
            },
        };
        try {
            const outcome = await c.run(ctx);
            if (rawDir && runNumber === 0) {
                for (const [label, h] of Object.entries(histories)) {
                    fs.writeFileSync(path.join(rawDir, `${c.name}.${label}.json`), JSON.stringify(h, null, 1) + '\n');
                }
            }
            return (0, kit_1.normalise)({ outcome, histories }, names, c.timing);
        }
        finally {
            await Promise.all(workers.map((w) => w.shutdown()));
        }
    }
    const failures = [];
    async function record(c) {
        const texts = [];
        for (let i = 0; i < runs; i++) {
            const timer = setTimeout(() => console.log(`... ${c.name} run ${i} is slow (60 s)`), 60_000);
            try {
                texts.push((0, kit_1.stringify)(await once(c, i)));
            }
            catch (e) {
                failures.push(c.name);
                console.log(`FAIL ${c.name} run ${i}: ${e.stack}`);
                return;
            }
            finally {
                clearTimeout(timer);
            }
            const first = texts[0];
            if (texts[i] !== first) {
                failures.push(c.name);
                console.log(`DIFFERS ${c.name}: run ${i}\n  ${(0, kit_1.differences)(JSON.parse(first), JSON.parse(texts[i])).slice(0, 12).join('\n  ')}`);
                return;
            }
        }
        const file = path.join(__dirname, 'golden', `${c.name}.json`);
        if (write)
            fs.writeFileSync(file, texts[0]);
        else if (!fs.existsSync(file))
            console.log(`no golden: ${c.name}`);
        else {
            const d = (0, kit_1.differences)(JSON.parse(fs.readFileSync(file, 'utf8')), JSON.parse(texts[0]));
            if (d.length > 0) {
                failures.push(c.name);
                console.log(`NOT AS RECORDED ${c.name}\n  ${d.slice(0, 12).join('\n  ')}`);
                return;
            }
        }
        console.log(`ok ${c.name}`);
    }
    const wanted = cases_1.allCases
        .filter((c) => only.split(',').some((o) => c.name.includes(o)))
        .filter((c) => !missingOnly || !fs.existsSync(path.join(__dirname, 'golden', `${c.name}.json`)));
    // Cases with times run afterwards, one at a time, so that load does not show in them.
    for (const timing of [false, true]) {
        const queue = wanted.filter((c) => (c.timing ?? false) === timing);
        await Promise.all(Array.from({ length: timing ? 1 : jobs }, async () => {
            for (let c = queue.shift(); c; c = queue.shift())
                await record(c);
        }));
    }
    console.log(`${wanted.length} cases, ${failures.length} not recorded: ${failures.join(' ')}`);
    await connection.close().catch(() => undefined);
    await clientConnection.close();
    process.exit(failures.length > 0 ? 1 : 0);
}
function parseMs(text) {
    const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)$/.exec(text);
    if (!match)
        throw new Error(`duration ${text}`);
    return Number(match[1]) * { ms: 1, s: 1000, m: 60_000 }[match[2]];
}
void main();
