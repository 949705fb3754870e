import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as workflowPackage from '@temporalio/workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../../src/base/errors';
import { bundleWorkflows } from '../../../src/worker/load/bundle';
import { type LoadOptions, loadWorkflows } from '../../../src/worker/load/load-workflows';
import type { WorkflowSource } from '../../../src/worker/load/workflow-source';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'load-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const sources: WorkflowSource[] = [];
afterEach(() => {
  for (const source of sources.splice(0)) source.dispose();
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function load(options: LoadOptions): Promise<WorkflowSource> {
  const source = await loadWorkflows(options);
  sources.push(source);
  return source;
}

/** Calls a function of a run's workflow module. */
function call(source: WorkflowSource, name: string, runId = 'run-1'): any {
  return (source.instantiate(runId).workflows[name] as () => unknown)();
}

const counter = `
  import { next } from './counting';
  export function count(): number { return next(); }
`;

function counterFile(): string {
  file('counting.ts', 'let n = 0; export function next(): number { return ++n; }');
  return file('counter.ts', counter);
}

describe('module state', () => {
  it.each(['run', 'vm'] as const)("belongs to a run with isolation '%s'", async (isolation) => {
    const source = await load({ workflows: counterFile(), isolation });
    const [first, second] = [source.instantiate('a').workflows, source.instantiate('b').workflows] as any[];
    expect([first.count(), first.count(), second.count()]).toEqual([1, 2, 1]);
  });

  it("is shared with isolation 'realm'", async () => {
    const source = await load({ workflows: counterFile(), isolation: 'realm' });
    expect([call(source, 'count', 'a'), call(source, 'count', 'b')]).toEqual([1, 2]);
  });

  it('is that of the module where a namespace is given', async () => {
    let n = 0;
    const source = await load({ workflows: { count: () => ++n } });
    expect([call(source, 'count', 'a'), call(source, 'count', 'b')]).toEqual([1, 2]);
  });

  it('is loaded natively for a shared module in plain JavaScript', async () => {
    const path = file('native.cjs', 'exports.where = () => __filename;');
    expect(call(await load({ workflows: path, isolation: 'realm' }), 'where')).toBe(path);
  });

  it('is by default that of a run where a path is given, and costs little', async () => {
    const source = await load({ workflows: counterFile() });
    expect([call(source, 'count', 'a'), call(source, 'count', 'b')]).toEqual([1, 1]);
  });
});

describe('paths', () => {
  const body = 'export const where = () => ';
  it.each([
    ['absolute', 'p1/w.ts', 'p1/w.ts'],
    ['without an extension', 'p2/w.ts', 'p2/w'],
    ['of a folder with an index', 'p3/index.mts', 'p3'],
    ['of JavaScript', 'p4/w.mjs', 'p4/w'],
    ['of CommonJS TypeScript', 'p5/w.cts', 'p5/w.cts'],
    ['of the compiled file, where there is only the source', 'p6/w.ts', 'p6/w.js'],
    ['of TSX', 'p7/w.tsx', 'p7/w'],
  ])('may be %s', async (_, written, given) => {
    file(written, `${body}${JSON.stringify(written)};`);
    expect(call(await load({ workflows: join(folder, given) }), 'where')).toBe(written);
  });

  it('may be file URLs', async () => {
    const path = file('with space.cjs', 'exports.where = () => 1;');
    expect(call(await load({ workflows: pathToFileURL(path) }), 'where')).toBe(1);
    expect(call(await load({ workflows: pathToFileURL(path).href }), 'where')).toBe(1);
  });

  it.each([
    ['a missing file', () => join(folder, 'nowhere'), /there is no file '.*nowhere'/],
    ['a folder without an index', () => dirname(file('empty/readme.md', '')), /has no index file/],
    ['a relative path', () => './workflows', /relative path '\.\/workflows'.*require\.resolve\('\.\/workflows'\)/],
  ])('cannot be %s', async (_, path, message) => {
    await expect(load({ workflows: path() })).rejects.toThrow(message);
    await expect(load({ workflows: path() })).rejects.toBeInstanceOf(InvalidInputError);
  });
});

describe('code that cannot be loaded', () => {
  it('is refused with the place of a syntax error', async () => {
    const path = file('broken.ts', 'export const a = 1;\nexport function b( {\n');
    await expect(load({ workflows: path })).rejects.toThrow(/cannot be bundled:\n {2}broken\.ts:3:1: Expected/);
  });

  it('is refused with the import that cannot be found', async () => {
    const path = file('unresolved.ts', "import { x } from './not-there';\nexport const a = () => x;");
    await expect(load({ workflows: path })).rejects.toThrow(/unresolved\.ts:1:\d+: Could not resolve "\.\/not-there"/);
  });

  it.each(['node:fs', 'http', 'fs/promises', '@temporalio/client', '@temporalio/activity'])(
    'is refused where it imports %s',
    async (name) => {
      file('helper.ts', `import * as m from '${name}'; export const use = () => m;`);
      const path = file('impure.ts', "import { use } from './helper'; export const w = () => use();");
      await expect(load({ workflows: path })).rejects.toThrow(
        `is importing the following disallowed modules:\n  - '${name}' (imported by ${join(folder, 'helper.ts')})`,
      );
    },
  );

  it('is told to import assert, url and util by the names that the bundler of the SDK knows', async () => {
    const path = file('prefixed.ts', "import assert from 'node:assert'; export const w = () => assert(true);");
    await expect(load({ workflows: path })).rejects.toThrow(
      `'node:assert' (imported by ${path}): write 'assert', the SDK's bundler does not know it by this name`,
    );
  });

  it('may import types of what it may not import', async () => {
    file(
      'activities.ts',
      "import { readFileSync } from 'node:fs'; export async function read() { return readFileSync('x'); }",
    );
    const path = file(
      'typed.ts',
      "import { proxyActivities } from '@temporalio/workflow';\nimport * as activities from './activities';\nexport const w = () => proxyActivities<typeof activities>;",
    );
    expect(call(await load({ workflows: path }), 'w')).toBe(workflowPackage.proxyActivities);
  });

  it('may import a module that is to be ignored', async () => {
    const path = file('ignoring.ts', "import * as os from 'node:os'; export const w = () => (os as any).cpus;");
    expect(call(await load({ workflows: path, ignoreModules: ['os'] }), 'w')).toBeUndefined();
  });

  it('gets the parts of assert, url and util that the sandbox has', async () => {
    const path = file(
      'builtins.ts',
      "import assert from 'assert'; import * as url from 'url'; import * as util from 'util';\nexport const w = () => { assert(true); return [typeof url.URL, 'parse' in url, typeof util.TextEncoder, 'promisify' in util]; };",
    );
    expect(call(await load({ workflows: path }), 'w')).toEqual(['function', false, 'function', false]);
  });

  it('is refused without esbuild, with what to do', async () => {
    const missing = () => Promise.reject(new Error("Cannot find package 'esbuild'"));
    const input = { workflowsPath: counterFile(), interceptorModules: [], ignoreModules: [] };
    await expect(bundleWorkflows(input, missing)).rejects.toThrow(/npm install --save-dev esbuild/);
  });

  it('is refused where a module should be isolated', async () => {
    await expect(load({ workflows: {}, isolation: 'vm' })).rejects.toThrow(/isolation 'vm' needs the path/);
  });

  it('is loaded again when a file has changed', async () => {
    const path = file('changing.ts', 'export const w = () => 1;');
    expect(call(await load({ workflows: path }), 'w')).toBe(1);
    file('changing.ts', 'export const w = () => 2 + 0;');
    expect(call(await load({ workflows: path }), 'w')).toBe(2);
  });
});

describe('what belongs to the workflows', () => {
  it('comes in the same bundle, with the same modules', async () => {
    file('shared.ts', 'export const marks: string[] = [];');
    const workflows = file('main.ts', "import { marks } from './shared'; export const seen = () => marks;");
    const interceptor = file(
      'interceptor.ts',
      "import { marks } from './shared'; export const interceptors = () => { marks.push('made'); return {}; };",
    );
    const converter = file('converter.ts', 'export const payloadConverter = { mine: true };');
    const given = { interceptors: () => ({}) };
    const source = await load({ workflows, interceptorModules: [given, interceptor], payloadConverterPath: converter });
    const modules = source.instantiate('a');
    expect(modules.interceptors).toHaveLength(2);
    expect(modules.interceptors[0]).toBe(given);
    modules.interceptors[1]!.interceptors();
    expect((modules.workflows.seen as any)()).toEqual(['made']);
    expect(call(source, 'seen', 'b')).toEqual([]);
    expect(modules.payloadConverter).toEqual({ mine: true });
  });

  it('keeps the names of functions and classes', async () => {
    file('one.ts', 'export class Refused extends Error {}');
    file('two.ts', 'export class Refused extends Error {}');
    const path = file(
      'names.ts',
      "import { Refused as A } from './one'; import { Refused as B } from './two';\nexport async function order() { return [A.name, B.name]; }",
    );
    const { workflows } = (await load({ workflows: path })).instantiate('a');
    expect((workflows.order as any).name).toBe('order');
    expect(await (workflows.order as any)()).toEqual(['Refused', 'Refused']);
  });

  it('uses the one workflow package of the process', async () => {
    const path = file(
      'api.ts',
      "import { CancellationScope } from '@temporalio/workflow'; export const w = () => CancellationScope;",
    );
    expect(call(await load({ workflows: path }), 'w')).toBe(workflowPackage.CancellationScope);
  });
});

describe('stack traces', () => {
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

  it.each(['run', 'vm', 'realm'] as const)("name the user's lines with isolation '%s'", async (isolation) => {
    const path = file(`failing-${isolation}.ts`, failing);
    const { workflows } = (await load({ workflows: path, isolation })).instantiate('a') as any;
    const stacks: string[] = [];
    try {
      workflows.sync();
    } catch (error) {
      stacks.push((error as Error).stack!);
    }
    await workflows.later().catch((error: Error) => stacks.push(error.stack!));
    expect(stacks[0]).toMatch(/^RangeError: too far\n/);
    expect(stacks[0]).toContain(`at inner (${path}:4:9)`);
    expect(stacks[0]).toContain(`sync (${path}:7:10)`);
    expect(stacks[0]).toMatch(/load-workflows\.test\.ts:\d+:\d+/);
    expect(stacks[1]).toContain(`(${path}:11:3)`);
  });

  it('are as before once the source is disposed of', async () => {
    const before = Error.prepareStackTrace;
    const a = await loadWorkflows({ workflows: file('a.ts', failing) });
    const b = await loadWorkflows({ workflows: file('b.ts', failing) });
    a.dispose();
    expect(Error.prepareStackTrace).not.toBe(before);
    b.dispose();
    b.dispose();
    expect(Error.prepareStackTrace).toBe(before);
  });
});

describe("isolation 'vm'", () => {
  it('ends code that never pauses, and names the workflow', async () => {
    const path = file('runaway.ts', 'export function spin() { for (;;); }\nexport function fine() { return 1; }');
    const source = await load({ workflows: path, isolation: 'vm', timeLimitMs: 20 });
    expect(() => call(source, 'spin')).toThrow(/^Workflow spin \(run run-1\) ran for 20 ms without a pause/);
    expect(call(source, 'fine')).toBe(1);
  });

  it('ends a module whose top level never pauses', async () => {
    const source = await load({ workflows: file('top.ts', 'for (;;);'), isolation: 'vm', timeLimitMs: 20 });
    expect(() => source.instantiate('a')).toThrow(
      /^The top level of the workflow code '.*top\.ts' \(run a\) ran for 20 ms/,
    );
  });

  it('has globals of its own, and no Node', async () => {
    const path = file(
      'globals.ts',
      [
        'export function set() { (globalThis as any).leak = 1; (Array.prototype as any).leak = 1; }',
        'export function look() { return [(globalThis as any).leak, typeof process, typeof require, typeof Buffer, typeof URL]; }',
      ].join('\n'),
    );
    const source = await load({ workflows: path, isolation: 'vm' });
    call(source, 'set', 'a');
    expect([...call(source, 'look', 'b')]).toEqual([undefined, 'undefined', 'function', 'undefined', 'function']);
    expect((globalThis as any).leak).toBeUndefined();
    expect(([] as any).leak).toBeUndefined();
  });

  it('lets go of errors that are errors here, too', async () => {
    const path = file('throwing.ts', "export function fail() { throw new TypeError('no'); }");
    const source = await load({ workflows: path, isolation: 'vm' });
    expect(() => call(source, 'fail')).toThrow(expect.objectContaining({ name: 'TypeError', message: 'no' }));
  });
});

describe("a bundle of the SDK's own bundler", () => {
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

  it.each([
    ['code', () => ({ code })],
    ['a path', () => ({ codePath: file('bundle.js', code) })],
  ])('runs from %s, with modules for each run', async (_, workflowBundle) => {
    const source = await load({ workflowBundle: workflowBundle() });
    const first = source.instantiate('a');
    expect([(first.workflows.count as any)(), (first.workflows.count as any)(), call(source, 'count', 'b')]).toEqual([
      1, 2, 1,
    ]);
    expect(first.interceptors).toHaveLength(1);
  });

  it('is refused where it is something else', async () => {
    await expect(load({ workflowBundle: { code: 'exports.a = 1' } })).rejects.toThrow(/is no workflow bundle/);
  });
});
