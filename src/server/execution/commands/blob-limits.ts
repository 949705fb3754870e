/**
 * Payloads of commands that are larger than the server takes. Such a command fails its workflow task and terminates the workflow.
 * Causes and texts are the server's own, with their odd ones.
 */
import type { Command, Memo, Payloads } from '../../../base/api';
import type { WorkflowTaskFailedCauseName } from '../../../base/enums';
import { failureBytes } from '../failure-size';
import { LIMITS } from '../limits';
import { isTooLarge } from '../search-attributes';
import { CommandRefused } from './command';

export function checkBlobs(command: Command): void {
  for (const { cause, what, isTooLarge } of CHECKS) {
    if (isTooLarge(command)) throw new CommandRefused(cause, `${what} exceeds size limit.`, true);
  }
}

interface Check {
  readonly cause: WorkflowTaskFailedCauseName;
  readonly what: string;
  isTooLarge(command: Command): boolean;
}

const payloads =
  (of: (command: Command) => Payloads | null | undefined) =>
  (command: Command): boolean =>
    isTooLarge(of(command));

const memo =
  (of: (command: Command) => Memo | null | undefined) =>
  (command: Command): boolean =>
    isTooLarge({ payloads: Object.values(of(command)?.fields ?? {}) });

const CHECKS: readonly Check[] = [
  {
    cause: 'BAD_SCHEDULE_ACTIVITY_ATTRIBUTES',
    what: 'CompleteWorkflowExecutionCommandAttributes.Result',
    isTooLarge: payloads((command) => command.completeWorkflowExecutionCommandAttributes?.result),
  },
  {
    cause: 'BAD_FAIL_WORKFLOW_EXECUTION_ATTRIBUTES',
    what: 'FailWorkflowExecutionCommandAttributes.Failure',
    isTooLarge: ({ failWorkflowExecutionCommandAttributes: attributes }) =>
      !!attributes?.failure && failureBytes(attributes.failure) > LIMITS.blobBytes,
  },
  {
    cause: 'BAD_SCHEDULE_ACTIVITY_ATTRIBUTES',
    what: 'ScheduleActivityTaskCommandAttributes.Input',
    isTooLarge: payloads((command) => command.scheduleActivityTaskCommandAttributes?.input),
  },
  {
    cause: 'BAD_START_CHILD_EXECUTION_ATTRIBUTES',
    what: 'StartChildWorkflowExecutionCommandAttributes. Input',
    isTooLarge: payloads((command) => command.startChildWorkflowExecutionCommandAttributes?.input),
  },
  {
    cause: 'BAD_START_CHILD_EXECUTION_ATTRIBUTES',
    what: 'StartChildWorkflowExecutionCommandAttributes.Memo',
    isTooLarge: memo((command) => command.startChildWorkflowExecutionCommandAttributes?.memo),
  },
  {
    cause: 'BAD_CONTINUE_AS_NEW_ATTRIBUTES',
    what: 'ContinueAsNewWorkflowExecutionCommandAttributes. Input',
    isTooLarge: payloads((command) => command.continueAsNewWorkflowExecutionCommandAttributes?.input),
  },
  {
    cause: 'BAD_CONTINUE_AS_NEW_ATTRIBUTES',
    what: 'ContinueAsNewWorkflowExecutionCommandAttributes. Memo',
    isTooLarge: memo((command) => command.continueAsNewWorkflowExecutionCommandAttributes?.memo),
  },
  {
    cause: 'BAD_SIGNAL_WORKFLOW_EXECUTION_ATTRIBUTES',
    what: 'SignalExternalWorkflowExecutionCommandAttributes.Input',
    isTooLarge: payloads((command) => command.signalExternalWorkflowExecutionCommandAttributes?.input),
  },
  {
    cause: 'BAD_RECORD_MARKER_ATTRIBUTES',
    what: 'RecordMarkerCommandAttributes.Details',
    isTooLarge: (command) =>
      isTooLarge({
        payloads: Object.values(command.recordMarkerCommandAttributes?.details ?? {}).flatMap((p) => p.payloads ?? []),
      }),
  },
  {
    cause: 'BAD_MODIFY_WORKFLOW_PROPERTIES_ATTRIBUTES',
    what: 'ModifyWorkflowPropertiesCommandAttributes',
    isTooLarge: memo((command) => command.modifyWorkflowPropertiesCommandAttributes?.upsertedMemo),
  },
];
