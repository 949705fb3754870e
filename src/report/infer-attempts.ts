import { durationToMs, type RetryPolicy } from '../base/api';
import type { HistoryEvent } from '../history/event';
import { failureText } from '../history/payload-text';
import type { AttemptSpan, LaneOutcome } from './timeline';

/** Attempts that are written out one by one; there may be thousands. */
const INFERRED_MAX = 1000;

/**
 * How long the server waits after an attempt (from 1) before the next: initial interval × coefficient^(attempt − 1), at most the
 * maximum interval (default: 100 × the initial one). By repeated multiplication: `Math.pow` differs between engines.
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number): number {
  const initial = durationToMs(policy.initialInterval) || 1000;
  const coefficient = policy.backoffCoefficient || 2;
  const most = durationToMs(policy.maximumInterval) || initial * 100;
  let delay = initial;
  for (let n = 1; n < attempt && delay < most && coefficient !== 1; n++) delay *= coefficient;
  return Math.min(delay, most);
}

/**
 * The attempts of an activity from its history alone, which has only the last one: its number, start, end, and the failure of
 * the one before it. The waits between the earlier ones follow from the retry policy; what is left of the time is what those ran,
 * in equal parts for want of better. Where the sum does not work out (a failure asked for another delay), their times stay open.
 */
export function inferAttempts(
  scheduled: HistoryEvent<'ActivityTaskScheduled'>,
  started: HistoryEvent<'ActivityTaskStarted'>,
  last: { readonly end?: number; readonly outcome: LaneOutcome; readonly note: string },
): AttemptSpan[] {
  const count = started.attributes.attempt || 1;
  const { end, outcome, note } = last;
  const final: AttemptSpan = {
    attempt: count,
    start: started.time,
    end,
    outcome,
    note,
    inferred: false,
    heartbeats: [],
  };
  const policy = scheduled.attributes.retryPolicy;
  if (count === 1 || !policy) return [final];

  const earlier = Math.min(count - 1, INFERRED_MAX);
  const asked = durationToMs(started.attributes.lastFailure?.applicationFailureInfo?.nextRetryDelay);
  const delays = Array.from({ length: earlier }, (_, i) =>
    i === count - 2 && asked ? asked : retryDelayMs(policy, i + 1),
  );
  const running = started.time - scheduled.time - delays.reduce((sum, delay) => sum + delay, 0);
  const timesKnown = earlier === count - 1 && running >= 0;
  const spans: AttemptSpan[] = [];
  let at = scheduled.time;
  delays.forEach((delay, index) => {
    const ended = at + running / earlier;
    const isLast = index === count - 2;
    const said = isLast ? failureText(started.attributes.lastFailure) : 'failure not in the history';
    const times = timesKnown ? { start: at, end: ended, nextRetryAt: ended + delay } : undefined;
    const ending = isLast && started.attributes.lastFailure?.timeoutFailureInfo ? 'timed-out' : 'failed';
    spans.push({ attempt: index + 1, ...times, outcome: ending, note: said, inferred: true, heartbeats: [] });
    at = ended + delay;
  });
  return [...spans, final];
}
