/** The flags that say what the retry lab runs: attempts in words, timeouts and the retry policy. */
import type { ActivityOptions } from '@temporalio/common';
import { type Command, Option } from 'commander';
import { parseDuration } from '../../base/duration';
import { InvalidInputError } from '../../base/errors';
import { generateAttempts, type LabScenario } from '../../lab/lab-generate';
import { checkLabInput, type LabAttempt, type LabInput } from '../../lab/lab-input';

export interface LabFlags {
  readonly attempts?: string;
  readonly random?: string;
  readonly seed?: string;
  readonly queue?: string;
  readonly cancelAt?: string;
  readonly startToClose?: string;
  readonly scheduleToClose?: string;
  readonly scheduleToStart?: string;
  readonly heartbeat?: string;
  readonly initialInterval?: string;
  readonly backoffCoefficient?: string;
  readonly maximumInterval?: string;
  readonly maximumAttempts?: string;
  readonly nonRetryable?: string;
  readonly serverVersion?: string;
}

export function addLabFlags(command: Command): Command {
  const duration = (flag: string, what: string) => new Option(`${flag} <duration>`, what);
  return command
    .option(
      '--attempts <list>',
      "how they go, with commas between them: 'fail 10ms, fail 2s non-retryable, fail 1s next 30s, fail 1s type CardDeclined, succeed 1m heartbeat 5s until 20s, crash 3s'; the last one repeats (default: 'fail 100ms')",
    )
    .option('--random <scenario>', "attempts at random, of a latency and a share of successes, such as '10ms 90%'")
    .option('--seed <seed>', 'what they are drawn from (default: 1)')
    .addOption(duration('--queue', 'how long the task of each attempt waits for a worker'))
    .addOption(duration('--cancel-at', 'when the workflow cancels the activity'))
    .addOption(
      duration('--start-to-close', 'the longest that one attempt may run (default: 10s, without --schedule-to-close)'),
    )
    .addOption(duration('--schedule-to-close', 'the longest that all attempts together may take'))
    .addOption(duration('--schedule-to-start', 'the longest that a task may wait for a worker'))
    .addOption(duration('--heartbeat', 'the longest that a running attempt may say nothing'))
    .addOption(duration('--initial-interval', 'the wait after the first attempt'))
    .option('--backoff-coefficient <number>', 'each wait is so many times the one before')
    .addOption(duration('--maximum-interval', 'the longest wait'))
    .option('--maximum-attempts <number>', 'how many attempts there may be')
    .option('--non-retryable <types>', 'types of failures that end it, with commas between them')
    .option('--server-version <version>', "whose retry states: '1.31' (default) or '1.29'");
}

/** What was given as JSON, if anything, with the flags on top. @throws InvalidInputError */
export function labInputOf(given: unknown, flags: LabFlags): LabInput {
  if (given !== undefined) checkLabInput(given);
  const base: LabInput = given ?? { attempts: [{ result: 'fail', afterMs: 100 }], options: {} };
  const input: LabInput = {
    ...base,
    ...defined({
      taskTimeInQueueMs: msOf(flags.queue, '--queue'),
      cancelAtMs: msOf(flags.cancelAt, '--cancel-at'),
      attempts: attemptsOf(flags),
      serverVersion: flags.serverVersion as LabInput['serverVersion'],
    }),
    options: optionsOf(base.options, flags),
  };
  checkLabInput(input);
  return input;
}

function attemptsOf(flags: LabFlags): LabAttempt[] | undefined {
  const drawn = randomOf(flags);
  if (!drawn) return flags.attempts === undefined ? undefined : parseAttempts(flags.attempts);
  if (flags.attempts === undefined) return generateAttempts(drawn.scenario, drawn.seed);
  throw new InvalidInputError('--attempts and --random exclude each other: both say how the attempts go');
}

/** What attempts are drawn from; undefined: they are not. @throws InvalidInputError */
export function randomOf({
  random,
  seed,
}: LabFlags): { readonly scenario: LabScenario; readonly seed: string } | undefined {
  if (random !== undefined) return { scenario: parseScenario(random), seed: seed ?? '1' };
  if (seed === undefined) return undefined;
  throw new InvalidInputError('--seed needs --random: nothing else is drawn');
}

