/** What a command of a completed workflow task is to the server: something to check, and then something to carry out. */
import type { Command, UserMetadata } from '../../../base/api';
import type { WorkflowTaskFailedCauseName } from '../../../base/enums';
import type { UpdateMessage } from '../../../history/worker-protocol';
import { ServerStatus } from '../../status';
import type { Execution } from '../execution';

/**
 * A command that the server refuses; nothing of the completion is kept.
 *
 * - `fail-task`: the workflow task fails with this cause.
 * - `terminate`: the workflow is terminated, too.
 * - `error-only`: the worker is given the error, and the task is left to its timeout. So does the server with what it has wrapped in
 *   another error: the retry policy, cron schedule and task queue of a child or of the next run (`command_attr_validator.go`; a
 *   recording shows it).
 */
export class CommandRefused extends Error {
  constructor(
    override readonly cause: WorkflowTaskFailedCauseName,
    text: string,
    readonly effect: 'fail-task' | 'terminate' | 'error-only' = 'fail-task',
  ) {
    super(
      cause === 'UNHANDLED_COMMAND' ? 'UnhandledCommand' : effect === 'error-only' ? text : `${pascal(cause)}: ${text}`,
    );
  }

  /** True: there is nothing wrong with the command itself, but it is one too many, or too large. */
  get isLimit(): boolean {
    return this.effect === 'terminate' || this.cause.endsWith('_LIMIT_EXCEEDED');
  }
}

/** A status that a check throws becomes what `refuse` makes of its text. */
export function refusing<T>(refuse: (text: string) => CommandRefused, check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw error instanceof ServerStatus ? refuse(error.details) : error;
  }
}

function pascal(name: string): string {
  return name
    .split('_')
    .map((word) => word[0] + word.slice(1).toLowerCase())
    .join('');
}

/** What the commands of one completion, checked together, have done so far; nothing is written before all are checked. */
export class CommandBatch {
  readonly activityIds = new Set<string>();
  readonly startedTimers = new Set<string>();
  readonly canceledTimers = new Set<string>();
  activities = 0;
  children = 0;
  signals = 0;
  cancels = 0;

  constructor(
    readonly execution: Execution,
    readonly messages: ReadonlyMap<string, UpdateMessage>,
  ) {}
}

/** What carrying out a command needs to know. */
export interface CommandContext {
  readonly workflowTaskCompletedId: number;
  readonly identity: string;
  readonly userMetadata: UserMetadata | null | undefined;
}

export interface CommandHandler<Prepared = unknown> {
  /** True: it closes the workflow. */
  readonly closes?: boolean;
  /** Checks, and gives what `apply` needs. Changes nothing but the batch. Throws `CommandRefused`. */
  prepare(command: Command, batch: CommandBatch): Prepared;
  apply(x: Execution, prepared: Prepared, context: CommandContext): void;
}

/** Keeps the handler's own type between `prepare` and `apply`. */
export function handler<Prepared>(definition: CommandHandler<Prepared>): CommandHandler {
  return definition as CommandHandler;
}
