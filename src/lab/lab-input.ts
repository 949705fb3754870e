/** What the retry lab is given: how the attempts of one activity go, and the options that it is called with. */
import type { ActivityOptions } from '@temporalio/common';
import { check, checkMs, checkOneOf, invalid, isText, objectOf, refuseUnknown } from './check';

export interface LabAttempt {
  /** `crash`: its worker dies after `afterMs`, and nobody answers for it any more. */
  readonly result: 'succeed' | 'fail' | 'crash';
  /** How long it runs, in milliseconds. */
  readonly afterMs: number;
  /** Its failure says that it may not be retried. */
  readonly nonRetryable?: boolean;
  /** Its failure asks for this wait, in place of the policy's. */
  readonly nextRetryDelayMs?: number;
  /** The type of its failure, for `nonRetryableErrorTypes`. Default 'Error', as `throw new Error()` has it. */
  readonly errorType?: string;
  /** It heartbeats after so many milliseconds, again and again … */
  readonly heartbeatEveryMs?: number;
  /** … and the last time at this one; default: to its end. */
  readonly heartbeatsUntilMs?: number;
}

export interface LabInput {
  /** How long the task of each attempt waits for a worker. Default 0. */
  readonly taskTimeInQueueMs?: number;
  /** In order; past its end the last one repeats. */
  readonly attempts: readonly LabAttempt[];
  /** When the workflow cancels the activity, in milliseconds since it was scheduled. Default: never. */
  readonly cancelAtMs?: number;
  /** Which server's retry states, where versions differ. Default '1.31'. */
  readonly serverVersion?: '1.31' | '1.29';
  /** As given to `proxyActivities`. */
  readonly options: ActivityOptions;
}

/** The attempt with this number, from 1. */
export function attemptAt({ attempts }: LabInput, number: number): LabAttempt {
  return attempts[Math.min(number, attempts.length) - 1]!;
}

const INPUT_NAMES = ['taskTimeInQueueMs', 'attempts', 'cancelAtMs', 'serverVersion', 'options'];
const ATTEMPT_NAMES = [
  'result',
  'afterMs',
  'nonRetryable',
  'nextRetryDelayMs',
  'errorType',
  'heartbeatEveryMs',
  'heartbeatsUntilMs',
];

/** @throws InvalidInputError where the value is none that the lab can run; the message says which part, and what would be right. */
export function checkLabInput(value: unknown): asserts value is LabInput {
  const input = objectOf(value, 'the input');
  refuseUnknown(input, INPUT_NAMES, 'the input');
  checkMs(input, 'taskTimeInQueueMs', '');
  checkMs(input, 'cancelAtMs', '');
  checkOneOf(input, 'serverVersion', '', ['1.31', '1.29']);
  objectOf(input.options, 'options');
  if (!Array.isArray(input.attempts) || input.attempts.length === 0) {
    throw invalid(
      'attempts',
      input.attempts,
      'a list of at least one attempt, such as [{ result: "fail", afterMs: 10 }]',
    );
  }
  for (const [index, attempt] of input.attempts.entries()) checkAttempt(attempt, `attempts[${index}]`);
}

function checkAttempt(value: unknown, where: string): void {
  const attempt = objectOf(value, where);
  refuseUnknown(attempt, ATTEMPT_NAMES, where);
  checkOneOf(attempt, 'result', where, ['succeed', 'fail', 'crash'], true);
  checkMs(attempt, 'afterMs', where, { needed: true });
  for (const name of ['nextRetryDelayMs', 'heartbeatsUntilMs']) checkMs(attempt, name, where);
  checkMs(attempt, 'heartbeatEveryMs', where, { least: 1 });
  check(attempt, 'nonRetryable', where, 'true or false', (one) => typeof one === 'boolean');
  check(attempt, 'errorType', where, 'a text', isText);
}
