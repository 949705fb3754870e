/** Code that was written against the types of the SDK's packages compiles against worldline's: their public members are all there. */
import path from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
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

function exportsOf(program: ts.Program, file: string): Map<string, ts.Symbol> {
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(file)!);
  const resolve = (one: ts.Symbol) => (one.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(one) : one);
  return new Map(checker.getExportsOfModule(module!).map((one) => [one.name, resolve(one)]));
}

/** Public members: of instances, and of the class itself. */
function membersOf(program: ts.Program, symbol: ts.Symbol): string[] {
  const checker = program.getTypeChecker();
  const types = [checker.getDeclaredTypeOfSymbol(symbol), checker.getTypeOfSymbol(symbol)];
  const isPublic = (one: ts.Symbol) =>
    !one.declarations?.some(
      (d) => ts.getCombinedModifierFlags(d) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected),
    );
  return types.flatMap((type) => checker.getPropertiesOfType(type).filter(isPublic)).map(({ name }) => name);
}

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

it.for(PAIRS)('$name: every export, and every public member of its classes', { timeout: 60_000 }, (pair) => {
  const [real, own] = [path.join(ROOT, pair.real), path.join(ROOT, pair.own)];
  const config = ts.getParsedCommandLineOfConfigFile(path.join(ROOT, 'tsconfig.json'), {}, ts.sys as never)!;
  const program = ts.createProgram([real, own], { ...config.options, noEmit: true });
  const [theirs, ours] = [exportsOf(program, real), exportsOf(program, own)];
  const missing = [...theirs.keys()].filter((name) => !ours.has(name) && !(name in NAMES_LEFT_OUT));
  expect(missing).toEqual([]);
  const members = [...theirs]
    .filter(([, symbol]) => symbol.flags & ts.SymbolFlags.Class)
    .flatMap(([name, symbol]) => {
      const there = new Set(ours.has(name) ? membersOf(program, ours.get(name)!) : []);
      return membersOf(program, symbol)
        .filter((member) => !there.has(member))
        .map((member) => `${name}.${member}`);
    });
  expect(members.filter((member) => !(member in LEFT_OUT))).toEqual([]);
});
