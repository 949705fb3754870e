/** Finds the scenario in a file. */
import { statSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { InvalidInputError } from '../../base/errors';
import type { CodeOptions } from '../../sim/options';
import { checkScenario, type Scenario } from '../../sim/scenario';
import { errorText } from '../error-text';
import { loadTypeScript } from './bundle-module';

type Esbuild = typeof import('esbuild');

const TYPESCRIPT = ['.ts', '.mts', '.cts', '.tsx'];
const JAVASCRIPT = ['.js', '.mjs', '.cjs'];

/**
 * The scenario that a file exports by default, with its paths to workflows made absolute.
 * @param loadEsbuild Gives esbuild, an optional peer dependency that TypeScript needs where Node cannot strip types.
 * @throws InvalidInputError where there is no such file, it cannot be loaded, or it has no scenario.
 */
export async function loadScenario(
  file: string,
  cwd: string,
  loadEsbuild: () => Promise<Esbuild> = () => import('esbuild'),
  { stripsTypes = Boolean((process.features as { typescript?: unknown }).typescript) } = {},
): Promise<Scenario> {
  const path = resolve(cwd, file);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (!kind) throw new InvalidInputError(`there is no file ${path}; give the path of a scenario file`);
  if (!kind.isFile()) throw new InvalidInputError(`${path} is no file; give the path of a scenario file`);
  const exported = await loadModule(path, () => esbuildFor(path, loadEsbuild, stripsTypes));
  const found = defaultOf(exported);
  if (found === undefined) {
    throw new InvalidInputError(
      `${file} has no default export (it exports ${namesOf(exported)}); a scenario file says: export default scenario({ name, workflows, run, … })`,
    );
  }
  checkScenario(found, `the default export of ${file}`);
  return withAbsolutePaths(found, dirname(path));
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

function withAbsolutePaths(found: Scenario, folder: string): Scenario {
  const absolute = (workflows: Scenario['workflows']) => {
    if (workflows instanceof URL) return fileURLToPath(workflows);
    if (typeof workflows !== 'string') return workflows;
    return workflows.startsWith('file:') ? fileURLToPath(workflows) : resolve(folder, workflows);
  };
  const queues = Object.entries(found.taskQueues ?? {}).map(
    ([name, code]) => [name, { ...code, workflows: absolute(code.workflows) } as CodeOptions] as const,
  );
  return {
    ...found,
    workflows: absolute(found.workflows),
    ...(found.taskQueues && { taskQueues: Object.fromEntries(queues) }),
    run: found.run.bind(found),
    check: found.check?.bind(found),
  };
}
