"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
/** The same inputs and the same seed give the same bytes, wherever they run; and a world leaves nothing behind. */
const node_child_process_1 = require("node:child_process");
const node_os_1 = require("node:os");
const node_path_1 = __importDefault(require("node:path"));
const node_url_1 = require("node:url");
const node_util_1 = require("node:util");
const vitest_1 = require("vitest");
const cases_1 = require("./conformance/kit/cases");
const pending_1 = require("./conformance/pending");
const ROOT = node_path_1.default.join(__dirname, '..');
const TSX = (0, node_url_1.pathToFileURL)(require.resolve('tsx')).href;
const cases = cases_1.allCases.map(({ name }) => name).filter((name) => !pending_1.pendingReasons.has(name));
(0, vitest_1.it)('gives the same bytes in another process, time zone, language and folder', { timeout: 120_000 }, async () => {
    const program = (cwd, env) => run('print-histories.ts', cases, cwd, env);
    const here = await program(ROOT, { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' });
    const there = await program((0, node_os_1.tmpdir)(), { TZ: 'Pacific/Chatham', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' });
    (0, vitest_1.expect)(Object.keys(there)).toEqual(cases);
    for (const name of cases)
        (0, vitest_1.expect)(JSON.stringify(there[name]), name).toBe(JSON.stringify(here[name]));
});
(0, vitest_1.it)('leaves globals, listeners, timers and handles as they were, after 200 worlds', { timeout: 120_000 }, async () => {
    (0, vitest_1.expect)(await run('use-worlds.ts', ['200'], ROOT, {})).toEqual({ globals: [], listeners: [], handles: [] });
});
/** What a program of test/determinism prints, run in a process of its own. */
async function run(program, args, cwd, env) {
    const script = node_path_1.default.join(__dirname, 'determinism', program);
    const options = {
        cwd,
        env: { ...process.env, TSX_TSCONFIG_PATH: node_path_1.default.join(ROOT, 'tsconfig.json'), ...env },
        maxBuffer: 1 << 28,
    };
    const { stdout } = await (0, node_util_1.promisify)(node_child_process_1.execFile)(process.execPath, ['--import', TSX, script, ...args], options);
    return JSON.parse(stdout);
}
