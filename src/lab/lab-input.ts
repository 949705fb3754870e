/** What the retry lab is given: how the attempts of one activity go, and the options that it is called with. */
import type { ActivityOptions } from '@temporalio/common';
import { InvalidInputError } from '../base/errors';

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
  /** As given to `proxyActivities`. */
  readonly options: ActivityOptions;
}

/** The attempt with this number, from 1. */
export function attemptAt({ attempts }: LabInput, number: number): LabAttempt {
  return attempts[Math.min(number, attempts.length) - 1]!;
}

const INPUT_NAMES = ['taskTimeInQueueMs', 'attempts', 'cancelAtMs', 'options'];
const ATTEMPT_NAMES = [
  'result',
  'afterMs',
  'nonRetryable',
  'nextRetryDelayMs',
  'errorType',
  'heartbeatEveryMs',
  'heartbeatsUntilMs',
];
const RESULTS = ['succeed', 'fail', 'crash'];

/** @throws InvalidInputError where the value is none that the lab can run; the message says which part, and what would be right. */
export function checkLabInput(value: unknown): asserts value is LabInput {
  const input = objectOf(value, 'the input');
  refuseUnknown(input, INPUT_NAMES, 'the input');
  checkMs(input, 'taskTimeInQueueMs', 'taskTimeInQueueMs');
  checkMs(input, 'cancelAtMs', 'cancelAtMs');
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
  if (!RESULTS.includes(attempt.result as string)) {
    throw invalid(`${where}.result`, attempt.result, `one of ${RESULTS.map((name) => `"${name}"`).join(', ')}`);
  }
  if (attempt.afterMs === undefined) throw invalid(`${where}.afterMs`, undefined, 'milliseconds, 0 or more');
  for (const name of ['afterMs', 'nextRetryDelayMs', 'heartbeatsUntilMs']) checkMs(attempt, name, `${where}.${name}`);
  const every = attempt.heartbeatEveryMs;
  if (every !== undefined && !(isMs(every) && every >= 1)) {
    throw invalid(`${where}.heartbeatEveryMs`, every, 'milliseconds, 1 or more');
  }
  if (attempt.nonRetryable !== undefined && typeof attempt.nonRetryable !== 'boolean') {
    throw invalid(`${where}.nonRetryable`, attempt.nonRetryable, 'true or false');
  }
  if (attempt.errorType !== undefined && typeof attempt.errorType !== 'string') {
    throw invalid(`${where}.errorType`, attempt.errorType, 'a text');
  }
}

function objectOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw invalid(where, value, 'an object');
}

function refuseUnknown(value: object, names: readonly string[], where: string): void {
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new InvalidInputError(`${where} has no field '${unknown}'; the fields are ${names.join(', ')}`);
  }
}

function checkMs(of: Readonly<Record<string, unknown>>, name: string, where: string): void {
  const value = of[name];
  if (value !== undefined && !isMs(value)) throw invalid(where, value, 'milliseconds, 0 or more');
}

function isMs(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function invalid(where: string, value: unknown, right: string): InvalidInputError {
  return new InvalidInputError(`${where} is ${JSON.stringify(value) ?? 'missing'}; it must be ${right}`);
}
