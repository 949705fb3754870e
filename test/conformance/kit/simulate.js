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
exports.simulate = simulate;
/**
 * Runs conformance cases in a worldline `World` and compares them with their goldens.
 *   tsx simulate.ts [--kit=<folder of a kit, default this one>] [--worldline=<module, default 'worldline'>] [--only=a,b] [--area=x,y] [--json]
 * The last line reads `N of M cases conform`; exit status 1 if any does not.
 */
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const node_url_1 = require("node:url");
const CASE_LIMIT_MS = 20_000; // real time; a case that waits for ever is a failure, not a hang
const flag = (name, fallback) => process.argv.find((a) => a.startsWith(`--${name}=`))?.slice(name.length + 3) ?? fallback;
const load = async (file) => {
    const m = await import(path.isAbsolute(file) ? (0, node_url_1.pathToFileURL)(file).href : file);
    return m.default && m.__esModule === undefined && Object.keys(m).length === 1 ? m.default : m;
};
/** One case in a fresh world; gives the differences to its golden (none: it conforms). */
async function simulate(World, kitDir, modules, c) {
    const { kit, workflows, dynamic, activities } = modules;
    const names = new kit.Names();
    const taskQueue = `tq-${c.name}`;
    names.add(taskQueue, '<task-queue>');
    const used = new Map();
    const histories = {};
    const workers = [];
    // No workflows and no activities here: the world then has no worker until the case starts one.
    const world = await World.create({ seed: 1, onTaskFailure: 'retry', serverVersion: '1.29' });
    const ctx = {
        client: world.client,
        taskQueue,
        newWorkflowId(label = 'main') {
            const n = (used.get(label) ?? 0) + 1;
            used.set(label, n);
            const name = n === 1 ? label : `${label}#${n}`;
            const id = `${c.name}.${name}.sim`;
            names.add(id, `<wf:${name}>`);
            return id;
        },
        async startWorker(options = {}) {
            const { workflows: which = 'main', ...rest } = options;
            const worker = await world.createWorker({
                taskQueue, activities, workflows: which === 'main' ? workflows : dynamic, ...rest,
            });
            workers.push(worker);
            return worker;
        },
        sleep: (duration) => world.sleep(duration),
        async record(label, ref) {
            histories[label] = kit.historyJson(await world.client.workflow.getHandle(ref.workflowId, ref.runId).fetchHistory());
        },
    };
    let timer;
    try {
        const limit = new Promise((_, reject) => {
            timer = setTimeout(() => reject(new Error(`no end after ${CASE_LIMIT_MS} ms of real time`)), CASE_LIMIT_MS);
        });
        const outcome = await Promise.race([c.run(ctx), limit]);
        const actual = kit.normalise({ outcome, histories }, names, c.timing);
        const golden = JSON.parse(fs.readFileSync(path.join(kitDir, 'golden', `${c.name}.json`), 'utf8'));
        return kit.differences(golden, JSON.parse(kit.stringify(actual)));
    }
    catch (e) {
        return [`threw ${e.stack ?? e}`];
    }
    finally {
        clearTimeout(timer);
        const dispose = world.dispose().catch(() => undefined);
        await Promise.race([dispose, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);
    }
}
async function main() {
    const kitDir = path.resolve(flag('kit', __dirname));
    const worldline = await load(flag('worldline', 'worldline'));
    const World = worldline.World ?? worldline.default?.World;
    const modules = {
        kit: await load(path.join(kitDir, 'kit.ts')),
        workflows: await load(path.join(kitDir, 'workflows.ts')),
        dynamic: await import((0, node_url_1.pathToFileURL)(path.join(kitDir, 'workflows-dynamic.ts')).href),
        activities: await load(path.join(kitDir, 'activities.ts')),
    };
    const { allCases } = (await load(path.join(kitDir, 'cases', 'index.ts')));
    const only = flag('only', '').split(',');
    const areas = flag('area', '').split(',').filter(Boolean);
    const wanted = allCases.filter((c) => only.some((o) => c.name.includes(o)) && (areas.length === 0 || areas.includes(c.area)));
    const results = [];
    for (const c of wanted) {
        const found = await simulate(World, kitDir, modules, c);
        results.push({ name: c.name, area: c.area, differences: found });
        if (!process.argv.includes('--json')) {
            console.log(found.length === 0 ? `ok ${c.name}` : `DIFFERS ${c.area}/${c.name}\n  ${found.slice(0, 8).join('\n  ')}`);
        }
    }
    if (process.argv.includes('--json'))
        console.log(JSON.stringify(results, null, 1));
    const good = results.filter((r) => r.differences.length === 0).length;
    console.log(`${good} of ${results.length} cases conform`);
    process.exit(good === results.length ? 0 : 1);
}
if (require.main === module)
    void main();
