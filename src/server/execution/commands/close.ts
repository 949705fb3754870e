/** Commands that end the run. */
import { closeCanceled, closeCompleted, closeFailed, continueAsNew } from '../close';
import { CommandRefused, handler } from './command';

export const completeWorkflowExecution = handler({
  closes: true,
  prepare: (command) => command.completeWorkflowExecutionCommandAttributes?.result,
  apply: (x, result, { workflowTaskCompletedId }) => closeCompleted(x, result, workflowTaskCompletedId),
});

export const failWorkflowExecution = handler({
  closes: true,
  prepare(command) {
    const { failure } = command.failWorkflowExecutionCommandAttributes ?? {};
    if (!failure) {
      throw new CommandRefused(
        'BAD_FAIL_WORKFLOW_EXECUTION_ATTRIBUTES',
        'Failure is not set on FailWorkflowExecutionCommand.',
      );
    }
    return failure;
  },
  apply: (x, failure, { workflowTaskCompletedId }) => closeFailed(x, failure, workflowTaskCompletedId),
});

export const cancelWorkflowExecution = handler({
  closes: true,
  prepare: (command) => command.cancelWorkflowExecutionCommandAttributes?.details,
  apply: (x, details, { workflowTaskCompletedId }) => closeCanceled(x, details, workflowTaskCompletedId),
});

export const continueAsNewWorkflowExecution = handler({
  closes: true,
  prepare: (command) => command.continueAsNewWorkflowExecutionCommandAttributes!,
  apply: (x, attributes, { workflowTaskCompletedId }) => continueAsNew(x, attributes, workflowTaskCompletedId),
});
