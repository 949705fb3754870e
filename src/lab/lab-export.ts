/** What the lab was given, as code: activity options, and a test for worldline. */
import type { LabInput } from './lab-input';
import { runLab } from './run-lab';

/** TypeScript for the options: `proxyActivities<typeof activities>({ … })`. */
export function optionsText({ options }: LabInput): string {
  return `const { activity } = proxyActivities<typeof activities>(${literal(options, 0)});`;
}

/** A vitest test of a workflow that calls such an activity, which holds what the lab says of it. */
export function testText(input: LabInput): string {
  const { cancelAtMs, attempts, options, serverVersion } = input;
  // The test's worker takes every task at once.
  const result = runLab({ ...input, taskTimeInQueueMs: 0 });
  if (result.outcome === 'running') return `// ${result.reason}\n// So there is no end that a test could wait for.\n`;
  const cancels = cancelAtMs !== undefined;
  const waits = cancels ? { cancellationType: 'WAIT_CANCELLATION_COMPLETED', ...options } : options;
  const call = cancels
    ? `const scope = new CancellationScope();
  const done = scope.run(() => activity());
  void sleep(${cancelAtMs}).then(() => scope.cancel());
  return done;`
    : 'return activity();';
  const crashes = result.attempts.flatMap(({ attempt, startedAtMs, crashedAtMs }) =>
    crashedAtMs === undefined
      ? []
      : [{ activity: 'activity', attempt, after: crashedAtMs - startedAtMs!, restartAfter: 1 }],
  );
  const faults = crashes.map((one) => `  fault.workerCrash(${literal(one, 2)}),\n`).join('');
  const world = [
    ...['activities', 'startTime: 0'],
    ...(serverVersion ? [`serverVersion: '${serverVersion}'`] : []),
    ...(faults ? ['faults'] : []),
  ];
  const seen = result.attempts.map(({ attempt, result: how, endedAtMs }) => `${attempt} ${how} at ${endedAtMs}`);
  return `import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { ${cancels ? 'CancellationScope, proxyActivities, sleep' : 'proxyActivities'} } from '@temporalio/workflow';
import { expect, it } from 'vitest';
import { ${faults ? 'fault, simulate' : 'simulate'} } from 'worldline';

interface Attempt {
  result: 'succeed' | 'fail' | 'crash';
  afterMs: number;
  nonRetryable?: boolean;
  nextRetryDelayMs?: number;
  errorType?: string;
  heartbeatEveryMs?: number;
  heartbeatsUntilMs?: number;
}

/** How the attempts go; the last one repeats. */
const attempts: Attempt[] = ${literal(attempts, 0)};

const activities = {
  async activity() {
    const spec = attempts[Math.min(activityInfo().attempt, attempts.length) - 1]!;
    const { afterMs, heartbeatEveryMs: every = Infinity, heartbeatsUntilMs: until = afterMs } = spec;
    let at = 0;
    for (; at + every < afterMs && at + every <= until; at += every) {
      await Context.current().sleep(every);
      heartbeat(at + every);
    }
    if (afterMs > at) await Context.current().sleep(afterMs - at);
    if (spec.result === 'succeed') return 'done';
    // Here its worker dies.
    if (spec.result === 'crash') return new Promise<never>(() => {});
    const { errorType: type = 'Error', nonRetryable, nextRetryDelayMs: nextRetryDelay } = spec;
    throw ApplicationFailure.create({ message: 'failed', type, nonRetryable, nextRetryDelay });
  },
};

async function workflow() {
  const { activity } = proxyActivities<typeof activities>(${literal(waits, 2)});
  ${call}
}
${faults ? `\n/** When workers die. */\nconst faults = [\n${faults}];\n` : ''}
// ${result.reason}
it('ends as the retry lab says', async () => {
  const run = await simulate(workflow, { ${world.join(', ')} });
  const ended = run.attempts.filter(({ endedTime }) => endedTime !== undefined);
  expect(ended.map((one) => \`\${one.attempt} \${one.outcome} at \${one.endedTime}\`)).toEqual(${literal(seen, 2)});
  expect(run.error === undefined).toBe(${result.outcome === 'completed'});
});
`;
}

const WIDTH = 90;

/** A value as TypeScript: names without quotes, on one line where that is short. */
function literal(value: unknown, indent: number): string {
  if (typeof value === 'string')
    return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const inner = ' '.repeat(indent + 2);
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((one) => literal(one, indent + 2))
    : Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(
          ([name, one]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name, 0)}: ${literal(one, indent + 2)}`,
        );
  const short = isList ? `[${parts.join(', ')}]` : parts.length > 0 ? `{ ${parts.join(', ')} }` : '{}';
  if (short.length <= WIDTH - indent && !short.includes('\n')) return short;
  const lines = parts.map((part) => `${inner}${part},\n`).join('');
  return `${isList ? '[' : '{'}\n${lines}${' '.repeat(indent)}${isList ? ']' : '}'}`;
}
