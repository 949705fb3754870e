/**
 * Payloads of commands that are larger than the server takes. Such a command fails its workflow task and terminates the workflow.
 * Causes and texts are the server's own, with their odd ones.
 */
import type { Command, Memo, Payloads } from '../../../base/api';
import { CommandType, type WorkflowTaskFailedCauseName } from '../../../base/enums';
import { failureBytes } from '../failure-size';
import { LIMITS } from '../limits';
import { isTooLarge } from '../search-attributes';
import { CommandRefused } from './command';

export function checkBlobs(command: Command): void {
  for (const { cause, what, isTooLarge } of CHECKS[command.commandType ?? 0] ?? []) {
    if (isTooLarge(command)) throw new CommandRefused(cause, `${what} exceeds size limit.`, 'terminate');
  }
}

interface Check {
  readonly cause: WorkflowTaskFailedCauseName;
  readonly what: string;
  isTooLarge(command: Command): boolean;
}

type Of<T> = (command: Command) => T | null | undefined;

const payloads = (cause: Check['cause'], what: string, of: Of<Payloads>): Check => ({
  cause,
  what,
  isTooLarge: (command) => isTooLarge(of(command)),
});

const memo = (cause: Check['cause'], what: string, of: Of<Memo>): Check => ({
  cause,
  what,
  isTooLarge: (command) => isTooLarge({ payloads: Object.values(of(command)?.fields ?? {}) }),
});

const CHECKS: { readonly [type: number]: readonly Check[] } = {
  [CommandType.COMPLETE_WORKFLOW_EXECUTION]: [
    payloads(
      'BAD_SCHEDULE_ACTIVITY_ATTRIBUTES',
      'CompleteWorkflowExecutionCommandAttributes.Result',
      (command) => command.completeWorkflowExecutionCommandAttributes?.result,
    ),
  ],
  [CommandType.FAIL_WORKFLOW_EXECUTION]: [
    {
      cause: 'BAD_FAIL_WORKFLOW_EXECUTION_ATTRIBUTES',
      what: 'FailWorkflowExecutionCommandAttributes.Failure',
      isTooLarge: ({ failWorkflowExecutionCommandAttributes: attributes }) =>
        !!attributes?.failure && failureBytes(attributes.failure) > LIMITS.blobBytes,
    },
  ],
  [CommandType.SCHEDULE_ACTIVITY_TASK]: [
    payloads(
      'BAD_SCHEDULE_ACTIVITY_ATTRIBUTES',
      'ScheduleActivityTaskCommandAttributes.Input',
      (command) => command.scheduleActivityTaskCommandAttributes?.input,
    ),
  ],
  [CommandType.START_CHILD_WORKFLOW_EXECUTION]: [
    payloads(
      'BAD_START_CHILD_EXECUTION_ATTRIBUTES',
      'StartChildWorkflowExecutionCommandAttributes. Input',
      (command) => command.startChildWorkflowExecutionCommandAttributes?.input,
    ),
    memo(
      'BAD_START_CHILD_EXECUTION_ATTRIBUTES',
      'StartChildWorkflowExecutionCommandAttributes.Memo',
      (command) => command.startChildWorkflowExecutionCommandAttributes?.memo,
    ),
  ],
  [CommandType.CONTINUE_AS_NEW_WORKFLOW_EXECUTION]: [
    payloads(
      'BAD_CONTINUE_AS_NEW_ATTRIBUTES',
      'ContinueAsNewWorkflowExecutionCommandAttributes. Input',
      (command) => command.continueAsNewWorkflowExecutionCommandAttributes?.input,
    ),
    memo(
      'BAD_CONTINUE_AS_NEW_ATTRIBUTES',
      'ContinueAsNewWorkflowExecutionCommandAttributes. Memo',
      (command) => command.continueAsNewWorkflowExecutionCommandAttributes?.memo,
    ),
  ],
  [CommandType.SIGNAL_EXTERNAL_WORKFLOW_EXECUTION]: [
    payloads(
      'BAD_SIGNAL_WORKFLOW_EXECUTION_ATTRIBUTES',
      'SignalExternalWorkflowExecutionCommandAttributes.Input',
      (command) => command.signalExternalWorkflowExecutionCommandAttributes?.input,
    ),
  ],
  [CommandType.RECORD_MARKER]: [
    payloads('BAD_RECORD_MARKER_ATTRIBUTES', 'RecordMarkerCommandAttributes.Details', (command) => ({
      payloads: Object.values(command.recordMarkerCommandAttributes?.details ?? {}).flatMap((p) => p.payloads ?? []),
    })),
  ],
  [CommandType.MODIFY_WORKFLOW_PROPERTIES]: [
    memo(
      'BAD_MODIFY_WORKFLOW_PROPERTIES_ATTRIBUTES',
      'ModifyWorkflowPropertiesCommandAttributes',
      (command) => command.modifyWorkflowPropertiesCommandAttributes?.upsertedMemo,
    ),
  ],
};
