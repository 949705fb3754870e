import type { Command } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { EventType } from '../../../history/event';
import type { LangCommand } from '../../sdk/activation';
import { type CommandOwner, PendingCommand } from '../pending-command';

type Variant =
  | 'completeWorkflowExecution'
  | 'failWorkflowExecution'
  | 'cancelWorkflowExecution'
  | 'continueAsNewWorkflowExecution';

/** How each terminal command is called, and what event it becomes. */
const TERMINAL: Readonly<Record<Variant, { kind: string; eventType: EventType; text: string }>> = {
  completeWorkflowExecution: {
    kind: 'Complete workflow',
    eventType: 'WorkflowExecutionCompleted',
    text: 'complete the workflow',
  },
  failWorkflowExecution: { kind: 'Fail workflow', eventType: 'WorkflowExecutionFailed', text: 'fail the workflow' },
  cancelWorkflowExecution: {
    kind: 'Cancel workflow',
    eventType: 'WorkflowExecutionCanceled',
    text: 'end the workflow as cancelled',
  },
  continueAsNewWorkflowExecution: {
    kind: 'Continue as new workflow',
    eventType: 'WorkflowExecutionContinuedAsNew',
    text: 'continue as new',
  },
};

/** Values of the run that a continue-as-new command takes over where workflow code gave none. */
export interface ContinueAsNewDefaults {
  readonly memo?: NonNullable<Command['continueAsNewWorkflowExecutionCommandAttributes']>['memo'];
  readonly retryPolicy?: NonNullable<Command['continueAsNewWorkflowExecutionCommandAttributes']>['retryPolicy'];
  readonly searchAttributes?: NonNullable<
    Command['continueAsNewWorkflowExecutionCommandAttributes']
  >['searchAttributes'];
}

/** The end of a run. */
export class TerminalMachine implements CommandOwner {
  readonly kind: string;
  readonly pending: PendingCommand;

  constructor(
    readonly command: LangCommand,
    readonly variant: Variant,
    readonly defaults: () => ContinueAsNewDefaults,
  ) {
    const { kind, eventType } = TERMINAL[variant];
    this.kind = kind;
    this.pending = new PendingCommand(this, 'end', eventType);
    this.pending.cause = command;
  }

  toCommand(): Command {
    const { userMetadata } = this.command;
    switch (this.variant) {
      case 'completeWorkflowExecution': {
        const { result } = this.command.completeWorkflowExecution!;
        return {
          commandType: CommandType.COMPLETE_WORKFLOW_EXECUTION,
          completeWorkflowExecutionCommandAttributes: { result: result ? { payloads: [result] } : undefined },
          userMetadata,
        };
      }
      case 'failWorkflowExecution':
        return {
          commandType: CommandType.FAIL_WORKFLOW_EXECUTION,
          failWorkflowExecutionCommandAttributes: { failure: this.command.failWorkflowExecution!.failure },
          userMetadata,
        };
      case 'cancelWorkflowExecution':
        return {
          commandType: CommandType.CANCEL_WORKFLOW_EXECUTION,
          cancelWorkflowExecutionCommandAttributes: {},
          userMetadata,
        };
      case 'continueAsNewWorkflowExecution':
        return this.#continueAsNew();
    }
  }

  onCommandEvent(): void {}

  describe(): string {
    return TERMINAL[this.variant].text;
  }

  #continueAsNew(): Command {
    const a = this.command.continueAsNewWorkflowExecution!;
    const defaults = this.defaults();
    const hasMemo = a.memo && Object.keys(a.memo).length > 0;
    const hasAttributes = Object.keys(a.searchAttributes?.indexedFields ?? {}).length > 0;
    return {
      commandType: CommandType.CONTINUE_AS_NEW_WORKFLOW_EXECUTION,
      continueAsNewWorkflowExecutionCommandAttributes: {
        workflowType: { name: a.workflowType },
        taskQueue: { name: a.taskQueue, kind: 1 },
        input: { payloads: a.arguments },
        workflowRunTimeout: a.workflowRunTimeout,
        workflowTaskTimeout: a.workflowTaskTimeout,
        backoffStartInterval: a.backoffStartInterval,
        header: { fields: a.headers },
        memo: hasMemo ? { fields: a.memo } : defaults.memo,
        searchAttributes: hasAttributes ? a.searchAttributes : defaults.searchAttributes,
        retryPolicy: a.retryPolicy ?? defaults.retryPolicy,
      },
      userMetadata: this.command.userMetadata,
    };
  }
}
