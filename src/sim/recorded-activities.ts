/** Activities that end as they have ended in a recorded history. */
import { activityInfo, sleep } from '@temporalio/activity';
import { ApplicationFailure, defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import type { AnyEvent, HistoryEvent, HistoryView } from '../history/event';
import { eventsOf } from '../history/event-log';

type Ending = HistoryEvent<
  'ActivityTaskCompleted' | 'ActivityTaskFailed' | 'ActivityTaskTimedOut' | 'ActivityTaskCanceled'
>;

interface Recorded {
  readonly activityId: string;
  readonly type: string;
  started?: number;
  ending?: Ending;
}

/**
 * For each type of activity in a history, a function that ends as the recorded call with the same activity id has: with its result or its
 * failure, after the time that it took. A call that the history does not have, or not to its end, fails for good and says so.
 * @param more Names of activities that there are, too.
 */
export function recordedActivities(history: HistoryView, more: readonly string[] = []): Record<string, () => unknown> {
  const calls = callsOf(history);
  const types = new Set([...calls.values()].map(({ type }) => type));
  return Object.fromEntries([...types, ...more].map((type) => [type, () => again(calls, type)]));
}

async function again(calls: ReadonlyMap<number, Recorded>, type: string): Promise<unknown> {
  const { activityId } = activityInfo();
  const call = [...calls.values()].find((one) => one.activityId === activityId && one.type === type);
  const { ending, started } = call ?? {};
  if (!ending || started === undefined) {
    throw ApplicationFailure.nonRetryable(
      `the history does not say how activity ${type} (id ${activityId}) ends; give the activities themselves`,
      'NotInHistory',
    );
  }
  await sleep(Math.max(0, ending.time - started));
  const { attributes } = ending as AnyEvent & Ending;
  if (ending.type === 'ActivityTaskCompleted') {
    const [payload] = (attributes as HistoryEvent<'ActivityTaskCompleted'>['attributes']).result?.payloads ?? [];
    return payload ? defaultPayloadConverter.fromPayload(payload) : undefined;
  }
  const { failure } = attributes as HistoryEvent<'ActivityTaskFailed'>['attributes'];
  const error = failure && defaultFailureConverter.failureToError(failure, defaultPayloadConverter);
  // Its last attempt is repeated, not those before it.
  throw ApplicationFailure.create({
    message: error?.message ?? `${type} did not end well: ${ending.type}`,
    type: error instanceof ApplicationFailure ? (error.type ?? undefined) : undefined,
    nonRetryable: true,
    cause: error ?? undefined,
  });
}

/** By the id of the Scheduled event. */
function callsOf(history: HistoryView): Map<number, Recorded> {
  const calls = new Map<number, Recorded>();
  for (const event of eventsOf(history)) {
    if (event.type === 'ActivityTaskScheduled') {
      const { activityId, activityType } = event.attributes;
      calls.set(event.id, { activityId: activityId ?? '', type: activityType?.name ?? '' });
      continue;
    }
    const { scheduledEventId } = event.attributes as { scheduledEventId?: number | null };
    const call = calls.get(scheduledEventId ?? 0);
    if (!call) continue;
    if (event.type === 'ActivityTaskStarted') call.started = event.time;
    else if (event.type !== 'ActivityTaskCancelRequested') call.ending = event as Ending;
  }
  return calls;
}
