/**
 * Code that was written against the types of the SDK's packages compiles against worldline's: their public members are all there, what
 * they give fits where the SDK's would, and options of the SDK's types may be given to them.
 */
import path from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/packed';

/** Members that worldline leaves out, each with its reason. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'Worker.numInFlightActivations$':
    'an Observable of rxjs, which worldline does not depend on; getStatus() has the figures',
  'Worker.numInFlightActivities$': 'the same',
  'Worker.numRunningWorkflowInstances$': 'the same',
  'Runtime.native': 'there is no native core',
  'Runtime.createNativeClient': 'the same',
  'Runtime.closeNativeClient': 'the same',
  'Runtime.registerWorker': 'the same',
  'Runtime.createReplayWorker': 'the same',
  'Runtime.pushHistory': 'the same',
  'Runtime.closeHistoryStream': 'the same',
  'Runtime.deregisterWorker': 'the same',
  'Runtime.createEphemeralServer': 'the same',
  'Runtime.shutdownEphemeralServer': 'the same',
  'MetricsBuffer.bind': 'the same',
  'MetricsBuffer.unbind': 'the same',
};

/** Types that worldline does not name, each with its reason. */
const NAMES_LEFT_OUT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      ...['NexusInterceptorsFactory', 'NexusInterceptors', 'NexusInboundCallsInterceptor', 'NexusStartOperationInput'],
      ...['NexusStartOperationOutput', 'NexusCancelOperationInput', 'NexusOutboundCallsInterceptor'],
    ].map((name) => [name, 'worldline has no Nexus operations']),
  ),
  History: "a type of @temporalio/common, which worldline's History would hide",
};

const DIFFERENT_OPTIONS = "the options as they were given: the SDK's compiled ones are for its core";

/** Public members whose types differ, each with its reason. */
const DIFFERENT: Readonly<Record<string, string>> = {
  'Worker.options': DIFFERENT_OPTIONS,
  'Runtime.options': 'the same',
  'TestWorkflowEnvironment.options': 'the same; an environment on an existing server names it',
};

/** Exports whose types differ, each with its reason. */
const TYPES_DIFFERENT: Readonly<Record<string, string>> = {
  LogTimestamp: 'a unique symbol is of its declaration alone; it is the same symbol',
  MetricsExporterConfig: "worldline records into its own MetricsBuffer, by a method that the SDK's does not have",
  MetricsExporter: 'the same',
  TelemetryOptions: 'the same',
  RuntimeOptions: 'the same',
  CompiledWorkerOptions: DIFFERENT_OPTIONS,
  appendDefaultInterceptors: 'deprecated; gives the interceptors back, of which all but the lists are optional',
  defaultSinks: 'deprecated; there are none, as in the SDK for code that does not ask for them',
  defaultWorkflowInterceptorModules: 'deprecated; an empty list of texts, where the SDK has one of nothing',
};

interface Pair {
  readonly name: string;
  readonly real: string;
  readonly own: string;
}

const PAIRS: Pair[] = [
  {
    name: '@temporalio/worker',
    real: 'node_modules/@temporalio/worker/lib/index.d.ts',
    own: 'src/worker-compat/index.ts',
  },
  { name: '@temporalio/testing', real: 'node_modules/@temporalio/testing/lib/index.d.ts', own: 'src/testing/index.ts' },
];

let program: ts.Program;
let checker: ts.TypeChecker;
/** Without what is private, which would tell classes apart by their names, and without what is known to differ. */
let comparable: { readonly program: ts.Program; readonly checker: ts.TypeChecker };

beforeAll(() => {
  program = programOf();
  checker = program.getTypeChecker();
  const onlyPublic = programOf(withoutMembers);
  comparable = { program: onlyPublic, checker: onlyPublic.getTypeChecker() };
}, 120_000);

function programOf(change?: (tree: ts.SourceFile) => ts.SourceFile): ts.Program {
  const { options } = ts.getParsedCommandLineOfConfigFile(path.join(ROOT, 'tsconfig.json'), {}, ts.sys as never)!;
  const host = ts.createCompilerHost({ ...options, noEmit: true }, true);
  const read = host.getSourceFile.bind(host);
  if (change) {
    host.getSourceFile = (file, ...rest) => {
      const tree = read(file, ...rest);
      const isCompared = /@temporalio\/(worker|testing)\/lib\/|src\/(worker-compat|testing)\//.test(file);
      return tree && isCompared ? change(tree) : tree;
    };
  }
  return ts.createProgram(
    PAIRS.flatMap(({ real, own }) => [real, own]).map((file) => path.join(ROOT, file)),
    { ...options, noEmit: true },
    host,
  );
}

const HIDDEN = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;

