/** Workflow code by this process's own loader: all files anew for each run, but for the SDK's own packages. */
import { dirname, isAbsolute } from 'node:path';
import { InvalidInputError } from '../../base/errors';
import { leaveRealm } from '../../clock/realm';
import type { BundleInput } from './bundle';
import { externalRequire } from './external-require';
import { mapStacksOf } from './mapped-stacks';
import { type DisallowedImport, disallowedImportsText, moduleKind } from './module-policy';
import { openTelemetryFile } from './open-telemetry';
import { compileRequired, isOwnFile, isRequirable, type RequiredModule, resolveRequired } from './required-modules';
import { performanceOfRun, protobufOfRun, runGlobals } from './run-globals';
import type { InterceptorModule, WorkflowSource } from './workflow-source';

/** What a specifier means in a file. */
type Meaning =
  | { readonly kind: 'file'; readonly module: RequiredModule }
  /** What can be had only once in a process: built-in modules, native and ES modules, as packages use them. */
  | { readonly kind: 'package'; readonly path: string }
  | { readonly kind: 'external' }
  /** A package of the process, with something of it for the run alone. */
  | { readonly kind: 'own'; readonly make: (specifier: string) => object }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'disallowed' };

/** What belongs to one run. */
interface Own {
  readonly globals: object;
  readonly packages: Map<string, object>;
}

/**
 * Compiles the files and all that they import. Nothing is evaluated before a run wants it.
 * @throws InvalidInputError for modules that workflow code may not import, and what the loader throws.
 */
export function requiredSource(input: BundleInput): WorkflowSource {
  const graph = new Graph(input);
  const preloads = (input.preloads ?? []).map((path) => resolveRequired(path, input.workflowsPath));
  const entries = [
    ...preloads,
    input.workflowsPath,
    ...input.interceptorModules,
    input.payloadConverterPath,
    input.failureConverterPath,
  ];
  const releases = graph
    .compileAll(entries.filter((path) => path !== undefined))
    .flatMap(({ filename, sourceMap }) => (sourceMap ? [mapStacksOf(filename, sourceMap)] : []));
  return {
    instantiate: () => {
      const load = graph.instance();
      for (const path of preloads) load(path);
      // Interceptors come first, as in the real worker.
      const interceptors = [...new Set(input.interceptorModules)].map(load) as InterceptorModule[];
      const workflows = load(input.workflowsPath) as Record<string, unknown>;
      const { payloadConverterPath, failureConverterPath } = input;
      return {
        interceptors,
        workflows,
        payloadConverter: payloadConverterPath && (load(payloadConverterPath) as any).payloadConverter,
        failureConverter: failureConverterPath && (load(failureConverterPath) as any).failureConverter,
      };
    },
    dispose: () => {
      for (const release of releases.splice(0)) release();
    },
  };
}

class Graph {
  private readonly modules = new Map<string, RequiredModule>();
  private readonly meanings = new Map<string, Meaning>();
  private readonly external: (specifier: string) => unknown;

  constructor(private readonly input: BundleInput) {
    this.external = externalRequire(input.workflowsPath);
  }

