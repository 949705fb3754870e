import { invariant } from '../../../base/errors';
import type { HistoryEvent, HistoryView } from '../../../history/event';
import type { Job } from '../../sdk/activation';
import type { PendingCommand } from '../pending-command';

/** The states of a machine, what each accepts, and where that leads. */
export type Table<S extends string, I extends string> = { readonly [state in S]: { readonly [input in I]?: S } };

/** The next state. An input that the state does not list is a bug of ours: events are checked before they get here. */
export function next<S extends string, I extends string>(table: Table<S, I>, machine: string, state: S, input: I): S {
  const to = table[state][input];
  invariant(to !== undefined, `${machine} machine in state ${state} does not accept ${input}`);
  return to;
}

/** What machines know of the run that they belong to, and do to it. */
export interface MachineHost {
  readonly namespace: string;
  readonly runId: string;
  /** Appends a command to those of this workflow task. */
  issue(command: PendingCommand): void;
  /** Removes a command that was issued in this workflow task. */
  revoke(command: PendingCommand): void;
  /** Delivers a job with the next activation. */
  deliver(job: Job): void;
}

export type { HistoryEvent, HistoryView };
