/** Commands that act on other workflows: start a child, signal, request a cancellation. */

import { isTooLong, lengthText, UUID } from '../../policy/names';
import { initiateChild, prepareChild } from '../children';
import { initiateCancel, initiateSignal } from '../external-requests';
import { LIMITS } from '../limits';
import { type CommandBatch, CommandRefused, handler } from './command';

export const startChildWorkflowExecution = handler({
  prepare(command, batch) {
    const prepared = prepareChild(batch.execution, command.startChildWorkflowExecutionCommandAttributes!);
    if (batch.execution.children.size + ++batch.children > LIMITS.pendingChildren) {
      throw limitExceeded(
        'PENDING_CHILD_WORKFLOWS_LIMIT_EXCEEDED',
        'child workflow executions',
        LIMITS.pendingChildren,
      );
    }
    return prepared;
  },
  apply: initiateChild,
});

export const signalExternalWorkflowExecution = handler({
  prepare(command, batch) {
    const attributes = command.signalExternalWorkflowExecutionCommandAttributes!;
    const on = 'on SignalExternalWorkflowExecutionCommand';
    const refuse = (text: string) => new CommandRefused('BAD_SIGNAL_WORKFLOW_EXECUTION_ATTRIBUTES', text);
    const namespace = attributes.namespace || batch.execution.namespace;
    const workflowId = attributes.execution?.workflowId ?? '';
    const runId = attributes.execution?.runId ?? '';
    const signalName = attributes.signalName ?? '';
    const rest = `Namespace=${namespace} RunId=${runId}`;
    if (!workflowId) throw refuse(`WorkflowId is not set ${on}. ${rest} SignalName=${signalName}`);
    if (isTooLong(workflowId)) {
      throw refuse(
        `WorkflowId ${on} exceeds length limit. ${lengthText('WorkflowId', workflowId)} ${rest} SignalName=${signalName}`,
      );
    }
    if (runId && !UUID.test(runId)) {
      throw refuse(`Invalid RunId set ${on}. WorkflowId=${workflowId} ${rest} SignalName=${signalName}`);
    }
    if (!signalName) throw refuse(`SignalName is not set ${on}. WorkflowId=${workflowId} ${rest}`);
    if (pending(batch, 'signal') + ++batch.signals > LIMITS.pendingSignals) {
      throw limitExceeded('PENDING_SIGNALS_LIMIT_EXCEEDED', 'signals to external workflows', LIMITS.pendingSignals);
    }
    return attributes;
  },
  apply: initiateSignal,
});

export const requestCancelExternalWorkflowExecution = handler({
  prepare(command, batch) {
    const attributes = command.requestCancelExternalWorkflowExecutionCommandAttributes!;
    const on = 'on RequestCancelExternalWorkflowExecutionCommand';
    const refuse = (text: string) =>
      new CommandRefused('BAD_REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION_ATTRIBUTES', text);
    const namespace = attributes.namespace || batch.execution.namespace;
    const workflowId = attributes.workflowId ?? '';
    const runId = attributes.runId ?? '';
    const rest = `RunId=${runId} Namespace=${namespace}`;
    if (!workflowId) throw refuse(`WorkflowId is not set ${on}. Namespace=${namespace} RunId=${runId}`);
    if (isTooLong(workflowId)) {
      throw refuse(`WorkflowId ${on} exceeds length limit. ${lengthText('WorkflowId', workflowId)} ${rest}`);
    }
    if (runId && !UUID.test(runId)) throw refuse(`Invalid RunId set ${on}. WorkflowId=${workflowId} ${rest}`);
    if (pending(batch, 'cancel') + ++batch.cancels > LIMITS.pendingCancelRequests) {
      throw limitExceeded(
        'PENDING_REQUEST_CANCEL_LIMIT_EXCEEDED',
        'requests to cancel external workflows',
        LIMITS.pendingCancelRequests,
      );
    }
    return attributes;
  },
  apply: initiateCancel,
});

function pending(batch: CommandBatch, kind: 'signal' | 'cancel'): number {
  let count = 0;
  for (const request of batch.execution.externalRequests.values()) if (request.kind === kind) count++;
  return count;
}

function limitExceeded(
  cause: ConstructorParameters<typeof CommandRefused>[0],
  what: string,
  limit: number,
): CommandRefused {
  return new CommandRefused(
    cause,
    `the number of pending ${what}, ${limit}, has reached the per-workflow limit of ${limit}`,
  );
}
