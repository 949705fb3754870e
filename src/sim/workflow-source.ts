/** Workflow code and interceptors, as the options of a world or a worker give them. */
import { loadWorkflows } from '../worker/load/load-workflows';
import type { InterceptorModule } from '../worker/sdk/workflow-instance';
import type { WorkflowSource } from '../worker/workflow/run-options';
import type { InterceptorsOption, Isolation, WorkflowsOption } from './options';

/** Modules are shared between runs unless told otherwise; a file is instantiated for each run. */
export function loadWorkflowSource(
  workflows: WorkflowsOption,
  isolation: Isolation | undefined,
  interceptors: InterceptorsOption | undefined,
): Promise<WorkflowSource> {
  return loadWorkflows({
    workflows,
    isolation: isolation ?? (typeof workflows === 'string' || workflows instanceof URL ? 'run' : 'realm'),
    interceptorModules: interceptors?.workflowModules ?? [],
  }) as Promise<WorkflowSource>;
}

/** A module that exports `interceptors`, or such a function itself. */
export function loadInterceptorModules(given: InterceptorsOption['workflow']): InterceptorModule[] {
  return (given ?? []).map((one) =>
    typeof one === 'function' ? { interceptors: one as InterceptorModule['interceptors'] } : (one as InterceptorModule),
  );
}
