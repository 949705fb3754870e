/** Commands that end the run. */
import { normaliseTaskQueue } from '../../policy/names';
import { normaliseRetryPolicy } from '../../policy/retry-policy';
import { closeCanceled, closeCompleted, closeFailed, continueAsNew } from '../close';
import type { Execution } from '../execution';
import { checkSearchAttributes } from '../search-attributes';
import { CommandRefused, handler, refusing } from './command';

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
  prepare(command, { execution: x }) {
    const attributes = command.continueAsNewWorkflowExecutionCommandAttributes!;
    checkContinueAsNew(x, attributes);
    return attributes;
  },
  apply: (x, attributes, { workflowTaskCompletedId }) => continueAsNew(x, attributes, workflowTaskCompletedId),
});

type ContinueAsNewAttributes = Parameters<typeof continueAsNew>[1];

function checkContinueAsNew(x: Execution, attributes: ContinueAsNewAttributes): void {
  const fields = attributes.searchAttributes?.indexedFields ?? {};
  const problem = checkSearchAttributes(x.server.searchAttributeTypes(x.namespace), fields, x.namespace);
  if (problem) throw new CommandRefused('BAD_SEARCH_ATTRIBUTES', problem);
  const command = 'ContinueAsNewWorkflowExecutionCommand';
  const names = `WorkflowType=${attributes.workflowType?.name || x.spec.workflowType} TaskQueue=${attributes.taskQueue?.name || x.taskQueue}`;
  const wrapped = (before: string) => (text: string) =>
    new CommandRefused('BAD_CONTINUE_AS_NEW_ATTRIBUTES', `${before}: ${text}. ${names}`, 'error-only');
  refusing(wrapped(`error validating ${command} TaskQueue`), () =>
    normaliseTaskQueue(attributes.taskQueue ?? {}, { defaultName: x.taskQueue, parentName: x.taskQueue }),
  );
  refusing(wrapped(`invalid WorkflowRetryPolicy on ${command}`), () => {
    if (attributes.retryPolicy) normaliseRetryPolicy(attributes.retryPolicy);
  });
}
