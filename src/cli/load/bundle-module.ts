/** Loads a TypeScript file and the files that it imports with esbuild; packages are left outside. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compileFunction, constants } from 'node:vm';
import type { BuildFailure, Loader, Plugin } from 'esbuild';
import { InvalidInputError } from '../../base/errors';
import * as worldline from '../../index';
import { mapStacksOf } from '../../worker/load/mapped-stacks';
import { resolveModulePath } from '../../worker/load/resolve-path';

type Esbuild = Pick<typeof import('esbuild'), 'build'>;

/** Worldline and the SDK hold classes and storages: a scenario must see the instances that run it. */
const SHARED = /^(worldline|@temporalio\/[^/]+)(\/.*)?$/;

/**
 * What the file exports. Stack traces name the lines of its source.
 * @throws InvalidInputError where the file cannot be bundled.
 */
export async function loadTypeScript(path: string, esbuild: Esbuild): Promise<unknown> {
  const filename = `${path}.worldline.cjs`;
  const { outputFiles } = await esbuild
    .build({
      entryPoints: [path],
      bundle: true,
      write: false,
      outfile: filename,
      sourcemap: 'external',
      format: 'cjs',
      platform: 'node',
      packages: 'external',
      target: 'node20',
      // Workflow types are function names, failure types class names: a bundler may not rename them.
      keepNames: true,
      logLevel: 'silent',
      define: {
        __filename: '__worldline_filename',
        __dirname: '__worldline_dirname',
        'import.meta.url': '__worldline_url',
        'import.meta.filename': '__worldline_filename',
        'import.meta.dirname': '__worldline_dirname',
        'require.resolve': '__worldline_resolve',
      },
      plugins: [shared, ownPlace],
    })
    .catch((error: BuildFailure) => {
      throw bundleError(path, error);
    });
  const code = outputFiles.find(({ path: one }) => !one.endsWith('.map'))!.text;
  const map = JSON.parse(outputFiles.find(({ path: one }) => one.endsWith('.map'))!.text);
  const sources = map.sources.map((source: string) => pathToFileURL(resolve(dirname(filename), source)).href);
  // For as long as the process lives: a scenario may throw at any time.
  mapStacksOf(filename, { ...map, sources });
  return evaluate(code, filename, path);
}

function evaluate(code: string, filename: string, path: string): unknown {
  const run = compileFunction(code, ['exports', 'require', 'module', '__worldline_resolver'], {
    filename,
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  run(module.exports, requireFrom(path), module, resolverFrom);
  return module.exports;
}

/** Packages of the user, and the instances of worldline and the SDK that are running already. */
function requireFrom(path: string): (specifier: string) => unknown {
  const fromUser = createRequire(path);
  return (specifier) => {
    if (specifier === 'worldline') return worldline;
    if (!specifier.startsWith('@temporalio/')) return fromUser(specifier);
    let own: string;
    try {
      own = require.resolve(specifier);
    } catch {
      // A package of the SDK that worldline itself does not use.
      return fromUser(specifier);
    }
    return require(own);
  };
}

/** `require.resolve` as TypeScript users know it: it finds './workflows' where there is a workflows.ts. */
function resolverFrom(path: string): (specifier: string) => string {
  const { resolve: fromUser } = createRequire(path);
  return (specifier) =>
    /^\.{0,2}\//.test(specifier)
      ? resolveModulePath(resolve(dirname(path), specifier), `require.resolve('${specifier}')`)
      : fromUser(specifier);
}

/** Comes before the paths of a tsconfig.json, which may lead to the source of such a package. */
const shared: Plugin = {
  name: 'worldline-shared',
  setup(build) {
    build.onResolve({ filter: SHARED }, ({ path }) => ({ path, external: true }));
  },
};

const ASKS_FOR_PLACE = /__filename|__dirname|import\.meta|require\.resolve/;

/** In a bundle each file still knows where it is. The values stand in its first line, so that lines keep their numbers. */
const ownPlace: Plugin = {
  name: 'worldline-own-place',
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
      const source = (await readFile(path, 'utf8')).replace(/^#!/, '//');
      const values = {
        __worldline_filename: JSON.stringify(path),
        __worldline_dirname: JSON.stringify(dirname(path)),
        __worldline_url: JSON.stringify(pathToFileURL(path).href),
        __worldline_resolve: `__worldline_resolver(${JSON.stringify(path)})`,
      };
      if (!ASKS_FOR_PLACE.test(source)) return undefined;
      const used = Object.entries(values).map(([name, value]) => `${name} = ${value}`);
      const loader = extname(path).replace(/^\.[cm]?/, '') as Loader;
      return { contents: `const ${used.join(', ')};${source}`, loader };
    });
  },
};

function bundleError(path: string, error: BuildFailure): Error {
  if (!Array.isArray(error.errors)) return error;
  const lines = error.errors.map(({ text, location }) =>
    location ? `  ${location.file}:${location.line}:${location.column + 1}: ${text}` : `  ${text}`,
  );
  return new InvalidInputError(`the scenario file ${path} cannot be compiled:\n${lines.join('\n')}`, { cause: error });
}
