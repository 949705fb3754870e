"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/** The rules of this code base, as tests. Exceptions stand here, each with its reason; one that nothing needs any more must go. */
const vitest_1 = require("vitest");
const forbidden_1 = require("./tidy/forbidden");
const layers_1 = require("./tidy/layers");
const sizes_1 = require("./tidy/sizes");
const source_file_1 = require("./tidy/source-file");
const test_modifiers_1 = require("./tidy/test-modifiers");
/** Real time and real chance outside src/clock. */
const REAL = [
    {
        path: 'src/worker/sdk/runtime.ts',
        what: 'setTimeout',
        reason: "harvests the workflow globals that the SDK's overrideGlobals() has put in place; they are not the real ones",
    },
    { path: 'src/worker/sdk/runtime.ts', what: 'Math.random', reason: 'the same' },
    {
        path: 'src/worker/load/sandbox.ts',
        what: 'Math.random',
        reason: 'a sandbox sees the dispatcher of src/clock, which is what stands there while a world is in use',
    },
];
/** Deep imports of the SDK outside src/worker/sdk. */
const SDK_INTERNALS = [
    {
        path: 'src/worker/',
        what: '@temporalio/common/lib/',
        reason: 'what the real worker shares with the SDK, and no package exports: failure and payload encoding, logger, reserved names',
    },
    {
        path: 'src/base/duration.ts',
        what: '@temporalio/common/lib/time',
        reason: "a duration means what the SDK's own parser says",
    },
    {
        path: 'src/history/proto-root.ts',
        what: '@temporalio/proto/lib/patch-protobuf-root',
        reason: 'proto-JSON needs the one protobufjs that the proto package itself uses, whatever npm nested',
    },
];
const src = (0, source_file_1.sourceFiles)('src');
const tests = (0, source_file_1.sourceFiles)('test');
const tools = [...(0, source_file_1.sourceFiles)('bench'), ...(0, source_file_1.sourceFiles)('scripts')];
const isAt = (file, { path }) => file === path || (path.endsWith('/') && file.startsWith(path));
(0, vitest_1.describe)('imports', () => {
    (0, vitest_1.it)('go down the layers only', () => {
        (0, vitest_1.expect)(src.flatMap(layers_1.wrongDirections)).toEqual([]);
        (0, vitest_1.expect)((0, layers_1.wrongDirections)((0, source_file_1.parse)('src/server/a.ts', "import '../worker/b'; import '../history/c';"))).toHaveLength(1);
        (0, vitest_1.expect)((0, layers_1.wrongDirections)((0, source_file_1.parse)('src/base/a.ts', "export type { B } from '..';"))).toHaveLength(1);
    });
    (0, vitest_1.it)('make no ring of folders', () => {
        (0, vitest_1.expect)((0, layers_1.folderCycles)(src)).toEqual([]);
        const ring = [(0, source_file_1.parse)('src/a/x.ts', "import '../b/y';"), (0, source_file_1.parse)('src/b/y.ts', "import type { Z } from '../a/z';")];
        (0, vitest_1.expect)((0, layers_1.folderCycles)(ring)).toHaveLength(2);
        (0, vitest_1.expect)((0, layers_1.folderCycles)([(0, source_file_1.parse)('src/a/x.ts', "import './b/y';"), (0, source_file_1.parse)('src/a/b/y.ts', "import '../z';")])).toEqual([]);
    });
    (0, vitest_1.it)('reach into the SDK in src/worker/sdk only', () => {
        const deep = src
            .filter((file) => !file.path.startsWith('src/worker/sdk/'))
            .flatMap((file) => [...internalsOf(file)].map((specifier) => ({ file: file.path, specifier })));
        const isListed = ({ file, specifier }) => SDK_INTERNALS.some((exception) => isAt(file, exception) && specifier.startsWith(exception.what));
        (0, vitest_1.expect)(deep.filter((one) => !isListed(one)).map(({ file, specifier }) => `${file} imports ${specifier}`)).toEqual([]);
        const isNeeded = (exception) => deep.some(({ file, specifier }) => isAt(file, exception) && specifier.startsWith(exception.what));
        (0, vitest_1.expect)(SDK_INTERNALS.filter((exception) => !isNeeded(exception))).toEqual([]);
    });
});
/** Deep imports by any means: import, or a require of any name. */
function internalsOf(file) {
    const required = [...file.tree.text.matchAll(/require\w*(?:\.resolve)?\(\s*'([^']+)'/g)].map((match) => match[1]);
    return new Set([...(0, source_file_1.importsOf)(file), ...required].filter((one) => /^@temporalio\/[\w-]+\/(lib|src)\//.test(one)));
}
(0, vitest_1.describe)('time and chance', () => {
    (0, vitest_1.it)('come from src/clock and the chooser only', () => {
        const found = src
            .filter((file) => !file.path.startsWith('src/clock/'))
            .flatMap((file) => (0, forbidden_1.realTimeAndChance)(file).map((finding) => ({ file: file.path, ...finding })));
        const isListed = (one) => REAL.some((exception) => isAt(one.file, exception) && one.what === exception.what);
        (0, vitest_1.expect)(found.filter((one) => !isListed(one)).map(({ text }) => text)).toEqual([]);
        const isNeeded = (exception) => found.some((one) => isAt(one.file, exception) && one.what === exception.what);
        (0, vitest_1.expect)(REAL.filter((exception) => !isNeeded(exception))).toEqual([]);
    });
    vitest_1.it.each([
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
        (0, vitest_1.expect)((0, forbidden_1.realTimeAndChance)((0, source_file_1.parse)('src/sim/a.ts', code))).not.toEqual([]);
    });
    vitest_1.it.each([
        'realm.setTimeout(f, 1)',
        'new Date(ms)',
        'clock.now()',
        'interface A { setTimeout(ms: number): void }',
        '// Date.now()',
    ])('would not mind %s', (code) => {
        (0, vitest_1.expect)((0, forbidden_1.realTimeAndChance)((0, source_file_1.parse)('src/sim/a.ts', code))).toEqual([]);
    });
});
(0, vitest_1.describe)('sizes', () => {
    (0, vitest_1.it)('files are one concept long', () => {
        (0, vitest_1.expect)([...src, ...tests, ...tools].flatMap(sizes_1.longFile)).toEqual([]);
        (0, vitest_1.expect)((0, sizes_1.longFile)((0, source_file_1.parse)('src/a.ts', '\n'.repeat(401)))).toHaveLength(1);
    });
    (0, vitest_1.it)('functions are a screen long', () => {
        (0, vitest_1.expect)([...src, ...tools].flatMap(sizes_1.longFunctions)).toEqual([]);
        (0, vitest_1.expect)((0, sizes_1.longFunctions)((0, source_file_1.parse)('src/a.ts', `const f = () => {${'\n'.repeat(80)}};`))).toHaveLength(1);
    });
});
(0, vitest_1.describe)('tests', () => {
    (0, vitest_1.it)('all run, or say why not', () => {
        (0, vitest_1.expect)(tests.flatMap(test_modifiers_1.looseModifiers)).toEqual([]);
        (0, vitest_1.expect)((0, test_modifiers_1.looseModifiers)((0, source_file_1.parse)('test/a.ts', "it.only('a', f);\nit.skip('b', f);"))).toHaveLength(2);
        (0, vitest_1.expect)((0, test_modifiers_1.looseModifiers)((0, source_file_1.parse)('test/a.ts', "// No such thing on Windows.\nit.skip('b', f);"))).toEqual([]);
    });
});
