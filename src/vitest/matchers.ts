/** What tests say about workflows, for `expect.extend` of vitest or jest. */
import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError } from '../base/errors';
import type { EventType, HistoryEvent } from '../history/event';
import { History, type HistoryProto } from '../history/history';
import { payloadsToValues } from './payload-values';

/**
 * A history, or what has one: a `Simulation`. Or what has to be asked for it, a handle of the client or a promise (`world.history` of a
 * connected world): then the assertion has to be awaited.
 */
export type HasHistory =
  | History
  | { readonly history: History }
  | PromiseLike<History>
  | { fetchHistory(): Promise<HistoryProto> };

interface Verdict {
  readonly pass: boolean;
  readonly message: () => string;
}

type Answer = Verdict | Promise<Verdict>;

interface Context {
  readonly isNot?: boolean;
  equals?(a: unknown, b: unknown): boolean;
}

export interface ActivityExpectation {
  /** What it is called with; may hold matchers such as `expect.any(String)`. */
  readonly args?: readonly unknown[];
  /** How often it is scheduled so. Default: at least once. */
  readonly times?: number;
}

const CLOSED = /^WorkflowExecution(Completed|Failed|TimedOut|Canceled|Terminated|ContinuedAsNew)$/;

export const matchers = {
  /** The workflow has completed; with an argument: with this result. */
  toHaveCompleted(this: Context, received: HasHistory, ...expected: [result?: unknown]): Answer {
    return ofHistory('toHaveCompleted', received, (history) => {
      const [event] = history.ofType('WorkflowExecutionCompleted');
      const [result] = event ? payloadsToValues(event.attributes.result) : [];
      const fits = event !== undefined && (expected.length === 0 || equal(this, result, expected[0]));
      const wanted = expected.length === 0 ? 'complete' : `complete with ${show(expected[0])}`;
      return verdict(fits, history, wanted, event ? `it completed with ${show(result)}` : endOf(history));
    });
  },

  /** The workflow has failed, it or one of the causes with this text, or with this type of failure. */
  toHaveFailedWith(this: Context, received: HasHistory, expected: string | RegExp): Answer {
    return ofHistory('toHaveFailedWith', received, (history) => {
      const failures = failuresOf(history);
      const fits = failures.some(({ message, type }) =>
        typeof expected === 'string' ? message.includes(expected) || type === expected : expected.test(message),
      );
      const said = failures.map(({ message, type }) => (type ? `${type}: ${message}` : message)).join(', caused by ');
      return verdict(fits, history, `fail with ${show(expected)}`, said ? `it failed with ${said}` : endOf(history));
    });
  },

  /** The workflow has scheduled an activity of this type. */
  toHaveScheduledActivity(
    this: Context,
    received: HasHistory,
    activityType: string,
    { args, times }: ActivityExpectation = {},
  ): Answer {
    return ofHistory('toHaveScheduledActivity', received, (history) => {
      const calls = history.ofType('ActivityTaskScheduled').map((event) => ({
        type: event.attributes.activityType?.name,
        args: payloadsToValues(event.attributes.input),
      }));
      const fitting = calls.filter((call) => call.type === activityType && (!args || equal(this, call.args, args)));
      const fits = times === undefined ? fitting.length > 0 : fitting.length === times;
      const how = `${args ? ` with ${show(args)}` : ''}${times === undefined ? '' : ` ${times} times`}`;
      const seen = calls.map((call) => `${call.type}(${call.args.map(show).join(', ')})`).join(', ');
      return verdict(fits, history, `schedule activity ${activityType}${how}`, `it scheduled ${seen || 'no activity'}`);
    });
  },

  /** The workflow has started a timer of so many milliseconds, or any timer. */
  toHaveStartedTimer(this: Context, received: HasHistory, durationMs?: number): Answer {
    return ofHistory('toHaveStartedTimer', received, (history) => {
      const durations = history.ofType('TimerStarted').map(({ attributes }) => msOf(attributes.startToFireTimeout));
      const fits = durationMs === undefined ? durations.length > 0 : durations.includes(durationMs);
      const wanted = `start a timer${durationMs === undefined ? '' : ` of ${durationMs} ms`}`;
      return verdict(fits, history, wanted, `it started ${durations.map((ms) => `${ms} ms`).join(', ') || 'none'}`);
    });
  },

  /** The types of the history's events, all of them in their order. */
  toHaveHistory(this: Context, received: HasHistory, expected: readonly EventType[]): Answer {
    return ofHistory('toHaveHistory', received, (history) => {
      const types = history.events.map(({ type }) => type);
      const fits = isDeepStrictEqual(types, [...expected]);
      return verdict(fits, history, `have the events ${expected.join(', ')}`, `it has ${types.join(', ')}`);
    });
  },
};

function ofHistory(matcher: string, received: HasHistory, judge: (history: History) => Verdict): Answer {
  const { history, fetchHistory, then } = (received ?? {}) as Partial<Record<string, unknown>>;
  if (received instanceof History) return judge(received);
  if (history instanceof History) return judge(history);
  if (typeof fetchHistory === 'function') {
    return (fetchHistory.call(received) as Promise<HistoryProto>).then((proto) => judge(History.from(proto)));
  }
  if (typeof then === 'function') {
    return Promise.resolve(received as PromiseLike<HasHistory>).then((found) => ofHistory(matcher, found, judge));
  }
  throw new InvalidInputError(
    `expect(…).${matcher}: the value has no history; give world.history(workflowId), a handle of the client, or what simulate() gives`,
  );
}

function equal({ equals }: Context, a: unknown, b: unknown): boolean {
  return equals ? equals(a, b) : isDeepStrictEqual(a, b);
}

function verdict(pass: boolean, history: History, wanted: string, found: string): Verdict {
  const who = `${history.workflowType} (${history.workflowId})`;
  return {
    pass,
    message: () => `expected ${who} ${pass ? 'not ' : ''}to ${wanted}, and ${found}\n\n${history.toText()}`,
  };
}

function endOf(history: History): string {
  const last = history.events.at(-1);
  return last && CLOSED.test(last.type) ? `it ended with ${last.type}` : 'it has not ended';
}

function failuresOf(history: History): { message: string; type: string | undefined }[] {
  const [event] = history.ofType('WorkflowExecutionFailed') as HistoryEvent<'WorkflowExecutionFailed'>[];
  const failures = [];
  for (let failure = event?.attributes.failure; failure; failure = failure.cause) {
    failures.push({ message: failure.message ?? '', type: failure.applicationFailureInfo?.type ?? undefined });
  }
  return failures;
}

function msOf(duration: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(duration?.seconds ?? 0) * 1000 + (duration?.nanos ?? 0) / 1e6;
}

function show(value: unknown): string {
  if (value instanceof RegExp) return String(value);
  return JSON.stringify(value) ?? String(value);
}
