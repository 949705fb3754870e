/** How a run went, and how it would have gone. */
import { InvalidInputError } from '../../base/errors';
import type { History } from '../../history/history';
import type { Attempt } from '../../sim/attempts';
import { VacuousFaultError } from '../../sim/faults';
import type { World } from '../../sim/world';
import { parseEventId } from '../parse-event-id';
import { act, type Changes } from './changes';
import { tellAgain } from './tell-again';

/** Another way may never end, such as one that waits for a signal and reminds somebody each month. */
export const FORK_STEPS_MAX = 100_000;

/** One of the two ways. */
export interface Way {
  readonly history: History;
  readonly attempts: readonly Attempt[];
  /** Why the fork came to no result, where it did not. */
  readonly error?: unknown;
}

export interface Ways {
  readonly was: Way;
  readonly is: Way;
  readonly eventId: number;
}

/** @throws InvalidInputError for what is no event of the history. */
export function eventAt(at: string, { workflowId, length }: History): number {
  return parseEventId('--at', at, `workflow '${workflowId}'`, length);
}

/**
 * Lets a fork of a run go its way to the end, and ends it.
 * @throws InvalidInputError where a change that was asked for never had a chance to happen.
 */
export async function goOn(fork: World, was: Way, eventId: number, changes: Changes): Promise<Ways> {
  const { workflowId } = was.history;
  let is: Way;
  try {
    await act(fork, workflowId, changes);
    const again = tellAgain(fork, was.history, eventId);
    let error: unknown;
    await fork.client.workflow
      .getHandle(workflowId)
      .result()
      .catch((thrown: unknown) => {
        error = thrown;
      });
    again.stop();
    const shared = sharedAttempts(was.attempts, was.history.event(eventId).time, [...fork.attempts]);
    is = { history: fork.history(workflowId), attempts: [...shared, ...fork.attempts], error };
  } finally {
    await end(fork, eventId);
  }
  return { was, is, eventId };
}

async function end(fork: World, eventId: number): Promise<void> {
  try {
    await fork.dispose();
  } catch (cause) {
    if (!(cause instanceof VacuousFaultError)) throw cause;
    const [said] = cause.message.split('\n');
    throw new InvalidInputError(
      `from event ${eventId} on nothing goes another way (${said}); give an event before the activity is scheduled, or another activity`,
      { cause },
    );
  }
}

/** Attempts that had ended before the two ways part. */
function sharedAttempts(past: readonly Attempt[], until: number, own: readonly Attempt[]): Attempt[] {
  const isOwn = (one: Attempt) =>
    own.some(
      ({ runId, activityId, attempt }) =>
        runId === one.runId && activityId === one.activityId && attempt === one.attempt,
    );
  return past.filter((one) => one.endedTime !== undefined && one.endedTime <= until && !isOwn(one));
}
