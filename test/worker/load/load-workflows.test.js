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
const node_fs_1 = require("node:fs");
const node_os_1 = require("node:os");
const node_path_1 = require("node:path");
const node_url_1 = require("node:url");
const workflowPackage = __importStar(require("@temporalio/workflow"));
const vitest_1 = require("vitest");
const errors_1 = require("../../../src/base/errors");
const bundle_1 = require("../../../src/worker/load/bundle");
const load_workflows_1 = require("../../../src/worker/load/load-workflows");
let folder;
(0, vitest_1.beforeAll)(() => {
    folder = (0, node_fs_1.mkdtempSync)((0, node_path_1.join)((0, node_os_1.tmpdir)(), 'load-'));
});
(0, vitest_1.afterAll)(() => (0, node_fs_1.rmSync)(folder, { recursive: true }));
const sources = [];
(0, vitest_1.afterEach)(() => {
    for (const source of sources.splice(0))
        source.dispose();
});
function file(name, text) {
    const path = (0, node_path_1.join)(folder, name);
    (0, node_fs_1.mkdirSync)((0, node_path_1.dirname)(path), { recursive: true });
    (0, node_fs_1.writeFileSync)(path, text);
    return path;
}
async function load(options) {
    const source = await (0, load_workflows_1.loadWorkflows)(options);
    sources.push(source);
    return source;
}
/** Calls a function of a run's workflow module. */
function call(source, name, runId = 'run-1') {
    return source.instantiate(runId).workflows[name]();
}
const counter = `
  import { next } from './counting';
  export function count(): number { return next(); }
`;
function counterFile() {
    file('counting.ts', 'let n = 0; export function next(): number { return ++n; }');
    return file('counter.ts', counter);
}
(0, vitest_1.describe)('module state', () => {
    vitest_1.it.each(['run', 'vm'])("belongs to a run with isolation '%s'", async (isolation) => {
        const source = await load({ workflows: counterFile(), isolation });
        const [first, second] = [source.instantiate('a').workflows, source.instantiate('b').workflows];
        (0, vitest_1.expect)([first.count(), first.count(), second.count()]).toEqual([1, 2, 1]);
    });
    (0, vitest_1.it)("is shared with isolation 'realm'", async () => {
        const source = await load({ workflows: counterFile(), isolation: 'realm' });
        (0, vitest_1.expect)([call(source, 'count', 'a'), call(source, 'count', 'b')]).toEqual([1, 2]);
    });
    (0, vitest_1.it)('is that of the module where a namespace is given', async () => {
        let n = 0;
        const source = await load({ workflows: { count: () => ++n } });
        (0, vitest_1.expect)([call(source, 'count', 'a'), call(source, 'count', 'b')]).toEqual([1, 2]);
    });
    (0, vitest_1.it)('is loaded natively for a shared module in plain JavaScript', async () => {
        const path = file('native.cjs', 'exports.where = () => __filename;');
        (0, vitest_1.expect)(call(await load({ workflows: path, isolation: 'realm' }), 'where')).toBe(path);
    });
    (0, vitest_1.it)('is by default that of a run where a path is given, and costs little', async () => {
        const source = await load({ workflows: counterFile() });
        (0, vitest_1.expect)([call(source, 'count', 'a'), call(source, 'count', 'b')]).toEqual([1, 1]);
    });
});
(0, vitest_1.describe)('paths', () => {
    const body = 'export const where = () => ';
    vitest_1.it.each([
        ['absolute', 'p1/w.ts', 'p1/w.ts'],
        ['without an extension', 'p2/w.ts', 'p2/w'],
        ['of a folder with an index', 'p3/index.mts', 'p3'],
        ['of JavaScript', 'p4/w.mjs', 'p4/w'],
        ['of CommonJS TypeScript', 'p5/w.cts', 'p5/w.cts'],
        ['of the compiled file, where there is only the source', 'p6/w.ts', 'p6/w.js'],
        ['of TSX', 'p7/w.tsx', 'p7/w'],
    ])('may be %s', async (_, written, given) => {
        file(written, `${body}${JSON.stringify(written)};`);
        (0, vitest_1.expect)(call(await load({ workflows: (0, node_path_1.join)(folder, given) }), 'where')).toBe(written);
    });
    (0, vitest_1.it)('may be file URLs', async () => {
        const path = file('with space.cjs', 'exports.where = () => 1;');
        (0, vitest_1.expect)(call(await load({ workflows: (0, node_url_1.pathToFileURL)(path) }), 'where')).toBe(1);
        (0, vitest_1.expect)(call(await load({ workflows: (0, node_url_1.pathToFileURL)(path).href }), 'where')).toBe(1);
    });
    vitest_1.it.each([
        ['a missing file', () => (0, node_path_1.join)(folder, 'nowhere'), /there is no file '.*nowhere'/],
        ['a folder without an index', () => (0, node_path_1.dirname)(file('empty/readme.md', '')), /has no index file/],
        ['a relative path', () => './workflows', /relative path '\.\/workflows'.*require\.resolve\('\.\/workflows'\)/],
    ])('cannot be %s', async (_, path, message) => {
        await (0, vitest_1.expect)(load({ workflows: path() })).rejects.toThrow(message);
        await (0, vitest_1.expect)(load({ workflows: path() })).rejects.toBeInstanceOf(errors_1.InvalidInputError);
    });
});
(0, vitest_1.describe)('code that cannot be loaded', () => {
    (0, vitest_1.it)('is refused with the place of a syntax error', async () => {
        const path = file('broken.ts', 'export const a = 1;\nexport function b( {\n');
        await (0, vitest_1.expect)(load({ workflows: path })).rejects.toThrow(/cannot be bundled:\n {2}broken\.ts:3:1: Expected/);
    });
    (0, vitest_1.it)('is refused with the import that cannot be found', async () => {
        const path = file('unresolved.ts', "import { x } from './not-there';\nexport const a = () => x;");
        await (0, vitest_1.expect)(load({ workflows: path })).rejects.toThrow(/unresolved\.ts:1:\d+: Could not resolve "\.\/not-there"/);
    });
    vitest_1.it.each(['node:fs', 'http', 'fs/promises', '@temporalio/client', '@temporalio/activity'])('is refused where it imports %s', async (name) => {
        file('helper.ts', `import * as m from '${name}'; export const use = () => m;`);
        const path = file('impure.ts', "import { use } from './helper'; export const w = () => use();");
        await (0, vitest_1.expect)(load({ workflows: path })).rejects.toThrow(`is importing the following disallowed modules:\n  - '${name}' (imported by ${(0, node_path_1.join)(folder, 'helper.ts')})`);
    });
    (0, vitest_1.it)('may import types of what it may not import', async () => {
        file('activities.ts', "import { readFileSync } from 'node:fs'; export async function read() { return readFileSync('x'); }");
        const path = file('typed.ts', "import { proxyActivities } from '@temporalio/workflow';\nimport * as activities from './activities';\nexport const w = () => proxyActivities<typeof activities>;");
        (0, vitest_1.expect)(call(await load({ workflows: path }), 'w')).toBe(workflowPackage.proxyActivities);
    });
    (0, vitest_1.it)('may import a module that is to be ignored', async () => {
        const path = file('ignoring.ts', "import * as os from 'node:os'; export const w = () => (os as any).cpus;");
        (0, vitest_1.expect)(call(await load({ workflows: path, ignoreModules: ['os'] }), 'w')).toBeUndefined();
    });
    (0, vitest_1.it)('gets the parts of assert, url and util that the sandbox has', async () => {
        const path = file('builtins.ts', "import assert from 'node:assert'; import * as url from 'url'; import * as util from 'node:util';\nexport const w = () => { assert(true); return [typeof url.URL, 'parse' in url, typeof util.TextEncoder, 'promisify' in util]; };");
        (0, vitest_1.expect)(call(await load({ workflows: path }), 'w')).toEqual(['function', false, 'function', false]);
    });
    (0, vitest_1.it)('is refused without esbuild, with what to do', async () => {
        const missing = () => Promise.reject(new Error("Cannot find package 'esbuild'"));
        const input = { workflowsPath: counterFile(), interceptorModules: [], ignoreModules: [] };
        await (0, vitest_1.expect)((0, bundle_1.bundleWorkflows)(input, missing)).rejects.toThrow(/npm install --save-dev esbuild/);
    });
    (0, vitest_1.it)('is refused where a module should be isolated', async () => {
        await (0, vitest_1.expect)(load({ workflows: {}, isolation: 'vm' })).rejects.toThrow(/isolation 'vm' needs the path/);
    });
    (0, vitest_1.it)('is loaded again when a file has changed', async () => {
        const path = file('changing.ts', 'export const w = () => 1;');
        (0, vitest_1.expect)(call(await load({ workflows: path }), 'w')).toBe(1);
        file('changing.ts', 'export const w = () => 2 + 0;');
        (0, vitest_1.expect)(call(await load({ workflows: path }), 'w')).toBe(2);
    });
});
(0, vitest_1.describe)('what belongs to the workflows', () => {
    (0, vitest_1.it)('comes in the same bundle, with the same modules', async () => {
        file('shared.ts', 'export const marks: string[] = [];');
        const workflows = file('main.ts', "import { marks } from './shared'; export const seen = () => marks;");
        const interceptor = file('interceptor.ts', "import { marks } from './shared'; export const interceptors = () => { marks.push('made'); return {}; };");
        const converter = file('converter.ts', 'export const payloadConverter = { mine: true };');
        const given = { interceptors: () => ({}) };
        const source = await load({ workflows, interceptorModules: [given, interceptor], payloadConverterPath: converter });
        const modules = source.instantiate('a');
        (0, vitest_1.expect)(modules.interceptors).toHaveLength(2);
        (0, vitest_1.expect)(modules.interceptors[0]).toBe(given);
        modules.interceptors[1].interceptors();
        (0, vitest_1.expect)(modules.workflows.seen()).toEqual(['made']);
        (0, vitest_1.expect)(call(source, 'seen', 'b')).toEqual([]);
        (0, vitest_1.expect)(modules.payloadConverter).toEqual({ mine: true });
    });
    (0, vitest_1.it)('keeps the names of functions and classes', async () => {
        file('one.ts', 'export class Refused extends Error {}');
        file('two.ts', 'export class Refused extends Error {}');
        const path = file('names.ts', "import { Refused as A } from './one'; import { Refused as B } from './two';\nexport async function order() { return [A.name, B.name]; }");
        const { workflows } = (await load({ workflows: path })).instantiate('a');
        (0, vitest_1.expect)(workflows.order.name).toBe('order');
        (0, vitest_1.expect)(await workflows.order()).toEqual(['Refused', 'Refused']);
    });
    (0, vitest_1.it)('uses the one workflow package of the process', async () => {
        const path = file('api.ts', "import { CancellationScope } from '@temporalio/workflow'; export const w = () => CancellationScope;");
        (0, vitest_1.expect)(call(await load({ workflows: path }), 'w')).toBe(workflowPackage.CancellationScope);
    });
});
(0, vitest_1.describe)('stack traces', () => {
    const failing = [
        'interface Nothing { a: number }',
        '',
        'function inner(x?: Nothing): never {',
        "  throw new RangeError('too far');",
        '}',
        'export function sync() {',
        '  return inner();',
        '}',
        'export async function later() {',
        '  await null;',
        '  inner();',
        '}',
    ].join('\n');
    vitest_1.it.each(['run', 'vm', 'realm'])("name the user's lines with isolation '%s'", async (isolation) => {
        const path = file(`failing-${isolation}.ts`, failing);
        const { workflows } = (await load({ workflows: path, isolation })).instantiate('a');
        const stacks = [];
        try {
            workflows.sync();
        }
        catch (error) {
            stacks.push(error.stack);
        }
        await workflows.later().catch((error) => stacks.push(error.stack));
        (0, vitest_1.expect)(stacks[0]).toMatch(/^RangeError: too far\n/);
        (0, vitest_1.expect)(stacks[0]).toContain(`at inner (${path}:4:9)`);
        (0, vitest_1.expect)(stacks[0]).toContain(`sync (${path}:7:10)`);
        (0, vitest_1.expect)(stacks[0]).toMatch(/load-workflows\.test\.ts:\d+:\d+/);
        (0, vitest_1.expect)(stacks[1]).toContain(`(${path}:11:3)`);
    });
    (0, vitest_1.it)('are as before once the source is disposed of', async () => {
        const before = Error.prepareStackTrace;
        const a = await (0, load_workflows_1.loadWorkflows)({ workflows: file('a.ts', failing) });
        const b = await (0, load_workflows_1.loadWorkflows)({ workflows: file('b.ts', failing) });
        a.dispose();
        (0, vitest_1.expect)(Error.prepareStackTrace).not.toBe(before);
        b.dispose();
        b.dispose();
        (0, vitest_1.expect)(Error.prepareStackTrace).toBe(before);
    });
});
(0, vitest_1.describe)("isolation 'vm'", () => {
    (0, vitest_1.it)('ends code that never pauses, and names the workflow', async () => {
        const path = file('runaway.ts', 'export function spin() { for (;;); }\nexport function fine() { return 1; }');
        const source = await load({ workflows: path, isolation: 'vm', timeLimitMs: 20 });
        (0, vitest_1.expect)(() => call(source, 'spin')).toThrow(/^Workflow spin \(run run-1\) ran for 20 ms without a pause/);
        (0, vitest_1.expect)(call(source, 'fine')).toBe(1);
    });
    (0, vitest_1.it)('ends a module whose top level never pauses', async () => {
        const source = await load({ workflows: file('top.ts', 'for (;;);'), isolation: 'vm', timeLimitMs: 20 });
        (0, vitest_1.expect)(() => source.instantiate('a')).toThrow(/^The top level of the workflow code '.*top\.ts' \(run a\) ran for 20 ms/);
    });
    (0, vitest_1.it)('has globals of its own, and no Node', async () => {
        const path = file('globals.ts', [
            'export function set() { (globalThis as any).leak = 1; (Array.prototype as any).leak = 1; }',
            'export function look() { return [(globalThis as any).leak, typeof process, typeof require, typeof Buffer, typeof URL]; }',
        ].join('\n'));
        const source = await load({ workflows: path, isolation: 'vm' });
        call(source, 'set', 'a');
        (0, vitest_1.expect)([...call(source, 'look', 'b')]).toEqual([undefined, 'undefined', 'function', 'undefined', 'function']);
        (0, vitest_1.expect)(globalThis.leak).toBeUndefined();
        (0, vitest_1.expect)([].leak).toBeUndefined();
    });
    (0, vitest_1.it)('lets go of errors that are errors here, too', async () => {
        const path = file('throwing.ts', "export function fail() { throw new TypeError('no'); }");
        const source = await load({ workflows: path, isolation: 'vm' });
        (0, vitest_1.expect)(() => call(source, 'fail')).toThrow(vitest_1.expect.objectContaining({ name: 'TypeError', message: 'no' }));
    });
});
(0, vitest_1.describe)("a bundle of the SDK's own bundler", () => {
    // What its output amounts to: a library that keeps its modules in a cache that the sandbox gives it.
    const code = `
    var __TEMPORAL__;
    (() => {
      const modules = { './w': (exports) => { let n = 0; exports.count = () => ++n; } };
      function load(id) {
        const cache = globalThis.__webpack_module_cache__;
        if (!cache[id]) modules[id]((cache[id] = {}));
        return cache[id];
      }
      __TEMPORAL__ = { importWorkflows: () => load('./w'), importInterceptors: () => [{ interceptors: () => ({}) }] };
    })();`;
    vitest_1.it.each([
        ['code', () => ({ code })],
        ['a path', () => ({ codePath: file('bundle.js', code) })],
    ])('runs from %s, with modules for each run', async (_, workflowBundle) => {
        const source = await load({ workflowBundle: workflowBundle() });
        const first = source.instantiate('a');
        (0, vitest_1.expect)([first.workflows.count(), first.workflows.count(), call(source, 'count', 'b')]).toEqual([
            1, 2, 1,
        ]);
        (0, vitest_1.expect)(first.interceptors).toHaveLength(1);
    });
    (0, vitest_1.it)('is refused where it is something else', async () => {
        await (0, vitest_1.expect)(load({ workflowBundle: { code: 'exports.a = 1' } })).rejects.toThrow(/is no workflow bundle/);
    });
});
