/** Loads workflow code, once, into a source that gives each run its modules. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { InvalidInputError } from '../../base/errors';
import type { BundleInput } from './bundle';
import { cachedBundle } from './bundle-cache';
import { parseBundleText, parseModulesText } from './bundle-text';
import { runSource, vmSource } from './bundled-source';
import { prebuiltSource } from './prebuilt-source';
import { isRequirable } from './required-modules';
import { requiredSource } from './required-source';
import { resolveModulePath } from './resolve-path';
import { resolutionOf, type WebpackConfigHook } from './webpack-config';
import type { InterceptorModule, WorkflowIsolation, WorkflowModules, WorkflowSource } from './workflow-source';

export interface LoadOptions {
  /** A module namespace (`import * as workflows`), or a path: absolute, or a file URL; an extension may be left out. */
  readonly workflows?: object | string | URL;
  /** In place of `workflows`: a bundle made by the SDK's own bundler. Each run gets a context of its own. */
  readonly workflowBundle?: { readonly code: string } | { readonly codePath: string };
  /** `realm` by default for a namespace, where nothing else is possible, and `run` for a path. */
  readonly isolation?: WorkflowIsolation;
  /** With isolation `run`: files that this process can require are loaded by its own hooks, others are bundled. Default false. */
  readonly byProcess?: boolean;
  /** Modules with an `interceptors` export, or paths of such modules. Those of a bundle come with it. */
  readonly interceptorModules?: readonly (string | InterceptorModule)[];
  readonly payloadConverterPath?: string;
  readonly failureConverterPath?: string;
  /** Modules that workflow code imports and never uses, so that they may be missing. */
  readonly ignoreModules?: readonly string[];
  /** As the SDK's bundler has it; of its answer, `externals` and `resolve.alias` count. */
  readonly webpackConfigHook?: WebpackConfigHook;
  /** For `vm` isolation: how long code may run without a pause, in milliseconds of real time. 5 s by default, as in the SDK. */
  readonly timeLimitMs?: number;
}

const DEFAULT_TIME_LIMIT_MS = 5000;

/** @throws InvalidInputError for code that cannot be loaded; the message says what would be right. */
export async function loadWorkflows(options: LoadOptions): Promise<WorkflowSource> {
  const { workflows, workflowBundle, isolation, timeLimitMs = DEFAULT_TIME_LIMIT_MS } = options;
  if (workflowBundle) return loadPrebuilt(workflowBundle, timeLimitMs);
  if (workflows === undefined) throw new InvalidInputError('Neither workflows nor a workflowBundle is given');
  if (typeof workflows === 'object' && !(workflows instanceof URL)) {
    if (isolation === 'run' || isolation === 'vm') {
      throw new InvalidInputError(
        `isolation '${isolation}' needs the path of the workflow code, and workflows is a module that is loaded already: give its path, or isolation 'realm'`,
      );
    }
    return sharedSource(workflows as Record<string, unknown>, await Promise.all(loadedInterceptors(options)));
  }
  const path = resolveModulePath(workflows, 'workflows');
  if (isolation === 'realm') return loadShared(path, options);
  if (options.byProcess && isolation === 'run' && isRequirable(path)) {
    return withModules(requiredSource(bundleInput(path, options)), options);
  }
  const bundle = await cachedBundle(bundleInput(path, options));
  const source = isolation === 'vm' ? vmSource(bundle, path, timeLimitMs) : runSource(bundle, path);
  return withModules(source, options);
}

/** A module that the process can load by itself is loaded once; TypeScript without a loader is bundled, and evaluated once. */
async function loadShared(path: string, options: LoadOptions): Promise<WorkflowSource> {
  if (isLoadable(path)) {
    const workflows = (await loadModule(path)) as Record<string, unknown>;
    return sharedSource(workflows, await Promise.all(loadedInterceptors(options)));
  }
  const source = runSource(await cachedBundle(bundleInput(path, options)), path);
  const { instantiate, dispose } = withModules(source, options);
  let modules: WorkflowModules | undefined;
  return {
    instantiate: (runId) => {
      modules ??= instantiate(runId);
      return modules;
    },
    dispose,
  };
}

function sharedSource(workflows: Record<string, unknown>, interceptors: readonly InterceptorModule[]): WorkflowSource {
  const modules = { workflows, interceptors };
  return { instantiate: () => modules, dispose: () => undefined };
}

/** Interceptor modules that are given as loaded modules come before those of the bundle. */
function withModules(source: WorkflowSource, options: LoadOptions): WorkflowSource {
  const given = (options.interceptorModules ?? []).filter((module) => typeof module !== 'string');
  if (given.length === 0) return source;
  return {
    instantiate: (runId) => {
      const modules = source.instantiate(runId);
      return { ...modules, interceptors: [...given, ...modules.interceptors] };
    },
    dispose: source.dispose,
  };
}

/** What a bundle is made of, with paths that are complete. */
export function bundleInput(workflowsPath: string, options: LoadOptions): BundleInput {
  const { interceptorModules = [], payloadConverterPath, failureConverterPath, ignoreModules = [] } = options;
  return {
    workflowsPath,
    interceptorModules: interceptorModules
      .filter((module) => typeof module === 'string')
      .map((path) => resolveModulePath(path, 'interceptorModules')),
    payloadConverterPath: payloadConverterPath && resolveModulePath(payloadConverterPath, 'payloadConverterPath'),
    failureConverterPath: failureConverterPath && resolveModulePath(failureConverterPath, 'failureConverterPath'),
    ignoreModules,
    ...resolutionOf(options.webpackConfigHook),
  };
}

function loadedInterceptors({ interceptorModules = [] }: LoadOptions) {
  return interceptorModules.map((module) =>
    typeof module === 'string' ? loadModule(resolveModulePath(module, 'interceptorModules')) : module,
  );
}

/**
 * Plain JavaScript always, TypeScript where a loader is installed. What Node reads by itself (imports with extensions only, no syntax
 * that needs more than stripping) is the last resort, where esbuild is not there.
 */
function isLoadable(path: string): boolean {
  const extension = extname(path);
  if (['.js', '.cjs', '.mjs'].includes(extension) || extension in require.extensions) return true;
  const native = Boolean((process.features as { typescript?: unknown }).typescript);
  return native && ['.ts', '.mts', '.cts'].includes(extension) && !hasEsbuild();
}

function hasEsbuild(): boolean {
  try {
    require.resolve('esbuild');
    return true;
  } catch {
    return false; // An optional peer dependency: not being there is an answer.
  }
}

async function loadModule(path: string): Promise<object> {
  if (!isLoadable(path)) {
    throw new InvalidInputError(
      `'${path}' is TypeScript, and this process cannot load it as a shared module: give the loaded module itself, or the workflows as a path with isolation 'run'`,
    );
  }
  // An import would see a CommonJS module through a default export; a require gives what it exports.
  if (['.mjs', '.mts'].includes(extname(path))) return import(pathToFileURL(path).href);
  return createRequire(path)(path);
}

async function loadPrebuilt(
  bundle: { readonly code: string } | { readonly codePath: string },
  timeLimitMs: number,
): Promise<WorkflowSource> {
  const path = 'code' in bundle ? undefined : resolveModulePath(bundle.codePath, 'workflowBundle.codePath');
  const code = 'code' in bundle ? bundle.code : await readFile(path!, 'utf8');
  const modules = parseModulesText(code);
  if (modules) return requiredSource(modules);
  const own = parseBundleText(code);
  return own ? runSource(own, own.filename) : prebuiltSource(code, path ?? 'workflow-bundle.js', timeLimitMs);
}
