/** Finds the scenario, or the exploration, in a file. */
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asExploration, type Exploration, explorationOfScenario } from '../../explore/exploration';
import type { CodeOptions, WorldOptions } from '../../sim/options';
import { checkScenario, type Scenario } from '../../sim/scenario';
import { type LoadOptions, loadDefault } from './load-default';

/**
 * The scenario that a file exports by default, with its paths to workflows made absolute.
 * @throws InvalidInputError where there is no such file, it cannot be loaded, or it has no scenario.
 */
export async function loadScenario(file: string, cwd: string, options?: LoadOptions): Promise<Scenario> {
  const path = resolve(cwd, file);
  const found = await loadDefault(path, file, options);
  checkScenario(found, `the default export of ${file}`);
  const { run, check } = found;
  return { ...found, ...absoluteCode(found, dirname(path)), run: run.bind(found), check: check?.bind(found) };
}

/**
 * The exploration that a file exports by default, or one of the scenario that it exports.
 * @throws InvalidInputError where there is no such file, it cannot be loaded, or it has neither.
 */
export async function loadExploration(file: string, cwd: string, options?: LoadOptions): Promise<Exploration> {
  const path = resolve(cwd, file);
  const found = asExploration(await loadDefault(path, file, options));
  if (!found) return explorationOfScenario(await loadScenario(file, cwd, options));
  return { ...found, options: { ...found.options, ...absoluteCode(found.options, dirname(path)) } };
}

/** Relative paths of workflows begin at the file that names them. */
function absoluteCode(
  { workflows, taskQueues }: Pick<WorldOptions, 'workflows' | 'taskQueues'>,
  folder: string,
): Pick<WorldOptions, 'workflows' | 'taskQueues'> {
  const absolute = (code: WorldOptions['workflows']) => {
    if (code instanceof URL) return fileURLToPath(code);
    if (typeof code !== 'string') return code;
    return code.startsWith('file:') ? fileURLToPath(code) : resolve(folder, code);
  };
  const queues = Object.entries(taskQueues ?? {}).map(
    ([name, code]) => [name, { ...code, workflows: absolute(code.workflows) } as CodeOptions] as const,
  );
  return {
    ...(workflows !== undefined && { workflows: absolute(workflows) }),
    ...(taskQueues && { taskQueues: Object.fromEntries(queues) }),
  };
}
