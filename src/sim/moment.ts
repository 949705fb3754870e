import type { QueryDefinition } from '@temporalio/common';
import type { ExecutionState } from '../history/execution-state';
import type { History } from '../history/history';
import type { Wait } from '../worker/sdk/trace';
import { type PastRun, standingAt } from '../worker/workflow/past-run';
import { assertEventId } from './event-id';

/** Puts a question to the code as it stood; each one is a replay of its own. */
type AskCode = <T>(ask: (run: PastRun) => Promise<T>) => Promise<T>;

/** A run at an event of its history, closed or open. What is asked here changes nothing. */
export class Moment {
  readonly eventId: number;
  /**
   * The code stands where the last workflow task that had completed by then has left it; this is the last event which that task has
   * written. It may be after `eventId` (what one task writes is one transaction), and is 0 before the first one: then there is no code
   * that could be asked. Of the events between it and `eventId` the code is told by the next workflow task.
   */
  readonly codeEventId: number;

  /** @throws InvalidInputError where the history has no such event. */
  constructor(
    what: string,
    readonly history: History,
    eventId: number,
    private readonly askCode: AskCode,
  ) {
    assertEventId(what, eventId, history);
    this.eventId = eventId;
    this.codeEventId = standingAt(history, eventId);
  }

  /** What the server knew just after the event: pending activities, timers, children, updates. */
  get state(): ExecutionState {
    return this.history.at(this.eventId);
  }

  /**
   * What a query would have been answered: by the workflow's own handler, or by the SDK for `__stack_trace` and its other built-in ones.
   * @throws InvalidInputError where the code has no such query there, or has not run yet; ReplayMismatchError where it does not fit the
   *   history up to there; what the handler throws where that fails.
   */
  query<Ret = unknown, Args extends unknown[] = any[]>(
    query: QueryDefinition<Ret, Args> | string,
    ...args: Args
  ): Promise<Ret> {
    const name = typeof query === 'string' ? query : query.name;
    return this.askCode((run) => run.query(name, args)) as Promise<Ret>;
  }

  /** The names of the queries that can be asked. @throws InvalidInputError where the code has not run yet. */
  queries(): Promise<string[]> {
    return this.askCode((run) => run.queries());
  }

  /** What the code awaits, and on which line. @throws InvalidInputError where the code has not run yet. */
  waits(): Promise<Wait[]> {
    return this.askCode((run) => run.waits());
  }
}
