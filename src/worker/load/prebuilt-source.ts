/** Runs a bundle that the SDK's own `bundleWorkflowCode` has made, each run in a context of its own. */
import { Script } from 'node:vm';
import { InvalidInputError } from '../../base/errors';
import type { SourceMapJson } from './bundle';
import { limited } from './bundled-source';
import { mapStacksOf } from './mapped-stacks';
import { createSandbox } from './sandbox';
import type { InterceptorModule, WorkflowSource } from './workflow-source';

interface Exported {
  importWorkflows(): Record<string, unknown>;
  importInterceptors(): InterceptorModule[];
}

/** @throws InvalidInputError where the code is no such bundle. */
export function prebuiltSource(code: string, filename: string, timeLimitMs: number): WorkflowSource {
  if (!code.includes('__TEMPORAL__')) {
    throw new InvalidInputError(
      `workflowBundle '${filename}' is no workflow bundle: give what bundleWorkflowCode of @temporalio/worker returns`,
    );
  }
  const script = new Script(code, { filename });
  const sourceMap = inlineSourceMap(code);
  return {
    instantiate: (runId) => {
      const sandbox = createSandbox();
      // The SDK's bundler keeps webpack's module cache there: a fresh one gives the run its own modules.
      sandbox.__webpack_module_cache__ = {};
      script.runInContext(sandbox, { timeout: timeLimitMs, displayErrors: false });
      const { importInterceptors, importWorkflows } = sandbox.__TEMPORAL__ as Exported;
      const interceptors = importInterceptors();
      return { workflows: limited(importWorkflows(), runId, timeLimitMs), interceptors };
    },
    dispose: sourceMap ? mapStacksOf(filename, sourceMap) : () => undefined,
  };
}

function inlineSourceMap(code: string): SourceMapJson | undefined {
  const marker = 'sourceMappingURL=data:application/json;charset=utf-8;base64,';
  const start = code.lastIndexOf(marker);
  if (start < 0) return undefined;
  return JSON.parse(Buffer.from(code.slice(start + marker.length), 'base64').toString()) as SourceMapJson;
}
