/** Workflow code and interceptors, as the options of a world or a worker give them. */
import { loadWorkflows } from '../worker/load/load-workflows';
import type { InterceptorModule } from '../worker/sdk/workflow-instance';
import type { WorkflowSource } from '../worker/workflow/run-options';
import type { InterceptorsOption, WorkflowsOption, WorldWorkerOptions } from './options';

type SourceOptions = Pick<
  WorldWorkerOptions,
  'isolation' | 'interceptors' | 'dataConverter' | 'bundlerOptions' | 'workflowsByProcess'
>;

/** Modules are shared between runs unless told otherwise; a file is instantiated for each run. */
export function loadWorkflowSource(workflows: WorkflowsOption, options: SourceOptions): Promise<WorkflowSource> {
  const isPath = typeof workflows === 'string' || workflows instanceof URL;
  const isolation = options.isolation ?? (isPath ? 'run' : 'realm');
  return loadWorkflows({
    workflows,
    isolation,
    byProcess: options.workflowsByProcess,
    interceptorModules: options.interceptors?.workflowModules ?? [],
    // Converters of the process serve runs that share the modules of the process.
    payloadConverterPath: isolation === 'realm' ? undefined : options.dataConverter?.payloadConverterPath,
    failureConverterPath: isolation === 'realm' ? undefined : options.dataConverter?.failureConverterPath,
    ignoreModules: options.bundlerOptions?.ignoreModules,
    webpackConfigHook: options.bundlerOptions?.webpackConfigHook,
  }) as Promise<WorkflowSource>;
}

/** A module that exports `interceptors`, or such a function itself. */
export function loadInterceptorModules(given: InterceptorsOption['workflow']): InterceptorModule[] {
  return (given ?? []).map((one) =>
    typeof one === 'function' ? { interceptors: one as InterceptorModule['interceptors'] } : (one as InterceptorModule),
  );
}
