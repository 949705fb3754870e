/** What a command of a completed workflow task is to the server: something to check, and then something to carry out. */
import type { Command, UserMetadata } from '../../../base/api';
import type { WorkflowTaskFailedCauseName } from '../../../base/enums';
import type { UpdateMessage } from '../../../history/worker-protocol';
import type { Execution } from '../execution';

/**
 * A command that the server refuses: the workflow task fails with this cause, and nothing of the completion is kept. Some are so bad
 * that the workflow is terminated, too.
 */
export class CommandRefused extends Error {
  constructor(
    override readonly cause: WorkflowTaskFailedCauseName,
    text: string,
    readonly workflow: 'keep' | 'terminate' = 'keep',
  ) {
    super(cause === 'UNHANDLED_COMMAND' ? 'UnhandledCommand' : `${pascal(cause)}: ${text}`);
  }

  /** True: there is nothing wrong with the command itself, but it is one too many, or too large. */
  get isLimit(): boolean {
    return this.workflow === 'terminate' || this.cause.endsWith('_LIMIT_EXCEEDED');
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
