/** Plugins that change how workflow code is bundled. */
import type { BundleOptions, BundlerPlugin } from './bundler';
import type { ReplayWorkerOptions, WorkerOptions } from './worker-options';

/** What all plugins make of the options, one after the other. */
export function configuredByPlugins(options: BundleOptions): BundleOptions {
  let configured = options;
  for (const plugin of options.plugins ?? []) configured = plugin.configureBundler?.(configured) ?? configured;
  return configured;
}

/** Options of a worker that bundles by itself, as its plugins want its bundle. A bundle that it is given has been asked for before. */
export function asBundledByPlugins<O extends WorkerOptions | ReplayWorkerOptions>(
  options: O,
  plugins: readonly BundlerPlugin[],
): O {
  const { workflowsPath, workflowBundle, interceptors, dataConverter, bundlerOptions } = options;
  if (workflowsPath === undefined || workflowBundle !== undefined || plugins.length === 0) return options;
  const configured = configuredByPlugins({
    workflowsPath,
    workflowInterceptorModules: interceptors?.workflowModules,
    payloadConverterPath: dataConverter?.payloadConverterPath,
    failureConverterPath: dataConverter?.failureConverterPath,
    ...bundlerOptions,
    plugins: [...plugins],
  });
  const { ignoreModules, preloadModules, webpackConfigHook, workflowInterceptorModules } = configured;
  return {
    ...options,
    workflowsPath: configured.workflowsPath,
    interceptors: { ...interceptors, workflowModules: workflowInterceptorModules },
    bundlerOptions: { ...bundlerOptions, ignoreModules, preloadModules, webpackConfigHook },
  };
}