function withoutMembers(tree: ts.SourceFile): ts.SourceFile {
  const cuts: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassElement(node) && isLeftOut(node)) cuts.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(tree);
  let { text } = tree;
  for (const node of cuts.reverse()) text = text.slice(0, node.getStart(tree)) + text.slice(node.end);
  return ts.createSourceFile(tree.fileName, text, tree.languageVersion, true);
}

function isLeftOut(node: ts.ClassElement): boolean {
  const name = `${(node.parent as ts.ClassDeclaration).name?.text}.${node.name?.getText()}`;
  if (name in LEFT_OUT || name in DIFFERENT) return true;
  return (
    (ts.getCombinedModifierFlags(node) & HIDDEN) !== 0 || (node.name !== undefined && ts.isPrivateIdentifier(node.name))
  );
}

function exportsOf(of: ts.Program, file: string): Map<string, ts.Symbol> {
  const types = of.getTypeChecker();
  const module = types.getSymbolAtLocation(of.getSourceFile(path.join(ROOT, file))!);
  const resolve = (one: ts.Symbol) => (one.flags & ts.SymbolFlags.Alias ? types.getAliasedSymbol(one) : one);
  return new Map(types.getExportsOfModule(module!).map((one) => [one.name, resolve(one)]));
}

/** Public members: of instances, and of the class itself. */
function membersOf(symbol: ts.Symbol): string[] {
  const types = [checker.getDeclaredTypeOfSymbol(symbol), checker.getTypeOfSymbol(symbol)];
  const isPublic = (one: ts.Symbol) =>
    !one.declarations?.some((declaration) => ts.getCombinedModifierFlags(declaration) & HIDDEN);
  return types.flatMap((type) => checker.getPropertiesOfType(type).filter(isPublic)).map(({ name }) => name);
}

describe.each(PAIRS)('$name', (pair) => {
  it('has every export, and every public member of its classes', () => {
    const [theirs, ours] = [exportsOf(program, pair.real), exportsOf(program, pair.own)];
    const missing = [...theirs.keys()].filter((name) => !ours.has(name) && !(name in NAMES_LEFT_OUT));
    expect(missing).toEqual([]);
    const members = [...theirs]
      .filter(([, symbol]) => symbol.flags & ts.SymbolFlags.Class)
      .flatMap(([name, symbol]) => {
        const there = new Set(ours.has(name) ? membersOf(ours.get(name)!) : []);
        return membersOf(symbol)
          .filter((member) => !there.has(member))
          .map((member) => `${name}.${member}`);
      });
    expect(members.filter((member) => !(member in LEFT_OUT))).toEqual([]);
  });

  it('has types that fit: what it gives is what the SDK gives, what it takes is what the SDK takes', () => {
    const [theirs, ours] = [exportsOf(comparable.program, pair.real), exportsOf(comparable.program, pair.own)];
    const wrong = [...theirs].flatMap(([name, symbol]) => {
      const own = ours.get(name);
      return own ? differences(name, own, symbol) : [];
    });
    expect(wrong.filter((name) => !(name in TYPES_DIFFERENT))).toEqual([]);
    expect(Object.keys(TYPES_DIFFERENT).filter((name) => theirs.has(name) && !wrong.includes(name))).toEqual([]);
  });
});

/** Names of what does not fit: members of a class, or the export itself. */
function differences(name: string, own: ts.Symbol, real: ts.Symbol): string[] {
  const types = comparable.checker;
  const fits = (from: ts.Symbol, to: ts.Symbol) =>
    types.isTypeAssignableTo(types.getTypeOfSymbol(from), types.getTypeOfSymbol(to));
  if (real.flags & ts.SymbolFlags.Class) {
    const sides = [types.getDeclaredTypeOfSymbol, types.getTypeOfSymbol] as const;
    return sides.flatMap((typeOf) =>
      types
        .getPropertiesOfType(typeOf(real))
        // Names of well-known symbols are of one program's declarations.
        .filter(({ name: key }) => key !== 'prototype' && !key.startsWith('__@'))
        .filter((member) => {
          const mine = types.getPropertyOfType(typeOf(own), member.name);
          return !mine || !fits(mine, member);
        })
        .map((member) => `${name}.${member.name}`),
    );
  }
  if (real.flags & ts.SymbolFlags.Value) return fits(own, real) ? [] : [name];
  // Options: what a test gives. Of a generic type, its name alone can be compared.
  const [to, from] = [types.getDeclaredTypeOfSymbol(own), types.getDeclaredTypeOfSymbol(real)];
  return isGeneric(real) || types.isTypeAssignableTo(from, to) ? [] : [name];
}

function isGeneric(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some(
    (one) => (ts.isInterfaceDeclaration(one) || ts.isTypeAliasDeclaration(one)) && one.typeParameters !== undefined,
  );
}
