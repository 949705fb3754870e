import { asyncLocalStorage, Context } from '@temporalio/activity';
import { CancelledFailure, defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import type { coresdk } from '@temporalio/proto';
import { durationToMs } from '../../src/base/api';
import { activityTimers } from './realm';
import { toPayloads } from './run';

export type ScheduleActivity = coresdk.workflow_commands.IScheduleActivity;
export type ActivityResult = Record<string, unknown>;
export type ActivityFunction = (...args: any[]) => Promise<unknown>;

/** What an activity needs of its driver. */
export interface ActivityHost {
  /** Calls back after so much virtual time; the handle goes to `cancel`. */
  after(ms: number, callback: () => void): unknown;
  cancel(handle: unknown): void;
  /** The activity waits for virtual time (or does no longer), so that it may move (or may not). */
  idle(isIdle: boolean): void;
}

/** One activity with its attempts: the function is really called, its arguments and results really converted. */
export class DrivenActivity {
  #cancelRequested = false;
  #cancel: ((failure: CancelledFailure) => void) | undefined;

  constructor(
    private readonly command: ScheduleActivity,
    private readonly fn: ActivityFunction,
    private readonly host: ActivityHost,
    private readonly onClose: (result: ActivityResult) => void,
  ) {}

  requestCancel(): void {
    this.#cancelRequested = true;
  }

  /** Runs attempt n, and later ones as the retry policy says (1 s, twice as long each time). */
  async attempt(n: number): Promise<void> {
    const { fn, command } = this;
    const args = (command.arguments ?? []).map((payload) => defaultPayloadConverter.fromPayload(payload));
    try {
      // Only activities that heartbeat look at their context; the floor for all others is the call itself.
      const value = await (command.heartbeatTimeout ? this.#inContext(() => fn(...args)) : fn(...args));
      this.onClose({ completed: { result: toPayloads([value])[0] } });
    } catch (error) {
      const failure = defaultFailureConverter.errorToFailure(error, defaultPayloadConverter);
      if (error instanceof CancelledFailure) this.onClose({ cancelled: { failure } });
      else {
        const initialMs = durationToMs(command.retryPolicy?.initialInterval) || 1000;
        this.host.idle(true);
        this.host.after(initialMs * 2 ** (n - 1), () => {
          this.host.idle(false);
          void this.attempt(n + 1);
        });
      }
    }
  }

  #inContext<T>(call: () => Promise<T>): Promise<T> {
    const abort = new AbortController();
    const cancelled = new Promise<never>((_, reject) => {
      this.#cancel = (failure) => {
        abort.abort(failure);
        reject(failure);
      };
    });
    cancelled.catch(() => undefined); // Most activities are never cancelled, or do not look.
    const heartbeat = (details: unknown) => {
      toPayloads([details]);
      if (this.#cancelRequested) this.#cancel!(new CancelledFailure('CANCELLED'));
    };
    const context = new Context(
      {} as never,
      cancelled,
      abort.signal,
      heartbeat,
      undefined,
      undefined as never,
      undefined as never,
      {},
    );
    return asyncLocalStorage.run(context, () => activityTimers.run(this.#timers, call));
  }

  /** The timers of one activity; while one is pending, the activity waits for it. */
  readonly #timers = {
    setTimeout: (callback: () => void, ms: number): unknown => {
      this.host.idle(true);
      const pending = { handle: undefined as unknown, isPending: true };
      pending.handle = this.host.after(ms, () => {
        pending.isPending = false;
        this.host.idle(false);
        callback();
      });
      return pending;
    },
    clearTimeout: (pending: { handle: unknown; isPending: boolean } | undefined): void => {
      if (!pending?.isPending) return;
      pending.isPending = false;
      this.host.idle(false);
      this.host.cancel(pending.handle);
    },
  };
}
