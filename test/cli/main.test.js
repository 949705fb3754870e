"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
/** The command as a process of its own: what scripts and terminals see. */
const node_child_process_1 = require("node:child_process");
const node_path_1 = __importDefault(require("node:path"));
const node_url_1 = require("node:url");
const vitest_1 = require("vitest");
const ROOT = node_path_1.default.join(__dirname, '..', '..');
const TSX = (0, node_url_1.pathToFileURL)(require.resolve('tsx')).href;
function worldline(args, env = {}, onOutput) {
    const script = node_path_1.default.join(ROOT, 'src', 'cli', 'main.ts');
    const options = { cwd: ROOT, env: { ...process.env, ...env } };
    return new Promise((resolve) => {
        const child = (0, node_child_process_1.execFile)(process.execPath, ['--import', TSX, script, ...args], options, (error, stdout, stderr) => resolve({ code: error ? error.code : 0, stdout, stderr }));
        if (onOutput)
            onOutput(() => child.stdout.destroy());
    });
}
(0, vitest_1.it)('runs the first scenario and ends by itself, with exit code 0 and no colour where nobody looks', async () => {
    const { code, stdout, stderr } = await worldline(['run', 'scenarios/checkout.ts']);
    (0, vitest_1.expect)({ code, stderr }).toEqual({ code: 0, stderr: '' });
    (0, vitest_1.expect)(stdout).toMatch(/\n✓ ok {2}checkout: 33d56s of virtual time in \d+ ms, \d+ events in 2 workflow runs, seed 0\n$/);
    (0, vitest_1.expect)(stdout).not.toContain('\u001b');
});
(0, vitest_1.it)('gives its exit code to the process', async () => {
    const { code, stderr } = await worldline(['run', 'test/cli/scenarios/deadlock.ts', '--quiet']);
    (0, vitest_1.expect)(code).toBe(3);
    (0, vitest_1.expect)(stderr).toMatch(/^DeadlockError: nothing can ever run again/);
});
(0, vitest_1.it)('does not complain when its reader has gone', async () => {
    const { code, stderr } = await worldline(['run', 'test/cli/scenarios/esm.mjs'], {}, (stop) => stop());
    (0, vitest_1.expect)({ code, stderr }).toEqual({ code: 0, stderr: '' });
});
