/** Bundles workflow files with esbuild: user code and its libraries in one script, the SDK left outside. */
import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Message } from 'esbuild';
import { InvalidInputError } from '../../base/errors';
import { type DisallowedImport, disallowedImportsText } from './module-policy';
import { resolverPlugin } from './resolver-plugin';
import type { Resolution } from './webpack-config';

export interface BundleInput extends Resolution {
  /** Absolute paths. */
  readonly workflowsPath: string;
  readonly interceptorModules: readonly string[];
  readonly payloadConverterPath?: string;
  readonly failureConverterPath?: string;
  /** Modules that are imported and never used, by name or by absolute path. */
  readonly ignoreModules: readonly string[];
}

export interface SourceMapJson {
  version: number;
  sources: string[];
  sourcesContent?: string[];
  names: string[];
  mappings: string;
  sourceRoot?: string;
}

export interface Bundle {
  /** The body of a function `(exports, require, module)` that exports a `WorkflowModules`. */
  readonly code: string;
  /** Name of the script. Lies beside the workflow file, so that a debugger shows it there. */
  readonly filename: string;
  /** Its sources are absolute file URLs. */
  readonly sourceMap: SourceMapJson;
  /** Absolute paths of the files that went into it. */
  readonly inputs: readonly string[];
}

type Esbuild = Pick<typeof import('esbuild'), 'build'>;

// Required, since test runners such as jest allow no import of a module that is not known before.
const importEsbuild = async (): Promise<Esbuild> => require('esbuild');

/**
 * @param loadEsbuild Gives esbuild, an optional peer dependency.
 * @throws InvalidInputError without esbuild, for a syntax error, an import that cannot be found, or one that is not allowed.
 */
export async function bundleWorkflows(input: BundleInput, loadEsbuild = importEsbuild): Promise<Bundle> {
  const esbuild = await esbuildOrError(input.workflowsPath, loadEsbuild);
  const disallowed: DisallowedImport[] = [];
  const filename = bundleFilename(input);
  const { outputFiles, metafile } = await esbuild
    .build({
      stdin: {
        contents: entryPoint(input),
        resolveDir: dirname(input.workflowsPath),
        sourcefile: 'worldline-entry.js',
      },
      bundle: true,
      write: false,
      metafile: true,
      absWorkingDir: dirname(filename),
      outfile: filename,
      sourcemap: 'external',
      format: 'cjs',
      // The resolution of the SDK's bundler, webpack for the web: workflow code has no Node.
      platform: 'browser',
      mainFields: ['browser', 'module', 'main'],
      conditions: ['webpack', 'development', 'browser', 'module'],
      resolveExtensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json'],
      target: 'es2023',
      // Failure types are class names, workflow types function names: a bundler may not rename them.
      keepNames: true,
      logLevel: 'silent',
      plugins: [resolverPlugin(input, disallowed)],
    })
    .catch((error: BuildFailure) => {
      throw buildError(input.workflowsPath, error);
    });
  if (disallowed.length > 0) throw new InvalidInputError(disallowedImportsText(disallowed));
  const code = outputFiles.find(({ path }) => !path.endsWith('.map'))!.text;
  const map = JSON.parse(outputFiles.find(({ path }) => path.endsWith('.map'))!.text) as SourceMapJson;
  const sourceMap = { ...map, sources: map.sources.map((source) => absoluteUrl(filename, source)) };
  const inputs = Object.keys(metafile.inputs)
    .filter(isFilePath)
    .map((path) => resolve(dirname(filename), path));
  return { code: code + inlineMap(sourceMap), filename, sourceMap, inputs };
}

async function esbuildOrError(workflowsPath: string, load: () => Promise<Esbuild>): Promise<Esbuild> {
  try {
    return await load();
  } catch (cause) {
    throw new InvalidInputError(
      `workflows is the path '${workflowsPath}', and loading a path needs esbuild, which is not installed: run \`npm install --save-dev esbuild\`, or give the module itself (import * as workflows from '${workflowsPath}')`,
      { cause },
    );
  }
}

/** Requires are functions of the bundle: each run of the script evaluates every module anew. */
function entryPoint(input: BundleInput): string {
  const require = (path: string) => `require(${JSON.stringify(path)})`;
  const { payloadConverterPath, failureConverterPath, preloads = [] } = input;
  return [
    ...preloads.map((path) => `${require(path)};`),
    // Interceptors come first, as in the real worker.
    `exports.interceptors = [${[...new Set(input.interceptorModules)].map(require).join(', ')}];`,
    `exports.workflows = ${require(input.workflowsPath)};`,
    payloadConverterPath && `exports.payloadConverter = ${require(payloadConverterPath)}.payloadConverter;`,
    failureConverterPath && `exports.failureConverter = ${require(failureConverterPath)}.failureConverter;`,
  ]
    .filter(Boolean)
    .join('\n');
}

function buildError(workflowsPath: string, error: BuildFailure): Error {
  if (!Array.isArray(error.errors)) return error;
  const lines = error.errors.map((message) => `  ${locationOf(message)}${message.text}`);
  return new InvalidInputError(`The workflow code '${workflowsPath}' cannot be bundled:\n${lines.join('\n')}`, {
    cause: error,
  });
}

/** Inputs that are no files have a namespace before a colon; so have absolute paths on Windows, with one letter. */
function isFilePath(input: string): boolean {
  return !input.startsWith('worldline-') && input !== '<stdin>';
}

function locationOf({ location }: Message): string {
  return location ? `${location.file}:${location.line}:${location.column + 1}: ` : '';
}

/** Distinct for each set of options, since stack frames find their source map by it. */
function bundleFilename(input: BundleInput): string {
  const hash = createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 8);
  return join(dirname(input.workflowsPath), `${basename(input.workflowsPath)}.worldline-${hash}.cjs`);
}

function absoluteUrl(filename: string, source: string): string {
  return pathToFileURL(resolve(dirname(filename), source)).href;
}

function inlineMap(map: SourceMapJson): string {
  const base64 = Buffer.from(JSON.stringify(map)).toString('base64');
  return `\n//# sourceMappingURL=data:application/json;base64,${base64}`;
}
