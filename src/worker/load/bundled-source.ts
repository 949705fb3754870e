/** Sources that evaluate a bundle for each run, in this realm or in a context of its own. */
import { Script } from 'node:vm';
import type { Bundle } from './bundle';
import { compileBody } from './compile';
import { externalRequire } from './external-require';
import { mapStacksOf } from './mapped-stacks';
import { runGlobals } from './run-globals';
import { createSandbox } from './sandbox';
import { withTimeLimit } from './time-limit';
import type { WorkflowModules, WorkflowSource } from './workflow-source';

type Evaluate = (
  exports: object,
  require: (specifier: string) => unknown,
  module: object,
  ...globals: readonly [globalThis: object, global: object] | readonly []
) => void;

const WRAPPER = ['(function (exports, require, module) {', '\n})'] as const;

/** Compiled once for all worlds of a process. */
const compiled = new WeakMap<Bundle, Evaluate>();

/** `run` isolation. */
export function runSource(bundle: Bundle, workflowsPath: string): WorkflowSource {
  const evaluate = compile(bundle);
  const requireExternal = externalRequire(workflowsPath);
  return {
    instantiate: () => evaluateModules(evaluate, requireExternal, runGlobals()),
    dispose: mapStacksOf(bundle.filename, bundle.sourceMap),
  };
}

/** `vm` isolation. A limit holds for the top level of the modules and for each workflow function up to its first await. */
export function vmSource(bundle: Bundle, workflowsPath: string, timeLimitMs: number): WorkflowSource {
  const [before, after] = WRAPPER;
  const script = new Script(before + bundle.code + after, {
    filename: bundle.filename,
    columnOffset: -before.length,
  });
  const requireExternal = externalRequire(workflowsPath);
  return {
    instantiate: (runId) => {
      const evaluate: Evaluate = script.runInContext(createSandbox());
      const what = `The top level of the workflow code '${workflowsPath}' (run ${runId})`;
      const modules = withTimeLimit(what, timeLimitMs, () => evaluateModules(evaluate, requireExternal));
      return { ...modules, workflows: limited(modules.workflows, runId, timeLimitMs) };
    },
    dispose: mapStacksOf(bundle.filename, bundle.sourceMap),
  };
}

function compile(bundle: Bundle): Evaluate {
  let evaluate = compiled.get(bundle);
  if (!evaluate) {
    const parameters = ['exports', 'require', 'module', 'globalThis', 'global'];
    evaluate = compileBody(bundle.code, parameters, bundle.filename) as Evaluate;
    compiled.set(bundle, evaluate);
  }
  return evaluate;
}

/** @param globals Those of the run; without them, code has a context of its own. */
function evaluateModules(
  evaluate: Evaluate,
  require: (specifier: string) => unknown,
  globals?: object,
): WorkflowModules {
  const module = { exports: {} };
  evaluate(module.exports, require, module, ...(globals ? ([globals, globals] as const) : ([] as const)));
  return module.exports as WorkflowModules;
}

/** The same functions, each with a limit; a proxy, so that what the SDK's helpers have put on a function stays visible. */
export function limited(
  workflows: Readonly<Record<string, unknown>>,
  runId: string,
  timeLimitMs: number,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(workflows).map(([type, workflow]) => [
      type,
      typeof workflow !== 'function'
        ? workflow
        : new Proxy(workflow, {
            apply: (target, self, args) =>
              withTimeLimit(`Workflow ${type} (run ${runId})`, timeLimitMs, () => Reflect.apply(target, self, args)),
          }),
    ]),
  );
}
