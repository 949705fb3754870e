/** The worker core's retry policy for local activities: close to the server's, but not the same. */
import { durationToMs, type Failure, msToDuration, type RetryPolicy } from '../../base/api';

const DEFAULT_INITIAL_INTERVAL_MS = 1000;
const DEFAULT_COEFFICIENT = 2;

/** A policy with core's defaults for what is missing or invalid. A maximum interval below the initial one is raised to it. */
export function localRetryPolicy(policy: RetryPolicy | null | undefined): RetryPolicy {
  const initialMs = policy?.initialInterval ? durationToMs(policy.initialInterval) : DEFAULT_INITIAL_INTERVAL_MS;
  const maximumMs = policy?.maximumInterval ? durationToMs(policy.maximumInterval) : initialMs * 100;
  const coefficient = policy?.backoffCoefficient ?? 0;
  return {
    initialInterval: msToDuration(initialMs),
    backoffCoefficient: coefficient >= 1 ? coefficient : DEFAULT_COEFFICIENT,
    maximumInterval: msToDuration(Math.max(maximumMs, initialMs)),
    maximumAttempts: Math.max(policy?.maximumAttempts ?? 0, 0),
    nonRetryableErrorTypes: policy?.nonRetryableErrorTypes ?? [],
  };
}

/**
 * How long to wait, in milliseconds, before the attempt after the given one; undefined: there is none.
 *
 * Unlike the server, core compares the types that are not retryable without regard to case, and looks at application failures
 * only: any other one, a start-to-close timeout among them, is retryable.
 *
 * @param policy One that `localRetryPolicy` has completed.
 */
export function localRetryDelayMs(policy: RetryPolicy, attempt: number, failure: Failure): number | undefined {
  if (policy.maximumAttempts && attempt >= policy.maximumAttempts) return undefined;
  const info = failure.applicationFailureInfo;
  if (info?.nonRetryable) return undefined;
  const type = (info?.type ?? '').toLowerCase();
  if (policy.nonRetryableErrorTypes?.some((one) => one.toLowerCase() === type)) return undefined;
  if (info?.nextRetryDelay) return durationToMs(info.nextRetryDelay);
  return intervalMs(policy, attempt);
}

function intervalMs(policy: RetryPolicy, attempt: number): number {
  const coefficient = policy.backoffCoefficient ?? DEFAULT_COEFFICIENT;
  const maximum = durationToMs(policy.maximumInterval);
  // Repeated multiplication, because `Math.pow` differs between versions of Node. It stops at the maximum, so that a high
  // attempt costs nothing.
  let interval = durationToMs(policy.initialInterval);
  if (coefficient === 1) return interval;
  for (let i = 1; i < attempt && interval < maximum; i++) interval *= coefficient;
  return Math.min(interval, maximum);
}
