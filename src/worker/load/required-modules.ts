/**
 * Modules that this process can `require`, compiled once, evaluated as often as wanted. Whatever the test runner does to a file when it
 * is required (TypeScript, coverage, paths of its own) is done here, too, since its own hooks are called.
 */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, extname, isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SourceMapJson } from './bundle';
import { compileBody } from './compile';

type Evaluate = (
  exports: unknown,
  require: (specifier: string) => unknown,
  module: object,
  filename: string,
  dirname: string,
  ...globals: readonly [globalThis: object, global: object]
) => void;

export interface RequiredModule {
  readonly filename: string;
  /** Undefined: there is nothing to run, `value` is what it exports. */
  readonly evaluate?: Evaluate;
  readonly value?: unknown;
  /** What it imports at its top level. */
  readonly imports: readonly string[];
  readonly sourceMap?: SourceMapJson;
}

type Hook = (module: object, filename: string) => void;

/** Modules of CommonJS by the hook of their extension; files of ES modules have none that could be called again. */
export function isRequirable(filename: string): boolean {
  const hooks = (Module as unknown as { _extensions: Record<string, Hook> })._extensions;
  const extension = extname(filename);
  if (['.mjs', '.mts'].includes(extension)) return false;
  return (extension === '.cjs' || Object.hasOwn(hooks, extension)) && compileRequired(filename) !== undefined;
}

const compiled = new Map<string, { readonly text: string; readonly module: RequiredModule | undefined }>();

/** Undefined: it is an ES module, which a hook cannot give in pieces. Throws what the hook throws: a syntax error, for example. */
export function compileRequired(filename: string): RequiredModule | undefined {
  const text = readFileSync(filename, 'utf8');
  const known = compiled.get(filename);
  if (known?.text === text) return known.module;
  const module = compile(filename);
  compiled.set(filename, { text, module });
  return module;
}

function compile(filename: string): RequiredModule | undefined {
  const hooks = (Module as unknown as { _extensions: Record<string, Hook> })._extensions;
  const hook = hooks[extname(filename)] ?? hooks['.js']!;
  let code: string | undefined;
  let isEsModule = false;
  const stage = new Module(filename);
  Object.assign(stage, {
    filename,
    paths: (Module as unknown as { _nodeModulePaths(from: string): string[] })._nodeModulePaths(dirname(filename)),
    _compile: (given: string, _filename: string, format?: string) => {
      code = given;
      isEsModule = format?.startsWith('module') ?? false;
    },
  });
  try {
    hook(stage, filename);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_REQUIRE_ESM') return undefined;
    throw error;
  }
  if (isEsModule) return undefined;
  if (code === undefined) return { filename, value: stage.exports, imports: [] };
  if (extname(filename) === '.js' && looksLikeEsModule(code)) return undefined;
  const evaluate = compileBody(code, PARAMETERS, filename) as Evaluate;
  return { filename, evaluate, imports: importsOf(code), sourceMap: sourceMapOf(code, filename) };
}

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', 'globalThis', 'global'];

function looksLikeEsModule(code: string): boolean {
  return /^(import|export)\s/m.test(code);
}

/** Compilers write the requires of imports at the beginning of a line; those within functions may never happen. */
function importsOf(code: string): string[] {
  const lines = code.matchAll(/^(?![\s/*]).*?\brequire\((['"])([^'"]+)\1\)/gm);
  return [...new Set([...lines].map((match) => match[2]!))];
}

const MAP = /^\/\/[#@] sourceMappingURL=data:application\/json;(?:charset=utf-8;)?base64,(.*)$/gm;

function sourceMapOf(code: string, filename: string): SourceMapJson | undefined {
  const found = [...code.matchAll(MAP)].at(-1);
  if (!found) return undefined;
  const map = JSON.parse(Buffer.from(found[1]!, 'base64').toString()) as SourceMapJson;
  const sources = map.sources.map((source) =>
    source.startsWith('file:') ? source : pathToFileURL(resolve(dirname(filename), map.sourceRoot ?? '', source)).href,
  );
  return { ...map, sources, sourceRoot: undefined };
}

/** The file that a module means by a specifier; as this process would find it, with its hooks. */
export function resolveRequired(specifier: string, from: string): string {
  return createRequire(from).resolve(specifier);
}

/** True for files of the user's own, in contrast to those of packages. */
export function isOwnFile(path: string): boolean {
  return isAbsolute(path) && !/[\\/]node_modules[\\/]/.test(path);
}
