/** Commands that change what is known of the run: its search attributes and its memo. */
import { checkSearchAttributes, mergePayloads, withTypes } from '../search-attributes';
import { CommandRefused, handler } from './command';

export const upsertWorkflowSearchAttributes = handler({
  prepare(command, batch) {
    const fields = command.upsertWorkflowSearchAttributesCommandAttributes?.searchAttributes?.indexedFields ?? {};
    const problem = checkSearchAttributes(
      batch.execution.server.searchAttributeTypes(batch.execution.namespace),
      fields,
      batch.execution.namespace,
    );
    if (problem) throw new CommandRefused('BAD_SEARCH_ATTRIBUTES', problem);
    return withTypes(batch.execution.server.searchAttributeTypes(batch.execution.namespace), fields);
  },
  apply(x, fields, { workflowTaskCompletedId }) {
    x.append('UpsertWorkflowSearchAttributes', {
      workflowTaskCompletedEventId: workflowTaskCompletedId,
      searchAttributes: { indexedFields: fields },
    });
    x.searchAttributes = mergePayloads(x.searchAttributes, fields);
  },
});

export const modifyWorkflowProperties = handler({
  prepare(command) {
    return command.modifyWorkflowPropertiesCommandAttributes?.upsertedMemo?.fields ?? {};
  },
  apply(x, fields, { workflowTaskCompletedId }) {
    x.append('WorkflowPropertiesModified', {
      workflowTaskCompletedEventId: workflowTaskCompletedId,
      upsertedMemo: { fields },
    });
    x.memo = mergePayloads(x.memo, fields);
  },
});