  /** All files that these import at their top level, these included. */
  compileAll(entries: readonly string[]): RequiredModule[] {
    const disallowed: DisallowedImport[] = [];
    const open = [...entries];
    const seen = new Set<string>();
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      for (const specifier of this.module(path).imports) {
        const meaning = this.meaning(specifier, path);
        // What packages import is found when a run needs it: most of it is never used.
        if (meaning.kind === 'file' && isOwnFile(meaning.module.filename)) open.push(meaning.module.filename);
        if (meaning.kind === 'disallowed') disallowed.push({ specifier, importer: path });
      }
    }
    if (disallowed.length > 0) throw new InvalidInputError(disallowedImportsText(disallowed));
    return [...this.modules.values()];
  }

  /** A fresh set of modules; the function gives what a file exports. */
  instance(): (path: string) => unknown {
    const loaded = new Map<string, { exports: unknown }>();
    const own: Own = { globals: runGlobals(), packages: new Map() };
    const load = (path: string): unknown => {
      const known = loaded.get(path);
      if (known) return known.exports;
      const { evaluate, value } = this.module(path);
      const module = { exports: (evaluate ? {} : value) as unknown, id: path, filename: path, loaded: false };
      loaded.set(path, module);
      const require = (specifier: string) => this.require(specifier, path, load, own);
      require.resolve = (specifier: string) => resolveRequired(specifier, path);
      const { exports } = module;
      evaluate?.call(exports, exports, require, module, path, dirname(path), own.globals, own.globals);
      module.loaded = true;
      return module.exports;
    };
    return load;
  }

  private require(specifier: string, from: string, load: (path: string) => unknown, own: Own): unknown {
    const meaning = this.meaning(specifier, from);
    switch (meaning.kind) {
      case 'file':
        return load(meaning.module.filename);
      case 'external':
        return this.external(specifier);
      case 'own': {
        const made = own.packages.get(specifier) ?? meaning.make(specifier);
        own.packages.set(specifier, made);
        return made;
      }
      case 'package':
        // It belongs to the process: what it does while it is loaded must not belong to the run that came first.
        return leaveRealm(() => require(meaning.path));
      case 'global':
        return (own.globals as Record<string, unknown>)[meaning.name];
      case 'empty':
        return {};
      case 'disallowed':
        throw new InvalidInputError(disallowedImportsText([{ specifier, importer: from }]));
    }
  }

  private module(path: string): RequiredModule {
    let module = this.modules.get(path);
    if (!module) {
      module = compileRequired(path);
      if (!module) {
        throw new InvalidInputError(
          `'${path}' is an ES module, and is imported by workflow code that is loaded as CommonJS: give it the same format as '${this.input.workflowsPath}'`,
        );
      }
      this.modules.set(path, module);
    }
    return module;
  }

  private meaning(specifier: string, from: string): Meaning {
    const key = JSON.stringify([specifier, from]);
    let meaning = this.meanings.get(key);
    if (!meaning) {
      meaning = this.findMeaning(specifier, from);
      this.meanings.set(key, meaning);
    }
    return meaning;
  }

  private findMeaning(specifier: string, from: string): Meaning {
    const { globals = {}, alias = {}, ignoreModules, allowsAll } = this.input;
    if (Object.hasOwn(globals, specifier)) return { kind: 'global', name: globals[specifier]! };
    const other = alias[specifier];
    if (other === false) return { kind: 'empty' };
    if (other !== undefined) return this.fileOrPackage(resolveRequired(other, from));
    switch (moduleKind(specifier, ignoreModules)) {
      case 'shared':
        return { kind: 'external' };
      case 'allowed builtin':
        return isOwnFile(from) ? { kind: 'external' } : { kind: 'package', path: specifier };
      case 'ignored':
        return { kind: 'empty' };
      case 'disallowed':
        // Packages that serve Node and browsers look what there is; for a bundle, a bundler would have chosen.
        if (isOwnFile(from)) return { kind: allowsAll ? 'empty' : 'disallowed' };
        if (/^(node:)?perf_hooks$/.test(specifier)) return { kind: 'own', make: performanceOfRun };
        return { kind: 'package', path: specifier };
      case 'bundled':
        if (/^protobufjs(\/|$)/.test(specifier)) {
          return { kind: 'own', make: () => protobufOfRun(this.external(specifier) as object) };
        }
        return this.fileOrPackage(openTelemetryFile(specifier, from) ?? resolveRequired(specifier, from));
    }
  }

  private fileOrPackage(path: string): Meaning {
    if (this.input.ignoreModules.includes(path)) return { kind: 'empty' };
    if (!isAbsolute(path)) return { kind: 'package', path };
    if (isOwnFile(path)) return { kind: 'file', module: this.module(path) };
    const module = isRequirable(path) ? compileRequired(path) : undefined;
    if (!module) return { kind: 'package', path };
    this.modules.set(path, module);
    return { kind: 'file', module };
  }
}
