/**
 * Builds dist/: CommonJS and types by tsc, and for each entry of package.json's `exports` an ESM wrapper over that one
 * CommonJS instance, with types of its own; then the pages (build-pages.mjs). `exports` is the only list of entries; an entry
 * whose source does not exist is left out.
 *   node scripts/build.mjs [--if-possible]
 * With --if-possible (the `prepare` script) it does nothing where there is nothing to build from: in an unpacked
 * tarball, or with development dependencies left out.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPages } from './build-pages.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** Why nothing can be built here; undefined when all is there. */
function obstacle() {
  for (const file of ['src/index.ts', 'tsconfig.build.json']) {
    if (!existsSync(path.join(root, file))) return `${file} is missing`;
  }
  try {
    require.resolve('typescript/package.json');
  } catch {
    return 'typescript is not installed';
  }
  return undefined;
}

/** The entries that have a source: `{ subpath, file }`, where file is the CommonJS file below dist, without `.js`. */
function entries() {
  return (
    Object.entries(manifest.exports)
      // Entries that are ES modules only (`./vitest`) need no wrapper.
      .filter(([, conditions]) => typeof conditions === 'object' && 'require' in conditions)
      .map(([subpath, conditions]) => {
        const match = /^\.\/dist\/(.+)\.js$/.exec(conditions.require.default);
        if (!match) throw new Error(`exports["${subpath}"].require.default is not a .js file of dist`);
        return { subpath, file: match[1] };
      })
      .filter(({ file }) => existsSync(path.join(root, 'src', `${file}.ts`)))
  );
}

function compile() {
  const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('tsc found errors');
}

/** Named exports, so that `import { World } from 'worldline'` needs no interop; they are the CommonJS module's own values. */
function wrap(file) {
  const js = path.join(root, 'dist', `${file}.js`);
  const base = path.basename(file);
  const names = Object.keys(require(js)).filter((name) => name !== 'default' && name !== '__esModule');
  const lines = [`import cjs from './${base}.js';`, ...names.map((name) => `export const ${name} = cjs.${name};`)];
  writeFileSync(path.join(root, 'dist', `${file}.mjs`), `${lines.join('\n')}\n`);
  writeFileSync(path.join(root, 'dist', `${file}.d.mts`), `export * from './${base}.js';\n`);
}

/** Commands are run by their shebang. */
function makeExecutable(bin) {
  const file = path.join(root, bin);
  if (!existsSync(file)) return;
  if (!readFileSync(file, 'utf8').startsWith('#!/usr/bin/env node\n')) throw new Error(`${bin} has no shebang`);
  chmodSync(file, 0o755);
}

/** In a checkout `npx NAME` finds the command here; without the link npx packs and builds the whole package once more. */
function linkCommand(name, bin) {
  const folder = path.join(root, 'node_modules', '.bin');
  if (process.platform === 'win32' || !existsSync(folder)) return;
  const link = path.join(folder, name);
  rmSync(link, { force: true });
  symlinkSync(path.relative(folder, path.join(root, bin)), link);
}

async function build() {
  const missing = obstacle();
  if (missing) {
    if (!process.argv.includes('--if-possible')) throw new Error(`cannot build: ${missing}`);
    console.log(`worldline: nothing built, ${missing}`);
    return;
  }
  rmSync(path.join(root, 'dist'), { recursive: true, force: true });
  compile();
  const built = entries();
  for (const { file } of built) wrap(file);
  for (const [name, bin] of Object.entries(manifest.bin)) {
    makeExecutable(bin);
    linkCommand(name, bin);
  }
  const pages = await buildPages();
  console.log(`built ${built.map(({ subpath }) => subpath).join(' ')}, pages ${pages.join(' ')}`);
}

await build();
