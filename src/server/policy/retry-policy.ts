/** Retry policies: what the server stores of one, and what it decides when an attempt under it has failed. */
import type { Failure, RetryPolicy } from '../../base/api';
import { type RetryStateName, TimeoutType } from '../../base/enums';
import { invalidArgument } from '../status';
import { capDuration, durationError } from './duration';
import { fromNanos, multiplyWrapping, type Nanos, nanosToMs, toNanos } from './nanos';
import { power } from './power';

/** Versions of the server that worldline can be; decisions that differ between them name it. */
export type ServerVersion = '1.31' | '1.29';

const TIMEOUT_PREFIX = 'TemporalTimeout:';
/** Names that a non-retryable timeout may be listed by; only the short ones are ever matched. */
const TIMEOUT_TYPE_NAMES: ReadonlySet<string> = new Set([
  ...['StartToClose', 'ScheduleToStart', 'ScheduleToClose', 'Heartbeat'],
  ...Object.keys(TimeoutType).map((name) => `TIMEOUT_TYPE_${name}`),
]);

/**
 * The policy as the server stores it: defaults filled in (initial interval 1 s, coefficient 2, maximum interval 100 × initial,
 * attempts unlimited), then validated, then durations cut to 100 years. With `maximumAttempts` 1 nothing is validated.
 * Throws a `ServerStatus` INVALID_ARGUMENT with the server's text. The given object is not changed.
 */
export function normaliseRetryPolicy(policy: RetryPolicy): RetryPolicy {
  const initialInterval = toNanos(policy.initialInterval) === 0 ? fromNanos(1e9) : policy.initialInterval!;
  const filled = {
    initialInterval,
    backoffCoefficient: policy.backoffCoefficient || 2,
    // The server multiplies in int64, which wraps round from about 2.9 years on.
    maximumInterval:
      toNanos(policy.maximumInterval) === 0
        ? fromNanos(multiplyWrapping(toNanos(initialInterval), 100))
        : policy.maximumInterval!,
    maximumAttempts: policy.maximumAttempts ?? 0,
    nonRetryableErrorTypes: policy.nonRetryableErrorTypes ?? [],
  };
  if (filled.maximumAttempts === 1) return filled;
  const error = policyError(filled);
  if (error !== undefined) throw invalidArgument(error);
  filled.initialInterval = capDuration(filled.initialInterval);
  filled.maximumInterval = capDuration(filled.maximumInterval);
  return filled;
}

type FilledPolicy = { [K in keyof RetryPolicy]-?: NonNullable<RetryPolicy[K]> };

function policyError(policy: FilledPolicy): string | undefined {
  const initialError = durationError(policy.initialInterval);
  if (initialError) return `invalid InitialInterval set on retry policy: ${initialError}`;
  if (policy.backoffCoefficient < 1) return 'BackoffCoefficient cannot be less than 1 on retry policy.';
  const maximumError = durationError(policy.maximumInterval);
  if (maximumError) return `invalid MaximumInterval set on retry policy: ${maximumError}`;
  const maximum = toNanos(capDuration(policy.maximumInterval));
  if (maximum > 0 && maximum < toNanos(capDuration(policy.initialInterval))) {
    return 'MaximumInterval cannot be less than InitialInterval on retry policy.';
  }
  if (policy.maximumAttempts < 0) return 'MaximumAttempts cannot be negative on retry policy.';
  for (const type of policy.nonRetryableErrorTypes) {
    if (!type.startsWith(TIMEOUT_PREFIX)) continue;
    const timeoutType = type.slice(TIMEOUT_PREFIX.length);
    if (!TIMEOUT_TYPE_NAMES.has(timeoutType)) return `Invalid timeout type value: ${timeoutType}.`;
  }
  return undefined;
}

/** An attempt has failed: under which policy, how often, with what. */
export interface FailedAttempt {
  /** As stored (see `normaliseRetryPolicy`); none: no retries. */
  readonly policy: RetryPolicy | null | undefined;
  /** The attempt that failed, counted from 1. */
  readonly attempt: number;
  /** Only the outermost failure counts; none is retryable. */
  readonly failure: Failure | null | undefined;
  readonly kind: 'activity' | 'workflow';
  /** Cancellation of the activity was requested. Default false. */
  readonly cancelRequested?: boolean;
  /** Default '1.31'. */
  readonly serverVersion?: ServerVersion;
}

export type RetryStop = { readonly retryState: Exclude<RetryStateName, 'IN_PROGRESS'> };

/** In virtual milliseconds. */
export type RetryDecision = { readonly retryState: 'IN_PROGRESS'; readonly intervalMs: number } | RetryStop;

/** In nanoseconds. */
export type ExactRetryDecision = { readonly retryState: 'IN_PROGRESS'; readonly interval: Nanos } | RetryStop;

