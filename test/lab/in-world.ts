/** The same as the lab, in a real world: a workflow that calls an activity which behaves as the attempts say. */
import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { type ActivityOptions, CancellationScope, proxyActivities, sleep } from '@temporalio/workflow';
import type { AnyEvent } from '../../src/history/event';
import { attemptAt, type LabAttempt, type LabInput } from '../../src/lab/lab-input';
import type { LabAttemptRow, LabEvent, LabOutcome } from '../../src/lab/lab-result';
import { World } from '../../src/sim/world';
import type { WorldWorker } from '../../src/sim/world-worker';

export interface WorldRun {
  readonly outcome: LabOutcome;
  readonly atMs: number;
  readonly retryState: number | undefined;
  readonly timeoutType: number | undefined;
  readonly attempts: readonly (LabAttemptRow & { readonly heartbeatsMs: readonly number[] })[];
  readonly events: readonly Pick<LabEvent, 'type' | 'timeMs'>[];
}

async function callOnce(options: ActivityOptions, cancelAtMs: number | undefined): Promise<unknown> {
  const { act } = proxyActivities<{ act(): Promise<string> }>({
    ...options,
    taskQueue: 'activities',
    cancellationType: options.cancellationType ?? 'WAIT_CANCELLATION_COMPLETED',
  });
  if (cancelAtMs === undefined) return act();
  const scope = new CancellationScope();
  const answer = scope.run(() => act());
  void sleep(cancelAtMs).then(() => scope.cancel());
  return answer;
}

async function behave(spec: LabAttempt, crash: () => void): Promise<string> {
  const { sleep: wait } = Context.current();
  const pause = (ms: number) => wait(ms);
  const { result, afterMs, heartbeatEveryMs: every, heartbeatsUntilMs: until = afterMs } = spec;
  let at = 0;
  if (every !== undefined) {
    for (; at + every < afterMs && at + every <= until; heartbeat(at)) {
      await pause(every);
      at += every;
    }
  }
  if (afterMs > at) await pause(afterMs - at);
  if (result === 'crash') {
    crash();
    return new Promise<never>(() => {});
  }
  if (result === 'succeed') return 'done';
  const { nonRetryable, nextRetryDelayMs: nextRetryDelay, errorType: type = 'Error' } = spec;
  throw ApplicationFailure.create({ message: 'failed', type, nonRetryable, nextRetryDelay });
}

/** Runs it; the activity must come to an end by itself. */
export async function inWorld(input: LabInput): Promise<WorldRun> {
  // From 0 on, fractions of milliseconds are as exact as they are in the lab.
  const world = await World.create({
    taskQueues: { workflows: { workflows: { callOnce } } },
    replay: 'off',
    startTime: 0,
    serverVersion: input.serverVersion,
  });
  const start = world.now();
  const queueMs = input.taskTimeInQueueMs ?? 0;
  let worker: WorldWorker;
  let newest = 0;
  const crash = async (attempt: number) => {
    // The server has given this one up, and another one runs: a worker of its own would have died alone.
    if (attempt < newest) return;
    const dying = worker;
    await dying.crash();
    if (queueMs === 0) await dying.restart();
  };
  const act = () => {
    const { attempt } = activityInfo();
    newest = attempt;
    return behave(attemptAt(input, attempt), () => void crash(attempt));
  };
  const activities = { act };
  try {
    const handle = await world.client.workflow.start('callOnce', {
      ...{ taskQueue: 'workflows', workflowId: 'w', args: [input.options, input.cancelAtMs] },
    });
    let isOver = false;
    const over = handle.result().then(
      () => {
        isOver = true;
      },
      () => {
        isOver = true;
      },
    );
    if (queueMs === 0) worker = await world.createWorker({ taskQueue: 'activities', activities });
    else {
      // A worker for each attempt, which comes when the task has waited long enough, and takes no other.
      for (let scheduled = start; !isOver; ) {
        await world.sleep(scheduled + queueMs - world.now());
        if (isOver) break;
        worker = await world.createWorker({
          ...{ taskQueue: 'activities', activities, shutdownGraceTime: '10 years' },
        });
        await world.settle();
        void worker.shutdown();
        const ended = () =>
          [...world.attempts].find((a) => a.endedTime !== undefined && a.nextRetryTime! >= world.now());
        while (!isOver && !ended()) await world.sleep(1);
        scheduled = ended()?.nextRetryTime ?? scheduled;
      }
    }
    await over;
    return read([...world.history('w')], [...world.attempts], start);
  } finally {
    await world.dispose();
  }
}

const OUTCOMES: Partial<Record<AnyEvent['type'], LabOutcome>> = {
  ActivityTaskCompleted: 'completed',
  ActivityTaskFailed: 'failed',
  ActivityTaskTimedOut: 'timed-out',
  ActivityTaskCanceled: 'cancelled',
};

function read(events: readonly AnyEvent[], attempts: readonly any[], start: number): WorldRun {
  const scheduled = events.find(({ type }) => type === 'ActivityTaskScheduled')!;
  const zero = scheduled.time;
  const end = events.find(({ type }) => type in OUTCOMES)!;
  const { retryState, failure } = end.attributes as any;
  if (zero !== start) throw new Error('the activity was not scheduled at once');
  return {
    outcome: OUTCOMES[end.type]!,
    atMs: end.time - zero,
    retryState,
    timeoutType: failure?.timeoutFailureInfo?.timeoutType,
    attempts: attempts
      .filter(({ endedTime }) => endedTime !== undefined)
      .map(({ attempt, scheduledTime, startedTime, endedTime, outcome, nextRetryTime, heartbeats = [] }) => ({
        attempt,
        scheduledAtMs: scheduledTime - zero,
        startedAtMs: startedTime === undefined ? null : startedTime - zero,
        endedAtMs: endedTime - zero,
        result: outcome,
        ...(nextRetryTime !== undefined && { nextDelayMs: nextRetryTime - endedTime }),
        heartbeatsMs: heartbeats.map(({ time }: { time: number }) => time - zero),
      })),
    events: events
      .filter(({ type }) => type.startsWith('ActivityTask'))
      .map(({ type, time }) => ({ type: type as LabEvent['type'], timeMs: time - zero })),
  };
}
