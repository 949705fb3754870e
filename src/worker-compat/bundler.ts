/** `bundleWorkflowCode`, as in `@temporalio/worker`: with esbuild in place of webpack, in milliseconds. */
import type { Logger } from '@temporalio/common';
import { holdingTime } from '../sim/outside';
import { cachedBundle } from '../worker/load/bundle-cache';
import { bundleText, modulesText } from '../worker/load/bundle-text';
import { bundleInput } from '../worker/load/load-workflows';
import { isRequirable } from '../worker/load/required-modules';
import { requiredSource } from '../worker/load/required-source';
import { resolveModulePath } from '../worker/load/resolve-path';
import { configuredByPlugins } from './bundler-plugins';
import type { WorkflowBundleWithSourceMap } from './worker-options';

const NO_SOURCE_MAP = { version: 3, sources: [], names: [], mappings: '' };

export interface BundleOptions {
  /** Path of a file, or of a folder with an index file, that exports workflow functions. */
  workflowsPath: string;
  /** Paths of modules that export `interceptors`. */
  workflowInterceptorModules?: string[];
  logger?: Logger;
  /** Path of a module that exports `payloadConverter`. */
  payloadConverterPath?: string;
  /** Path of a module that exports `failureConverter`. */
  failureConverterPath?: string;
  /** Modules that are imported and never used, by name or by absolute path. */
  ignoreModules?: string[];
  /** Has no effect. */
  preloadModules?: string[];
  /** Called with an almost empty configuration; of its answer, `externals`, `resolve.alias` and what stands before the `entry` count. */
  webpackConfigHook?: (config: any) => any;
  plugins?: BundlerPlugin[];
}

export interface BundlerPlugin {
  get name(): string;
  configureBundler?(options: BundleOptions): BundleOptions;
}

/**
 * Bundles workflow code, with interceptors and converters. The result is for `workflowBundle` of workers in worldline; a real worker
 * does not run it.
 * @throws InvalidInputError for code that cannot be bundled, and for modules that workflow code may not import.
 */
export function bundleWorkflowCode(options: BundleOptions): Promise<WorkflowBundleWithSourceMap> {
  const { workflowsPath, workflowInterceptorModules = [], ...rest } = configuredByPlugins(options);
  return holdingTime(async () => {
    const path = resolveModulePath(workflowsPath, 'workflowsPath');
    const input = bundleInput(path, { ...rest, interceptorModules: workflowInterceptorModules });
    if (isRequirable(path)) {
      // Compiles everything, and refuses what may not be imported.
      requiredSource(input).dispose();
      return { code: modulesText(input), sourceMap: JSON.stringify(NO_SOURCE_MAP) };
    }
    const bundle = await cachedBundle(input);
    return { code: bundleText(bundle), sourceMap: JSON.stringify(bundle.sourceMap) };
  });
}

/** @deprecated As in the SDK: there are none. */
export const defaultWorkflowInterceptorModules: string[] = [];
