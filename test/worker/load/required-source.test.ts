/** Workflow code that this process can require: every run evaluates the files anew, with what the process's own hooks made of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadWorkflows } from '../../../src/worker/load/load-workflows';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'worldline-required-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

const load = (name: string, options: object = {}) =>
  loadWorkflows({ workflows: path.join(folder, name), isolation: 'run', byProcess: true, ...options });

type Functions = Record<string, (...args: unknown[]) => unknown>;

describe('modules that this process can require', () => {
  it('have a state of their own in each run, packages included', async () => {
    write({
      'state.cjs':
        "let n = 0; const lib = require('lib'); exports.count = () => ++n; exports.libCount = () => lib.count();",
      'node_modules/lib/index.js': 'let n = 0; exports.count = () => ++n;',
    });
    const source = await load('state.cjs');
    const counts = ['one', 'two'].map((runId) => {
      const { count, libCount } = source.instantiate(runId).workflows as Functions;
      return [count!(), count!(), libCount!()];
    });
    expect(counts).toEqual([
      [1, 2, 1],
      [1, 2, 1],
    ]);
    source.dispose();
  });

  it('share what they set on globalThis within a run only', async () => {
    write({
      'global.cjs': 'exports.get = () => globalThis.mark; exports.set = (x) => { globalThis.mark = x; };',
    });
    const source = await load('global.cjs');
    const [one, two] = ['one', 'two'].map((runId) => source.instantiate(runId).workflows as Functions);
    one!.set!('mine');
    expect([one!.get!(), two!.get!(), 'mark' in globalThis]).toEqual(['mine', undefined, false]);
  });

  it('are seen again when a file has changed', async () => {
    write({ 'changing.cjs': "exports.say = () => 'before';" });
    const say = async () => ((await load('changing.cjs')).instantiate('run').workflows as Functions).say!();
    expect(await say()).toBe('before');
    write({ 'changing.cjs': "exports.say = () => 'after';" });
    expect(await say()).toBe('after');
  });

  it('may not be those that break determinism, unless they are ignored', async () => {
    write({ 'fs.cjs': "const fs = require('fs');\nexports.say = () => Object.keys(fs);" });
    await expect(load('fs.cjs')).rejects.toThrow("'fs' (imported by");
    const source = await load('fs.cjs', { ignoreModules: ['fs'] });
    expect((source.instantiate('run').workflows as Functions).say!()).toEqual([]);
  });

  it('may be globals instead, where the bundler is told so', async () => {
    write({ 'external.cjs': "exports.say = () => require('outside').value;" });
    const webpackConfigHook = (config: object) => ({ ...config, externals: { outside: 'theOutside' } });
    const source = await load('external.cjs', { webpackConfigHook });
    Object.assign(globalThis, { theOutside: { value: 42 } });
    expect((source.instantiate('run').workflows as Functions).say!()).toBe(42);
    delete (globalThis as { theOutside?: unknown }).theOutside;
  });

  it('may follow modules that the bundler is told to begin with', async () => {
    write({
      'first.cjs': 'globalThis.mark = 42;',
      'second.cjs': 'const { mark } = globalThis;\nexports.say = () => mark;',
    });
    const webpackConfigHook = (config: { entry: string[] }) => ({
      ...config,
      entry: [path.join(folder, 'first.cjs'), ...config.entry],
    });
    const source = await load('second.cjs', { webpackConfigHook });
    expect((source.instantiate('run').workflows as Functions).say!()).toBe(42);
  });

  it("have what the sandbox has of 'util', and their packages all of it", async () => {
    write({
      'util.cjs':
        "const util = require('util');\nconst lib = require('usesutil');\nexports.say = () => [typeof util.deprecate, lib.say()];",
      'node_modules/usesutil/index.js': "exports.say = () => typeof require('node:util').deprecate;",
    });
    const source = await load('util.cjs');
    expect((source.instantiate('run').workflows as Functions).say!()).toEqual(['undefined', 'function']);
  });

  it('leave ES modules to the bundler', async () => {
    write({ 'esm.mjs': 'let n = 0; export const count = () => ++n;' });
    const source = await load('esm.mjs');
    expect((source.instantiate('run').workflows as Functions).count!()).toBe(1);
  });
});
