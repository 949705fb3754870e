/** Workflows for the corners: what comes while a workflow task is open, commands that a server refuses, ends with something still open. */
import {
  allHandlersFinished, ApplicationFailure, CancellationScope, condition, continueAsNew, defineQuery, defineSignal, defineUpdate, executeChild,
  getExternalWorkflowHandle, makeContinueAsNewFunc, proxyActivities, proxyLocalActivities, setHandler, sleep, startChild,
  upsertSearchAttributes, workflowInfo, type ActivityOptions, type ChildWorkflowOptions, type LocalActivityOptions,
} from '@temporalio/workflow';
import { describeError, settle } from './describe-error';

type Acts = Record<string, (...args: any[]) => Promise<any>>;

/**
 * Holds a workflow task open with a local activity at a gate, and logs what it hears of and when. Before that it starts what it is told:
 * a timer, an activity at another gate, a child. After it, it returns at once or when signal 'end' has come.
 */
export async function heldTask(
  key: string,
  given: { timerMs?: number; activityKey?: string; childId?: string; returns?: boolean },
): Promise<string[]> {
  const log: string[] = [];
  const note = (text: string) => void log.push(text);
  setHandler(defineSignal<[string]>('note'), (text) => note(`signal ${text}`));
  setHandler(defineUpdate<number, [string]>('count'), (text) => {
    note(`update ${text}`);
    return log.length;
  });
  setHandler(defineQuery<string[]>('log'), () => log);
  const { waitAtGate } = proxyActivities<Acts>({ startToCloseTimeout: '1m', retry: { maximumAttempts: 1 } });
  if (given.timerMs !== undefined) void sleep(given.timerMs).then(() => note('timer'));
  if (given.activityKey) void waitAtGate!(given.activityKey).then(() => note('activity'));
  if (given.childId) {
    const child = await startChild('waitForFinish', { workflowId: given.childId });
    void child.result().then(() => note('child'));
  }
  await proxyLocalActivities<Acts>({ startToCloseTimeout: '1m' }).waitAtGate!(key);
  note('released');
  if (!given.returns) await condition(() => log.includes('signal end'));
  return log;
}

/** Issues a command that a server refuses. */
export async function refusedCommand(kind: string, big: number): Promise<unknown> {
  const acts = (options: ActivityOptions) => proxyActivities<Acts>({ startToCloseTimeout: '1m', ...options });
  switch (kind) {
    case 'unknown search attribute':
      return upsertSearchAttributes({ Nope: ['x'] });
    case 'search attribute of another type':
      return upsertSearchAttributes({ CustomIntField: ['x'] });
    case 'activity with a bad retry policy':
      return acts({ retry: { initialInterval: '10s', maximumInterval: '1s' } }).echo!(1);
    case 'activity ids twice':
      return Promise.all([acts({ activityId: 'same' }).echo!(1), acts({ activityId: 'same' }).echo!(2)]);
    case 'activity with big input':
      return acts({}).echo!('x'.repeat(big));
    case 'child with a bad retry policy':
      return executeChild('echoWorkflow', { retry: { backoffCoefficient: 0.5 } });
    case 'child with a long id':
      return executeChild('echoWorkflow', { workflowId: 'x'.repeat(1001) });
    case 'child with a bad cron schedule':
      return executeChild('echoWorkflow', { cronSchedule: 'every day' });
    case 'child with an unknown search attribute':
      return executeChild('echoWorkflow', { searchAttributes: { Nope: ['x'] } });
    case 'signal to nobody in particular':
      return getExternalWorkflowHandle('').signal('x');
    case 'signal to a bad run id':
      return getExternalWorkflowHandle('other', 'run').signal('x');
    case 'signal without a name':
      return getExternalWorkflowHandle('other').signal('');
    case 'cancel of nobody in particular':
      return getExternalWorkflowHandle('').cancel();
    case 'big result':
      return 'x'.repeat(big);
    case 'continue as new with big input':
      return continueAsNew('x'.repeat(big));
    case 'continue as new with an unknown search attribute':
      return makeContinueAsNewFunc({ searchAttributes: { Nope: ['x'] } })();
    default:
      throw ApplicationFailure.nonRetryable(`unknown kind ${kind}`);
  }
}

/** Takes updates, some of which never end, until it is told how to end itself. */
export async function endsAsTold(run = 1): Promise<unknown> {
  let how: string | undefined;
  const log: string[] = [];
  let release = false;
  setHandler(defineUpdate<string, [string]>('quick'), (text) => `quick ${text} in run ${run}, after ${log.push(text) - 1}`);
  setHandler(defineUpdate<string, []>('endless'), async () => {
    await condition(() => false);
    return 'never';
  });
  setHandler(defineUpdate<string, []>('released'), async () => {
    await condition(() => release);
    return `released in run ${run}`;
  });
  setHandler(defineUpdate<string, [string]>('ending'), (end) => {
    how = end;
    return `ending by ${end}`;
  });
  setHandler(defineUpdate<string, [string]>('throwing'), (kind) => {
    if (kind === 'temporal') throw ApplicationFailure.create({ message: 'told to', type: 'Told', details: [1] });
    throw new RangeError('a bug');
  });
  setHandler(defineSignal('release'), () => void (release = true));
  setHandler(defineSignal<[string]>('end'), (end) => void (how = end));
  setHandler(defineQuery<unknown>('state'), () => ({ run, log }));
  await condition(() => how !== undefined);
  if (how === 'fail') throw ApplicationFailure.nonRetryable('told to fail', 'Told');
  if (how === 'continue') await continueAsNew<typeof endsAsTold>(run + 1);
  if (how === 'release and return') release = true;
  if (how === 'when handlers have finished') await condition(allHandlersFinished);
  return { run, log };
}