/**
 * Whether another attempt follows, and after which interval from `now`. `now` and `expiration` are virtual milliseconds;
 * no attempt may start after `expiration` (activity: first scheduled time + schedule-to-close, workflow: the execution's
 * expiration time; undefined: no such time), starting exactly then is fine.
 */
export function nextRetry(failed: FailedAttempt & { now: number; expiration: number | undefined }): RetryDecision {
  const remaining = failed.expiration === undefined ? undefined : Math.round((failed.expiration - failed.now) * 1e6);
  const decision = nextRetryExact(failed, remaining);
  return 'interval' in decision ? { retryState: 'IN_PROGRESS', intervalMs: nanosToMs(decision.interval) } : decision;
}

/** The same to the nanosecond: `remaining` is the time from now until no attempt may start any more. */
export function nextRetryExact(failed: FailedAttempt, remaining: Nanos | undefined): ExactRetryDecision {
  const { policy, failure, kind } = failed;
  if (!policy) return { retryState: 'RETRY_POLICY_NOT_SET' };
  if (failed.cancelRequested) return { retryState: 'CANCEL_REQUESTED' };
  // Server 1.31 calls an activity's schedule-to-start and schedule-to-close timeouts deadlines, not failures of an attempt.
  const deadlinesAreTimeouts = kind === 'activity' && failed.serverVersion !== '1.29';
  if (deadlinesAreTimeouts && isDeadline(failure)) return { retryState: 'TIMEOUT' };
  if (!isRetryable(failure, policy.nonRetryableErrorTypes)) return { retryState: 'NON_RETRYABLE_FAILURE' };

  const attempt = Math.max(failed.attempt, 1);
  const maximumAttempts = policy.maximumAttempts ?? 0;
  if (maximumAttempts > 0 && attempt >= maximumAttempts) return { retryState: 'MAXIMUM_ATTEMPTS_REACHED' };

  const interval = nextInterval(policy, attempt, failure, kind);
  if (interval === undefined || (remaining !== undefined && interval > remaining)) return { retryState: 'TIMEOUT' };
  return { retryState: 'IN_PROGRESS', interval };
}

/** The interval before the next attempt; undefined where there is neither an interval above 0 nor a maximum to stand in. */
function nextInterval(
  policy: RetryPolicy,
  attempt: number,
  failure: Failure | null | undefined,
  kind: FailedAttempt['kind'],
): Nanos | undefined {
  const delay = failure?.applicationFailureInfo?.nextRetryDelay;
  const wanted = delay ? toNanos(delay) : exponentialInterval(policy, attempt);
  // An activity's own delay is not held to the policy's maximum; a workflow's is.
  const maximum = delay && kind === 'activity' ? wanted : toNanos(policy.maximumInterval);
  if (maximum === 0) return wanted > 0 ? wanted : undefined;
  return wanted <= 0 || wanted > maximum ? maximum : wanted;
}

/** Nanoseconds, exact: whatever Go truncates to int64 is a double already. */
function exponentialInterval(policy: RetryPolicy, attempt: number): Nanos {
  const exact = Number(toNanos(policy.initialInterval)) * power(policy.backoffCoefficient ?? 0, attempt - 1);
  // Where int64 overflows, the server's processor decides; amd64 gives the smallest int64, which counts as "no interval".
  return exact < 2 ** 63 ? Math.trunc(exact) : Number.NEGATIVE_INFINITY;
}

function isDeadline(failure: Failure | null | undefined): boolean {
  const type = failure?.timeoutFailureInfo?.timeoutType;
  return type === TimeoutType.SCHEDULE_TO_START || type === TimeoutType.SCHEDULE_TO_CLOSE;
}

/** Whether a failure lets its activity or workflow be tried again: only the outermost failure is looked at. */
export function isRetryable(
  failure: Failure | null | undefined,
  nonRetryableErrorTypes: readonly string[] | null | undefined,
): boolean {
  if (!failure) return true;
  if (failure.terminatedFailureInfo || failure.canceledFailureInfo) return false;
  const listed = (type: string) => nonRetryableErrorTypes?.includes(type) ?? false;
  if (failure.timeoutFailureInfo) {
    const type = failure.timeoutFailureInfo.timeoutType;
    if (type === TimeoutType.START_TO_CLOSE) return !listed(`${TIMEOUT_PREFIX}StartToClose`);
    if (type === TimeoutType.HEARTBEAT) return !listed(`${TIMEOUT_PREFIX}Heartbeat`);
    return false;
  }
  if (failure.serverFailureInfo) return !failure.serverFailureInfo.nonRetryable;
  const application = failure.applicationFailureInfo;
  if (application) return !application.nonRetryable && !listed(application.type ?? '');
  return true;
}
