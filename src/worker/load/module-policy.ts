/** Which modules workflow code may import: the rules of the SDK's own bundler. */
import { builtinModules } from 'node:module';

const ALLOWED_BUILTINS = ['assert', 'url', 'util'];

const DISALLOWED = [
  ...builtinModules.filter((name) => !ALLOWED_BUILTINS.includes(name)),
  '@temporalio/activity',
  '@temporalio/client',
  '@temporalio/worker',
  '@temporalio/common/lib/internal-non-workflow',
  '@temporalio/interceptors-opentelemetry/lib/client',
  '@temporalio/interceptors-opentelemetry/lib/worker',
  '@temporalio/interceptors-opentelemetry-v2/lib/client',
  '@temporalio/interceptors-opentelemetry-v2/lib/worker',
  '@temporalio/testing',
  '@temporalio/core-bridge',
];

/** Packages that are not bundled: there must be one instance of them in the process, which holds no state of a run. */
const SHARED = ['@temporalio/workflow', '@temporalio/common', '@temporalio/proto', 'nexus-rpc'];

function matches(name: string, modules: readonly string[]): boolean {
  return modules.some((one) => name === one || name.startsWith(`${one}/`));
}

/** `bundled`: resolved and bundled like any file; `shared`: required at run time. */
export type ModuleKind = 'bundled' | 'shared' | 'allowed builtin' | 'disallowed' | 'ignored';

/** What becomes of an import in workflow code. `ignored` are modules that the user knows never to be used at run time. */
export function moduleKind(specifier: string, ignored: readonly string[]): ModuleKind {
  const name = withoutNode(specifier);
  if (matches(name, ignored)) return 'ignored';
  if (matches(name, DISALLOWED)) return 'disallowed';
  // The SDK's bundler has these modules by their bare names only, and ends with an error for 'node:assert'.
  if (ALLOWED_BUILTINS.includes(name)) return name === specifier ? 'allowed builtin' : 'disallowed';
  return matches(name, SHARED) ? 'shared' : 'bundled';
}

function withoutNode(specifier: string): string {
  return specifier.startsWith('node:') ? specifier.slice('node:'.length) : specifier;
}

export interface DisallowedImport {
  readonly specifier: string;
  readonly importer: string;
}

/** The text of the SDK's bundler, and who imports what. */
export function disallowedImportsText(imports: readonly DisallowedImport[]): string {
  return [
    'Your Workflow code (or a library used by your Workflow code) is importing the following disallowed modules:',
    ...imports.map(({ specifier, importer }) => `  - '${specifier}' (imported by ${importer})${hintFor(specifier)}`),
    "These modules can't be used in workflow context as they might break determinism. Consider the following options:",
    ' • Make sure that activity code is not imported from workflow code. Use `import type` to import activity function signatures.',
    ' • Move code that has non-deterministic behaviour to activities.',
    " • If you know for sure that a disallowed module will not be used at runtime, add its name to 'bundlerOptions.ignoreModules'.",
  ].join('\n');
}

function hintFor(specifier: string): string {
  const name = withoutNode(specifier);
  return ALLOWED_BUILTINS.includes(name) ? `: write '${name}', the SDK's bundler does not know it by this name` : '';
}
