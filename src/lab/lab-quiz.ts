/**
 * Questions about how an activity ends. The wrong answers are not made up: each is what the lab itself says where one rule is
 * misunderstood, in a way that people (and other simulators) do.
 */
import { durationText } from '../history/time-text';
import { createRandom } from '../sim/random';
import type { LabInput } from './lab-input';
import type { LabOutcome, LabResult } from './lab-result';
import { runLab } from './run-lab';

export interface QuizQuestion {
  readonly input: LabInput;
  readonly choices: readonly { readonly text: string; readonly belief: string }[];
  /** Which of the choices is right. */
  readonly answer: number;
  readonly reason: string;
}

/** A belief, and the input under which it would be true. */
type Belief = readonly [belief: string, as: (input: LabInput) => LabInput];

const MISTAKES: readonly Belief[] = [
  [
    'start-to-close would end the activity',
    (input) => withRetry(input, { nonRetryableErrorTypes: ['TemporalTimeout:StartToClose'] }),
  ],
  [
    'a heartbeat timeout would end the activity',
    (input) => withRetry(input, { nonRetryableErrorTypes: ['TemporalTimeout:Heartbeat'] }),
  ],
  ['the first wait would be multiplied already', (input) => withRetry(input, { initialInterval: 2000 })],
  ['time in the queue would not count', (input) => ({ ...input, taskTimeInQueueMs: 0 })],
  [
    'schedule-to-close would not bind',
    (input) => ({ ...input, options: without(input.options, 'scheduleToCloseTimeout') }),
  ],
  ['waits would never grow', (input) => withRetry(input, { backoffCoefficient: 1 })],
  [
    'there would be one attempt less',
    (input) => withRetry(input, { maximumAttempts: Math.max(1, (input.options.retry?.maximumAttempts ?? 3) - 1) }),
  ],
  [
    'a cancellation would end it at once',
    (input) => ({ ...input, attempts: input.attempts.map((one) => ({ ...one, heartbeatEveryMs: 1 })) }),
  ],
];

/** The same seed gives the same question. */
export function quizQuestion(seed: string): QuizQuestion {
  const random = createRandom(`quiz ${seed}`);
  for (;;) {
    const input = drawInput(random);
    const result = runLab(input);
    const wrong = mistakesAbout(input, result);
    if (result.races.length > 0 || result.outcome === 'running' || wrong.length < 3) continue;
    const picked = shuffled(wrong, random).slice(0, 3);
    const choices = shuffled([{ text: endText(result), belief: 'this is what happens' }, ...picked], random);
    return { input, choices, answer: choices.findIndex(({ text }) => text === endText(result)), reason: result.reason };
  }
}

/** `failed after 3s, 3 attempts`. */
export function endText({ outcome, atMs, attempts }: LabResult): string {
  const how: Record<LabOutcome, string> = {
    ...{
      completed: 'completed',
      failed: 'failed',
      'timed-out': 'timed out',
      cancelled: 'cancelled',
      running: 'never ends',
    },
  };
  if (outcome === 'running') return how.running;
  return `${how[outcome]} after ${durationText(atMs)}, in ${attempts.length} attempt${attempts.length === 1 ? '' : 's'}`;
}

function mistakesAbout(input: LabInput, result: LabResult): { text: string; belief: string }[] {
  const found = new Map<string, { text: string; belief: string }>();
  for (const [belief, as] of MISTAKES) {
    let text: string;
    try {
      text = endText(runLab(as(input)));
    } catch {
      // Without this timeout the options would be refused.
      continue;
    }
    if (text !== endText(result) && !found.has(text)) found.set(text, { text, belief });
  }
  return [...found.values()];
}

function drawInput(random: () => number): LabInput {
  const pick = <T>(...list: T[]): T => list[Math.floor(random() * list.length)]!;
  const attempt = () => {
    const result = pick('fail' as const, 'fail' as const, 'succeed' as const, 'crash' as const);
    const heartbeats = random() < 0.3 ? { heartbeatEveryMs: pick(500, 1000) } : {};
    return { result, afterMs: pick(200, 500, 1500, 2500, 4000), ...heartbeats };
  };
  const scheduleToCloseTimeout = pick<number | undefined>(undefined, 5000, 8000, 12_000);
  return {
    taskTimeInQueueMs: pick(0, 0, 300, 700),
    attempts: Array.from({ length: pick(1, 2, 3) }, attempt),
    ...(random() < 0.2 && { cancelAtMs: pick(700, 1700, 3300) }),
    options: {
      startToCloseTimeout: pick(1000, 2000, 3000),
      ...(scheduleToCloseTimeout !== undefined && { scheduleToCloseTimeout }),
      ...(random() < 0.3 && { heartbeatTimeout: pick(800, 1500) }),
      retry: { maximumAttempts: pick(2, 3, 4, 5) },
    },
  };
}

function withRetry(input: LabInput, retry: object): LabInput {
  return { ...input, options: { ...input.options, retry: { ...input.options.retry, ...retry } } };
}

function without<T extends object, K extends keyof T>(value: T, name: K): Omit<T, K> {
  const { [name]: _, ...rest } = value;
  return rest;
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const left = [...list];
  return list.map(() => left.splice(Math.floor(random() * left.length), 1)[0]!);
}
