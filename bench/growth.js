"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.printGrowth = printGrowth;
/** How the cost grows: with the size of a workflow, with the number of worlds, and what a first result and an event cost. */
const node_child_process_1 = require("node:child_process");
const node_fs_1 = require("node:fs");
const node_path_1 = __importDefault(require("node:path"));
const node_util_1 = require("node:util");
const compile_1 = require("./compile");
const measure_1 = require("./measure");
const workloads_1 = require("./workloads");
const run = (0, node_util_1.promisify)(node_child_process_1.execFile);
/** Fresh processes to start; the median counts. */
const STARTS = 5;
async function printGrowth(rounds) {
    const cells = workloads_1.growthWorkloads.flatMap(({ name }) => [
        { workload: name, form: 'world' },
        { workload: name, form: 'driver' },
    ]);
    cells.push({ workload: 'W1', form: 'fresh' }, { workload: 'W2', form: 'fresh' });
    const measured = await (0, measure_1.measure)(cells, rounds);
    console.log('\nGrowth, microseconds for each unit');
    for (const [i, { workload, form }] of cells.entries()) {
        const cell = measured[i];
        const units = Number(workloads_1.growthWorkloads.find(({ name }) => name === workload)?.result ?? 1);
        const text = 'error' in cell ? firstLine(cell.error) : ((0, measure_1.median)(cell.rounds) / units).toFixed(2);
        const what = form === 'fresh' ? `${workload}, a world for each execution` : `${workload} (${form})`;
        console.log(`  ${what.padEnd(44)} ${text.padStart(10)}`);
    }
    await printFirstResult();
    await printMemory();
}
async function printFirstResult() {
    if (!(0, node_fs_1.existsSync)(node_path_1.default.join(__dirname, '..', 'dist', 'index.mjs'))) {
        console.log('  import to first result: run `npm run build` first');
        return;
    }
    const times = [];
    for (let i = 0; i < STARTS; i++) {
        const { stdout } = await run(process.execPath, [node_path_1.default.join(__dirname, 'first-result.mjs')]);
        times.push(Number(stdout));
    }
    console.log(`  import to first result, of the build in dist: ${(0, measure_1.median)(times).toFixed(0)} ms (at most 150)`);
}
async function printMemory() {
    const { stdout } = await run(process.execPath, ['--expose-gc', node_path_1.default.join(await (0, compile_1.compile)(), 'memory.js')]);
    console.log(`  memory for each event of a closed workflow: ${Number(stdout).toFixed(0)} bytes (at most 1024)`);
}
function firstLine(text) {
    return text.split('\n', 1)[0];
}
