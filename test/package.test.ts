/** What users install works as they use it: from CommonJS and ESM, with every kind of type resolution, by its command. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { install, isBuilt, manifest, ROOT } from './support/packed';

/** Import names of the entries whose source exists. */
const entries = Object.entries<any>(manifest.exports)
  .filter(([, target]) => typeof target === 'object' && 'require' in target)
  .filter(([, target]) => hasSource(target.require.default))
  .map(([subpath]) => path.posix.join('worldline', subpath));

/** Commands whose source exists, with their files. */
const commands = Object.entries<string>(manifest.bin).filter(([, file]) =>
  hasSource(`./${path.posix.normalize(file)}`),
);

// There is nothing to pack before `npm run build`.
describe.skipIf(!isBuilt)('the packed package', () => {
  let consumer: string;
  let files: string[];

  beforeAll(() => {
    consumer = mkdtempSync(path.join(tmpdir(), 'worldline-consumer-'));
    files = install(consumer);
  }, 60_000);

  afterAll(() => rmSync(consumer, { recursive: true, force: true }));

  it.each(entries)('%s is one instance, from CommonJS and from ESM', (name) => {
    const script = `
      import { createRequire } from 'node:module';
      import * as esm from '${name}';
      const cjs = createRequire(import.meta.url)('${name}');
      const names = Object.keys(cjs).filter((name) => name !== 'default');
      const different = names.filter((name) => esm[name] !== cjs[name]);
      console.log(JSON.stringify({ names, different }));`;
    const output = node(consumer, '--input-type=module', '--eval', script);
    const { names, different } = JSON.parse(output);
    expect(names).not.toEqual([]);
    expect(different).toEqual([]);
  });

  it.each([
    ['Node16, from CommonJS', 'consumer.cts', { module: 'Node16', moduleResolution: 'Node16' }],
    ['Node16, from ESM', 'consumer.mts', { module: 'Node16', moduleResolution: 'Node16' }],
    ['a bundler', 'consumer.ts', { module: 'ESNext', moduleResolution: 'Bundler' }],
    ['the old resolution', 'old.ts', { module: 'CommonJS', moduleResolution: 'Node10', ignoreDeprecations: '6.0' }],
  ])('its types resolve for %s', { timeout: 60_000 }, (_, file, compilerOptions) => {
    const imports = entries.map(
      (name, i) => `import * as entry${i} from '${name}';\nexport type T${i} = typeof entry${i};`,
    );
    const use = `import { World } from 'worldline';\nexport const world: Promise<World> = World.create({ seed: 1 });`;
    writeFileSync(path.join(consumer, file), [...imports, use, ''].join('\n'));
    const options = {
      target: 'ES2023',
      lib: ['ES2023', 'ESNext.Disposable'],
      types: ['node'],
      strict: true,
      skipLibCheck: false,
      noEmit: true,
    };
    const config = { compilerOptions: { ...options, ...compilerOptions }, files: [file] };
    writeFileSync(path.join(consumer, 'tsconfig.json'), JSON.stringify(config));
    expect(typeErrors(consumer)).toEqual([]);
  });

  it('holds what runs and its licence, and nothing else', () => {
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'LICENSE', 'dist/index.js', 'dist/index.mjs', 'dist/index.d.ts']),
    );
    expect(
      files.filter(
        (file) =>
          !/^(dist|src|scenarios\/lessons)\/|^(package\.json|jest-preset\.js|README\.md|LICENSE|CHANGELOG\.md|scripts\/build(-pages)?\.mjs)$/.test(
            file,
          ),
      ),
    ).toEqual([]);
  });

  it.each(commands)('the command %s says what it can do', (name, file) => {
    expect(node(consumer, path.join('node_modules/worldline', file), '--help')).toContain(`Usage: ${name}`);
  });
});

/** Whether a file of dist comes from a file of src. */
function hasSource(file: string): boolean {
  return existsSync(path.join(ROOT, file.replace(/^\.\/dist\/(.*)\.js$/, 'src/$1.ts')));
}

/** What tsc says, but for errors in the declarations of other packages: those are not ours to mend. */
function typeErrors(folder: string): string[] {
  const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: folder, encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes('error TS'))
    .filter((line) => !line.includes('node_modules/') || line.startsWith('node_modules/worldline/'));
}

/** What Node prints; with what it and the program complain about, if it fails. */
function node(cwd: string, ...args: string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`node ${args[0]} failed\n${stdout}${stderr}`);
  }
}
