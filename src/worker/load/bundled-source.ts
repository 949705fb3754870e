/** Sources that evaluate a bundle for each run, in this realm or in a context of its own. */
import { Script } from 'node:vm';
import type { Bundle } from './bundle';
import { compileBody } from './compile';
import { externalRequire } from './external-require';
import { mapStacksOf } from './mapped-stacks';
import { createSandbox } from './sandbox';
import { withTimeLimit } from './time-limit';
import type { WorkflowModules, WorkflowSource } from './workflow-source';

type Evaluate = (exports: object, require: (specifier: string) => unknown, module: object) => void;

const WRAPPER = ['(function (exports, require, module) {', '\n})'] as const;

/** Compiled once for all worlds of a process. */
const compiled = new WeakMap<Bundle, Evaluate>();

/** `run` isolation. */
export function runSource(bundle: Bundle, workflowsPath: string): WorkflowSource {
  const evaluate = compile(bundle);
  const requireExternal = externalRequire(workflowsPath);
  return {
    instantiate: () => evaluateModules(evaluate, requireExternal),
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
    evaluate = compileBody(bundle.code, ['exports', 'require', 'module'], bundle.filename) as Evaluate;
    compiled.set(bundle, evaluate);
  }
  return evaluate;
}

function evaluateModules(evaluate: Evaluate, require: (specifier: string) => unknown): WorkflowModules {
  const module = { exports: {} };
  evaluate(module.exports, require, module);
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
