"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
/** What users install works as they use it: from CommonJS and ESM, with every kind of type resolution, by its command. */
const node_child_process_1 = require("node:child_process");
const node_fs_1 = require("node:fs");
const node_os_1 = require("node:os");
const node_path_1 = __importDefault(require("node:path"));
const vitest_1 = require("vitest");
const ROOT = node_path_1.default.join(__dirname, '..');
const manifest = JSON.parse((0, node_fs_1.readFileSync)(node_path_1.default.join(ROOT, 'package.json'), 'utf8'));
const isBuilt = (0, node_fs_1.existsSync)(node_path_1.default.join(ROOT, 'dist', 'index.js'));
/** Import names of the entries whose source exists. */
const entries = Object.entries(manifest.exports)
    .filter(([, target]) => typeof target === 'object')
    .filter(([, target]) => hasSource(target.require.default))
    .map(([subpath]) => node_path_1.default.posix.join('worldline', subpath));
/** Commands whose source exists, with their files. */
const commands = Object.entries(manifest.bin).filter(([, file]) => hasSource(`./${node_path_1.default.posix.normalize(file)}`));
// There is nothing to pack before `npm run build`.
vitest_1.describe.skipIf(!isBuilt)('the packed package', () => {
    let consumer;
    let files;
    (0, vitest_1.beforeAll)(() => {
        consumer = (0, node_fs_1.mkdtempSync)(node_path_1.default.join((0, node_os_1.tmpdir)(), 'worldline-consumer-'));
        files = install(consumer);
    }, 60_000);
    (0, vitest_1.afterAll)(() => (0, node_fs_1.rmSync)(consumer, { recursive: true, force: true }));
    vitest_1.it.each(entries)('%s is one instance, from CommonJS and from ESM', (name) => {
        const script = `
      import { createRequire } from 'node:module';
      import * as esm from '${name}';
      const cjs = createRequire(import.meta.url)('${name}');
      const names = Object.keys(cjs).filter((name) => name !== 'default');
      const different = names.filter((name) => esm[name] !== cjs[name]);
      console.log(JSON.stringify({ names, different }));`;
        const output = node(consumer, '--input-type=module', '--eval', script);
        const { names, different } = JSON.parse(output);
        (0, vitest_1.expect)(names).not.toEqual([]);
        (0, vitest_1.expect)(different).toEqual([]);
    });
    vitest_1.it.each([
        ['Node16, from CommonJS', 'consumer.cts', { module: 'Node16', moduleResolution: 'Node16' }],
        ['Node16, from ESM', 'consumer.mts', { module: 'Node16', moduleResolution: 'Node16' }],
        ['a bundler', 'consumer.ts', { module: 'ESNext', moduleResolution: 'Bundler' }],
        ['the old resolution', 'old.ts', { module: 'CommonJS', moduleResolution: 'Node10', ignoreDeprecations: '6.0' }],
    ])('its types resolve for %s', { timeout: 60_000 }, (_, file, compilerOptions) => {
        const imports = entries.map((name, i) => `import * as entry${i} from '${name}';\nexport type T${i} = typeof entry${i};`);
        const use = `import { World } from 'worldline';\nexport const world: Promise<World> = World.create({ seed: 1 });`;
        (0, node_fs_1.writeFileSync)(node_path_1.default.join(consumer, file), [...imports, use, ''].join('\n'));
        const options = {
            target: 'ES2023',
            lib: ['ES2023', 'ESNext.Disposable'],
            types: ['node'],
            strict: true,
            skipLibCheck: false,
            noEmit: true,
        };
        const config = { compilerOptions: { ...options, ...compilerOptions }, files: [file] };
        (0, node_fs_1.writeFileSync)(node_path_1.default.join(consumer, 'tsconfig.json'), JSON.stringify(config));
        (0, vitest_1.expect)(typeErrors(consumer)).toEqual([]);
    });
    (0, vitest_1.it)('holds what runs and its licence, and nothing else', () => {
        (0, vitest_1.expect)(files).toEqual(vitest_1.expect.arrayContaining(['package.json', 'LICENSE', 'dist/index.js', 'dist/index.mjs', 'dist/index.d.ts']));
        (0, vitest_1.expect)(files.filter((file) => !/^(dist|src)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md|scripts\/build\.mjs)$/.test(file))).toEqual([]);
    });
    vitest_1.it.each(commands)('the command %s says what it can do', (name, file) => {
        (0, vitest_1.expect)(node(consumer, node_path_1.default.join('node_modules/worldline', file), '--help')).toContain(`Usage: ${name}`);
    });
});
/** Packs, unpacks into node_modules, and links what package.json names, so that nothing else can be loaded. Gives the files. */
function install(folder) {
    const options = { cwd: ROOT, encoding: 'utf8' };
    const packed = (0, node_child_process_1.execFileSync)('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], options);
    const [{ filename, files }] = JSON.parse(packed);
    const modules = node_path_1.default.join(folder, 'node_modules');
    (0, node_fs_1.mkdirSync)(node_path_1.default.join(modules, 'worldline'), { recursive: true });
    (0, node_child_process_1.execFileSync)('tar', ['-xzf', filename, '-C', 'node_modules/worldline', '--strip-components=1'], { cwd: folder });
    for (const name of [...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }), '@types/node']) {
        const link = node_path_1.default.join(modules, name);
        (0, node_fs_1.mkdirSync)(node_path_1.default.dirname(link), { recursive: true });
        (0, node_fs_1.symlinkSync)(node_path_1.default.join(ROOT, 'node_modules', name), link);
    }
    return files.map((file) => file.path);
}
/** Whether a file of dist comes from a file of src. */
function hasSource(file) {
    return (0, node_fs_1.existsSync)(node_path_1.default.join(ROOT, file.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts')));
}
/** What tsc says, but for errors in the declarations of other packages: those are not ours to mend. */
function typeErrors(folder) {
    const tsc = node_path_1.default.join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout } = (0, node_child_process_1.spawnSync)(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: folder, encoding: 'utf8' });
    return stdout
        .split('\n')
        .filter((line) => line.includes('error TS'))
        .filter((line) => !line.includes('node_modules/') || line.startsWith('node_modules/worldline/'));
}
/** What Node prints; with what it and the program complain about, if it fails. */
function node(cwd, ...args) {
    try {
        return (0, node_child_process_1.execFileSync)(process.execPath, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
    }
    catch (error) {
        const { stdout, stderr } = error;
        throw new Error(`node ${args[0]} failed\n${stdout}${stderr}`);
    }
}
