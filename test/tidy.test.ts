/** The rules of this code base, as tests. Exceptions stand here, each with its reason; one that nothing needs any more must go. */
import { describe, expect, it } from 'vitest';
import { realTimeAndChance } from './tidy/forbidden';
import { folderCycles, wrongDirections } from './tidy/layers';
import { longFile, longFunctions } from './tidy/sizes';
import { importsOf, parse, sourceFiles } from './tidy/source-file';
import { looseModifiers } from './tidy/test-modifiers';

interface Exception {
  /** A file, or a folder with its slash. */
  path: string;
  /** What is allowed there. */
  what: string;
  reason: string;
}

/** Real time and real chance outside src/clock. */
const REAL: readonly Exception[] = [
  {
    path: 'src/worker/sdk/runtime.ts',
    what: 'setTimeout',
    reason:
      "harvests the workflow globals that the SDK's overrideGlobals() has put in place; they are not the real ones",
  },
  { path: 'src/worker/sdk/runtime.ts', what: 'Math.random', reason: 'the same' },
  {
    path: 'src/worker/load/sandbox.ts',
    what: 'Math.random',
    reason: 'a sandbox sees the dispatcher of src/clock, which is what stands there while a world is in use',
  },
];

/** Deep imports of the SDK outside src/worker/sdk. */
const SDK_INTERNALS: readonly Exception[] = [
  {
    path: 'src/worker/',
    what: '@temporalio/common/lib/',
    reason:
      'what the real worker shares with the SDK, and no package exports: failure and payload encoding, logger, reserved names',
  },
  {
    path: 'src/base/duration.ts',
    what: '@temporalio/common/lib/time',
    reason: "a duration means what the SDK's own parser says",
  },
  {
    path: 'src/lab/activity-attributes.ts',
    what: '@temporalio/common/lib/',
    reason: "the retry lab takes options as the SDK does, in a browser too; the package's main module needs Node",
  },
  {
    path: 'src/worker-compat/lazy-connection.ts',
    what: '@temporalio/client/lib/connection',
    reason: "a test may mock '@temporalio/client': its mocks are not to be changed, but the class that clients use",
  },
  {
    path: 'src/history/proto-root.ts',
    what: '@temporalio/proto/lib/patch-protobuf-root',
    reason: 'proto-JSON needs the one protobufjs that the proto package itself uses, whatever npm nested',
  },
];

const src = sourceFiles('src');
const tests = sourceFiles('test');
const tools = [...sourceFiles('bench'), ...sourceFiles('scripts')];

const isAt = (file: string, { path }: Exception) => file === path || (path.endsWith('/') && file.startsWith(path));

describe('imports', () => {
  it('go down the layers only', () => {
    expect(src.flatMap(wrongDirections)).toEqual([]);
    expect(wrongDirections(parse('src/server/a.ts', "import '../worker/b'; import '../history/c';"))).toHaveLength(1);
    expect(wrongDirections(parse('src/base/a.ts', "export type { B } from '..';"))).toHaveLength(1);
  });

  it('make no ring of folders', () => {
    expect(folderCycles(src)).toEqual([]);
    const ring = [parse('src/a/x.ts', "import '../b/y';"), parse('src/b/y.ts', "import type { Z } from '../a/z';")];
    expect(folderCycles(ring)).toHaveLength(2);
    expect(folderCycles([parse('src/a/x.ts', "import './b/y';"), parse('src/a/b/y.ts', "import '../z';")])).toEqual([]);
  });

  it('reach into the SDK in src/worker/sdk only', () => {
    const deep = src
      .filter((file) => !file.path.startsWith('src/worker/sdk/'))
      .flatMap((file) => [...internalsOf(file)].map((specifier) => ({ file: file.path, specifier })));
    const isListed = ({ file, specifier }: (typeof deep)[number]) =>
      SDK_INTERNALS.some((exception) => isAt(file, exception) && specifier.startsWith(exception.what));
    expect(deep.filter((one) => !isListed(one)).map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual(
      [],
    );
    const isNeeded = (exception: Exception) =>
      deep.some(({ file, specifier }) => isAt(file, exception) && specifier.startsWith(exception.what));
    expect(SDK_INTERNALS.filter((exception) => !isNeeded(exception))).toEqual([]);
  });
});

/** Deep imports by any means: import, or a require of any name. */
function internalsOf(file: (typeof src)[number]): Set<string> {
  const required = [...file.tree.text.matchAll(/require\w*(?:\.resolve)?\(\s*'([^']+)'/g)].map((match) => match[1]!);
  return new Set([...importsOf(file), ...required].filter((one) => /^@temporalio\/[\w-]+\/(lib|src)\//.test(one)));
}

describe('time and chance', () => {
  it('come from src/clock and the chooser only', () => {
    const found = src
      .filter((file) => !file.path.startsWith('src/clock/'))
      .flatMap((file) => realTimeAndChance(file).map((finding) => ({ file: file.path, ...finding })));
    const isListed = (one: (typeof found)[number]) =>
      REAL.some((exception) => isAt(one.file, exception) && one.what === exception.what);
    expect(found.filter((one) => !isListed(one)).map(({ text }) => text)).toEqual([]);
    const isNeeded = (exception: Exception) =>
      found.some((one) => isAt(one.file, exception) && one.what === exception.what);
    expect(REAL.filter((exception) => !isNeeded(exception))).toEqual([]);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'globalThis.setTimeout(f, 1)',
    'setInterval(f, 1)',
    'const later = setImmediate;',
    "import { randomUUID } from 'node:crypto';",
    "import { setTimeout as wait } from 'node:timers/promises';",
    'const { setTimeout } = globalThis;',
    'process.hrtime.bigint()',
    'performance.now()',
  ])('would find %s', (code) => {
    expect(realTimeAndChance(parse('src/sim/a.ts', code))).not.toEqual([]);
  });

  it.each([
    'realm.setTimeout(f, 1)',
    'new Date(ms)',
    'clock.now()',
    'interface A { setTimeout(ms: number): void }',
    '// Date.now()',
  ])('would not mind %s', (code) => {
    expect(realTimeAndChance(parse('src/sim/a.ts', code))).toEqual([]);
  });
});

describe('sizes', () => {
  it('files are one concept long', () => {
    expect([...src, ...tests, ...tools].flatMap(longFile)).toEqual([]);
    expect(longFile(parse('src/a.ts', '\n'.repeat(401)))).toHaveLength(1);
  });

  it('functions are a screen long', () => {
    expect([...src, ...tools].flatMap(longFunctions)).toEqual([]);
    expect(longFunctions(parse('src/a.ts', `const f = () => {${'\n'.repeat(80)}};`))).toHaveLength(1);
  });
});

describe('tests', () => {
  it('all run, or say why not', () => {
    expect(tests.flatMap(looseModifiers)).toEqual([]);
    expect(looseModifiers(parse('test/a.ts', "it.only('a', f);\nit.skip('b', f);"))).toHaveLength(2);
    expect(looseModifiers(parse('test/a.ts', "// No such thing on Windows.\nit.skip('b', f);"))).toEqual([]);
  });
});