/** Counts timers as they fire, and tells an update how many have. */
export async function countsTimers(durations: number[], ends: boolean): Promise<number> {
  let fired = 0;
  let end = ends;
  const seen: number[] = [];
  setHandler(defineUpdate<number, []>('fired'), () => {
    seen.push(fired);
    return fired;
  });
  setHandler(defineQuery<number[]>('seen'), () => seen);
  setHandler(defineSignal('end'), () => void (end = true));
  await Promise.all(durations.map((ms) => sleep(ms).then(() => fired++)));
  await condition(() => end);
  return fired;
}

/** Begins several things at once, that are due at one instant, and logs in which order it hears of them. */
export async function atOneInstant(what: string[], ms: number): Promise<unknown[]> {
  const log: unknown[] = [];
  const { sleepy } = proxyActivities<Acts>({ startToCloseTimeout: ms, retry: { maximumAttempts: 1 } });
  const begin: Record<string, () => Promise<unknown>> = {
    timer: () => sleep(ms),
    activity: () => sleepy!(60_000),
    child: () => executeChild('waitForever', { workflowRunTimeout: ms, workflowId: `${workflowInfo().workflowId}-child` }),
  };
  await Promise.all(
    what.map(async (kind, i) => {
      const end = await settle(begin[kind]!()) as { error?: { cause?: { message?: string } } };
      log.push(`${kind} ${i}: ${end.error?.cause?.message ?? 'ok'}`);
    }),
  );
  return log;
}

/** Starts a child and returns in the same workflow task. */
export async function startAndReturn(options: ChildWorkflowOptions): Promise<string> {
  void startChild('waitForFinish', options).catch(() => undefined);
  return 'returned';
}

/** Tells what a run of a cron schedule, or an attempt of a retried run, has of the one before; ends as told for each run. */
export async function tellsOfLast(ends: string[]): Promise<unknown> {
  const { lastResult, lastFailure, attempt } = workflowInfo();
  const told = { lastResult: lastResult ?? null, lastFailure: lastFailure ? describeError(lastFailure) : null, attempt };
  const before = (lastResult as { run?: number } | undefined)?.run ?? (lastFailure?.message.match(/^run (\d+)/) ?? [])[1] ?? 0;
  const run = Number(before) + 1;
  const end = ends[run - 1] ?? 'return';
  if (end === 'fail') throw ApplicationFailure.nonRetryable(`run ${run} fails`, 'Told', told);
  if (end === 'fail, to be retried') throw ApplicationFailure.retryable(`run ${run} fails`, 'Told', told);
  if (end === 'hang') await condition(() => false);
  return { run, told };
}

/** Fails until an attempt, asking for its own delay before the next one. */
export async function failsWithDelay(attempt: number, nextRetryDelay: string): Promise<string> {
  const now = workflowInfo().attempt;
  if (now < attempt) throw ApplicationFailure.create({ message: `attempt ${now} fails`, type: 'NotYet', nextRetryDelay: nextRetryDelay as '1s' });
  return `ok on attempt ${now}`;
}

/** Cancels a local activity that waits at a gate. */
export async function cancelsLocal(key: string, options: LocalActivityOptions): Promise<unknown> {
  const scope = new CancellationScope();
  const running = settle(scope.run(() => proxyLocalActivities<Acts>(options).waitAtGate!(key)));
  await sleep(300);
  scope.cancel();
  return await running;
}

/** Runs activities that are cancelled when a timer fires. */
export async function cancelsActivities(calls: { activity: string; args: unknown[]; options: ActivityOptions }[], afterMs: number): Promise<unknown[]> {
  const scope = new CancellationScope();
  const running = calls.map(({ activity, args, options }) => settle(scope.run(() => proxyActivities<Acts>(options)[activity]!(...args))));
  if (afterMs > 0) await sleep(afterMs);
  scope.cancel();
  return await Promise.all(running);
}

/** Signals or cancels other workflows, itself among them, one after another. */
export async function reachesOut(calls: { to: string; runId?: string; how: 'signal' | 'cancel' }[]): Promise<unknown[]> {
  setHandler(defineSignal('hello'), () => undefined);
  const out: unknown[] = [];
  for (const { to, runId, how } of calls) {
    const handle = getExternalWorkflowHandle(to === 'self' ? workflowInfo().workflowId : to, runId);
    out.push(await settle(how === 'signal' ? handle.signal('hello') : handle.cancel()));
  }
  return out;
}

/** Starts a child, and cancels it as told: `before` it was sent, or after it has `started`. */
export async function cancelsChild(when: 'before' | 'started', type: string, options: ChildWorkflowOptions): Promise<unknown> {
  const scope = new CancellationScope();
  const running = settle(scope.run(() => executeChild(type, options as any)));
  if (when === 'started') await sleep(1000);
  scope.cancel();
  const outcome = await running;
  await CancellationScope.nonCancellable(() => sleep(500));
  return outcome;
}

/** Begins a timer, an activity and a child with summaries, and cancels the first two, then the child. */
export async function cancelsSummaries(childId: string): Promise<unknown[]> {
  const [first, second] = [new CancellationScope(), new CancellationScope()];
  const { waitAtGate } = proxyActivities<Acts>({ startToCloseTimeout: '1m', taskQueue: 'nobody', summary: 'an activity' });
  const timerAndActivity = first.run(() => Promise.all([settle(sleep('1 hour', { summary: 'a timer' })), settle(waitAtGate!('x'))]));
  const child = second.run(() => settle(executeChild('waitForever', { workflowId: childId, staticSummary: 'a child' })));
  await sleep(1000);
  first.cancel();
  const outcomes: unknown[] = await timerAndActivity;
  await sleep(1000);
  second.cancel();
  outcomes.push(await child);
  return outcomes;
}