/** '10ms 90%'. @throws InvalidInputError */
function parseScenario(text: string): LabScenario {
  const [, latency, percent] = /^(.+?)[\s,]+(\d+(?:\.\d+)?)\s*%$/.exec(text.trim()) ?? [];
  if (!latency || !percent) {
    throw new InvalidInputError(
      `--random is '${text}'; it must be a latency and a share of successes, such as '10ms 90%'`,
    );
  }
  return { latencyMs: parseDuration(numeric(latency), `--random: '${text}'`), successRate: Number(percent) / 100 };
}

function optionsOf(base: ActivityOptions, flags: LabFlags): ActivityOptions {
  const timeouts = defined({
    startToCloseTimeout: durationOf(flags.startToClose, '--start-to-close'),
    scheduleToCloseTimeout: durationOf(flags.scheduleToClose, '--schedule-to-close'),
    scheduleToStartTimeout: durationOf(flags.scheduleToStart, '--schedule-to-start'),
    heartbeatTimeout: durationOf(flags.heartbeat, '--heartbeat'),
  });
  const retry = defined({
    initialInterval: durationOf(flags.initialInterval, '--initial-interval'),
    backoffCoefficient: numberOf(flags.backoffCoefficient, '--backoff-coefficient'),
    maximumInterval: durationOf(flags.maximumInterval, '--maximum-interval'),
    maximumAttempts: numberOf(flags.maximumAttempts, '--maximum-attempts'),
    nonRetryableErrorTypes: flags.nonRetryable?.split(',').map((type) => type.trim()),
  });
  const options = { ...base, ...timeouts } as ActivityOptions;
  const isBare = Object.keys(base).length === 0 && options.scheduleToCloseTimeout === undefined;
  return {
    ...(isBare && { startToCloseTimeout: '10 seconds' }),
    ...options,
    ...(Object.keys(retry).length > 0 && { retry: { ...base.retry, ...retry } }),
  } as ActivityOptions;
}

const RIGHT =
  "such as 'fail 10ms', 'fail 1s non-retryable', 'fail 1s next 30s', 'fail 1s type CardDeclined', 'succeed 1m heartbeat 5s until 20s' or 'crash 3s'";

/** @throws InvalidInputError for what is no list of attempts in words. */
export function parseAttempts(text: string): LabAttempt[] {
  return text.split(',').map((part) => parseAttempt(part.trim()));
}

function parseAttempt(text: string): LabAttempt {
  const words = text.split(/\s+/);
  const [result, after, ...rest] = words;
  if (!['succeed', 'fail', 'crash'].includes(result!)) {
    throw new InvalidInputError(`--attempts: '${text}' begins with '${result}'; an attempt is ${RIGHT}`);
  }
  const attempt: { -readonly [K in keyof LabAttempt]: LabAttempt[K] } = {
    result: result as LabAttempt['result'],
    afterMs: parseDuration(after ?? '', `--attempts: '${text}'`),
  };
  while (rest.length > 0) {
    const word = rest.shift()!;
    const ms = () => parseDuration(rest.shift() ?? '', `--attempts: '${text}', after '${word}'`);
    if (word === 'non-retryable') attempt.nonRetryable = true;
    else if (word === 'next') attempt.nextRetryDelayMs = ms();
    else if (word === 'heartbeat') attempt.heartbeatEveryMs = ms();
    else if (word === 'until') attempt.heartbeatsUntilMs = ms();
    else if (word === 'type') attempt.errorType = rest.shift() ?? '';
    else throw new InvalidInputError(`--attempts: '${text}' has the word '${word}'; an attempt is ${RIGHT}`);
  }
  return attempt;
}

function msOf(text: string | undefined, flag: string): number | undefined {
  return text === undefined ? undefined : parseDuration(numeric(text), flag);
}

/** Kept as it was written, since it is exported again. */
function durationOf(text: string | undefined, flag: string): string | number | undefined {
  if (text === undefined) return undefined;
  parseDuration(numeric(text), flag);
  return numeric(text);
}

function numeric(text: string): string | number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function numberOf(text: string | undefined, flag: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidInputError(`${flag} is '${text}'; it must be a number`);
}

function defined<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
