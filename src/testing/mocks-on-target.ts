/** `Mocks` for the SDK's worker (WORLDLINE_TARGET): its workflow code is a bundle of its own, to which no function of the test leads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { MockNames } from './mock-interceptors';

/** Interceptors of workflow code by path, as in the SDK's WorkerOptions and in those of a world. */
interface WithModules {
  readonly interceptors?: { readonly workflowModules?: readonly string[] };
  readonly workflowBundle?: unknown;
}

/**
 * Options with a module of workflow code that knows the mocks. Where nothing of workflow code is mocked, there is none.
 * @throws what `refuse` makes of the reason, for code that is bundled already.
 */
export function withMockModule<O extends object>(options: O, names: MockNames, refuse: (why: string) => Error): O {
  if (names.workflows.length === 0 && Object.keys(names.overrides).length === 0) return options;
  const { interceptors, workflowBundle } = options as WithModules;
  if (workflowBundle !== undefined) {
    throw refuse('workflows and options of activities are mocked in workflow code, and a bundle cannot be changed');
  }
  const workflowModules = [...(interceptors?.workflowModules ?? []), moduleFile(names)];
  return { ...options, interceptors: { ...interceptors, workflowModules } };
}

/** Files of this process by their text: the same mocks are the same bundle. */
const files = new Map<string, string>();
let folder: string | undefined;

function moduleFile(names: MockNames): string {
  const interceptors = JSON.stringify(path.join(__dirname, 'mock-interceptors'));
  const text = `exports.interceptors = require(${interceptors}).mockInterceptors(${JSON.stringify(names)});\n`;
  const known = files.get(text);
  if (known) return known;
  const made = path.join(newFolder(), `mocks-${files.size}.js`);
  writeFileSync(made, text);
  files.set(text, made);
  return made;
}

function newFolder(): string {
  if (folder) return folder;
  const made = mkdtempSync(path.join(tmpdir(), 'worldline-mocks-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
}
