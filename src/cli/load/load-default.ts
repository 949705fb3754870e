/** Loads what a file exports by default, TypeScript or JavaScript. */
import { statSync } from 'node:fs';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidInputError } from '../../base/errors';
import { errorText } from '../error-text';
import { loadTypeScript } from './bundle-module';

export type Esbuild = typeof import('esbuild');

const TYPESCRIPT = ['.ts', '.mts', '.cts', '.tsx'];
const JAVASCRIPT = ['.js', '.mjs', '.cjs'];

export interface LoadOptions {
  /** Gives esbuild, an optional peer dependency that TypeScript needs where Node cannot strip types. */
  readonly loadEsbuild?: () => Promise<Esbuild>;
  readonly stripsTypes?: boolean;
}

/** @throws InvalidInputError where there is no such file, it cannot be loaded, or it has no default export. */
export async function loadDefault(path: string, file: string, options: LoadOptions = {}): Promise<unknown> {
  const { loadEsbuild = () => import('esbuild'), stripsTypes: strips = stripsTypes() } = options;
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) throw new InvalidInputError(`there is no file ${path}; give the path of a scenario file`);
  if (!kind.isFile()) throw new InvalidInputError(`${path} is no file; give the path of a scenario file`);
  const exported = await loadModule(path, () => esbuildFor(path, loadEsbuild, strips));
  const found = defaultOf(exported);
  if (found !== undefined) return found;
  throw new InvalidInputError(
    `${file} has no default export (it exports ${namesOf(exported)}); a scenario file says: export default scenario({ name, workflows, run, … })`,
  );
}

/** What a file exports under a name; undefined where it has none. @throws InvalidInputError where it cannot be loaded. */
export async function loadExport(path: string, name: string): Promise<unknown> {
  return ((await loadExports(path)) as Record<string, unknown> | undefined)?.[name];
}

/** All that a file exports. @throws InvalidInputError where it cannot be loaded. */
export function loadExports(path: string): Promise<unknown> {
  return loadModule(path, () => esbuildFor(path, () => import('esbuild'), stripsTypes()));
}

function stripsTypes(): boolean {
  return Boolean((process.features as { typescript?: unknown }).typescript);
}

async function loadModule(path: string, findEsbuild: () => Promise<Esbuild | undefined>): Promise<unknown> {
  const extension = extname(path);
  if (![...TYPESCRIPT, ...JAVASCRIPT].includes(extension)) {
    throw new InvalidInputError(
      `${path} is neither TypeScript nor JavaScript; the name of a scenario file ends in one of ${[...TYPESCRIPT, ...JAVASCRIPT].join(', ')}`,
    );
  }
  try {
    const esbuild = TYPESCRIPT.includes(extension) ? await findEsbuild() : undefined;
    return await (esbuild ? loadTypeScript(path, esbuild) : import(pathToFileURL(path).href));
  } catch (cause) {
    if (cause instanceof InvalidInputError) throw cause;
    throw new InvalidInputError(`${path} cannot be loaded:\n${errorText(cause)}`, { cause });
  }
}

/** The project's esbuild, or the one beside worldline; undefined: not installed, and Node can strip types by itself. */
async function esbuildFor(
  path: string,
  loadEsbuild: () => Promise<Esbuild>,
  stripsTypes: boolean,
): Promise<Esbuild | undefined> {
  try {
    return await loadEsbuild();
  } catch (cause) {
    if (stripsTypes) return undefined;
    throw new InvalidInputError(
      `${path} is TypeScript, and this Node (${process.version}) needs esbuild for that, which is not installed: run \`npm install --save-dev esbuild\`, or use a Node that strips types by itself (22.18 or later)`,
      { cause },
    );
  }
}

/** Compiled TypeScript has a `default` in what Node shows as the default export of a CommonJS module. */
function defaultOf(exported: unknown): unknown {
  const first = (exported as { default?: unknown } | undefined)?.default;
  const isCompiled = typeof first === 'object' && first !== null && '__esModule' in first;
  return isCompiled ? (first as { default?: unknown }).default : first;
}

function namesOf(exported: unknown): string {
  const names = Object.keys((exported as object | undefined) ?? {}).filter((name) => name !== 'default');
  return names.length > 0 ? names.join(', ') : 'nothing';
}
