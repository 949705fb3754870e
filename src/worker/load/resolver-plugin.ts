/** What each import of workflow code means: the rules of the SDK's own bundler, as a plugin of esbuild. */
import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import type { OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import type { BundleInput } from './bundle';
import { type DisallowedImport, moduleKind } from './module-policy';
import { openTelemetryFile } from './open-telemetry';

/** Set on what this plugin asks esbuild itself. */
const OWN = { own: 'worldline' };

const EMPTY = 'worldline-empty';
const GLOBAL = 'worldline-global';

/** @param disallowed Gets what may not be imported. */
export function resolverPlugin(input: BundleInput, disallowed: DisallowedImport[]): Plugin {
  const { globals = {}, alias = {}, allowsAll = false, ignoreModules } = input;
  const ignoredPaths = ignoreModules.filter(isAbsolute);
  return {
    name: 'worldline-modules',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args) => {
        if (args.pluginData === OWN) return undefined;
        const { path, importer } = args;
        if (Object.hasOwn(globals, path)) return { path: globals[path], namespace: GLOBAL };
        if (alias[path] === false) return { path, namespace: EMPTY };
        if (typeof alias[path] === 'string') return find(build, args, alias[path]);
        switch (moduleKind(path, ignoreModules)) {
          case 'bundled': {
            const file = openTelemetryFile(path, importer);
            return file ? { path: file } : bundled(build, args, ignoredPaths);
          }
          case 'shared':
          case 'allowed builtin':
            return { path, external: true };
          case 'disallowed':
            if (!allowsAll && !(await isLeftOut(build, args))) disallowed.push({ specifier: path, importer });
            return { path, namespace: EMPTY };
          case 'ignored':
            return { path, namespace: EMPTY };
        }
      });
      build.onLoad({ filter: /.*/, namespace: EMPTY }, () => ({ contents: 'module.exports = {};' }));
      build.onLoad({ filter: /.*/, namespace: GLOBAL }, ({ path }) => ({
        contents: `module.exports = globalThis[${JSON.stringify(path)}];`,
      }));
    },
  };
}

/** A package may say that for browsers, and so for workflow code, it does without a module. */
async function isLeftOut(build: PluginBuild, { path, importer, namespace, resolveDir, kind }: OnResolveArgs) {
  const found = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: OWN });
  return found.errors.length === 0 && /disabled/.test(found.namespace);
}

/** esbuild finds files by itself; packages, and files that may be ignored, are looked up here. */
async function bundled(
  build: PluginBuild,
  args: OnResolveArgs,
  ignoredPaths: readonly string[],
): Promise<OnResolveResult | undefined> {
  const isFile = /^[./]|^[a-z]:[\\/]/i.test(args.path);
  if (isFile && ignoredPaths.length === 0) return undefined;
  const found = await find(build, args, args.path);
  return found?.path && ignoredPaths.includes(found.path) ? { path: args.path, namespace: EMPTY } : found;
}

/** As esbuild resolves it; what only this process finds (a hook of a test runner, say) is taken from where the process finds it. */
async function find(build: PluginBuild, args: OnResolveArgs, path: string): Promise<OnResolveResult | undefined> {
  const { importer, namespace, resolveDir, kind } = args;
  const found = await build.resolve(path, { importer, namespace, resolveDir, kind, pluginData: OWN });
  if (found.errors.length === 0) {
    return { path: found.path, namespace: found.namespace, external: found.external, sideEffects: found.sideEffects };
  }
  try {
    return { path: createRequire(join(resolveDir, 'worldline.cjs')).resolve(path) };
  } catch {
    return undefined; // esbuild's own error says it better.
  }
}
