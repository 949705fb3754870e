import { normaliseActivityAttributes } from '../../src/server/policy/activity-timeouts';
import { parseDuration } from './golden-text';
import { activityAttributesJson } from './proto-json';
import type { GoldenTable } from './table';

/** What becomes of a ScheduleActivityTask command. */
export const activityTimeoutsTable: GoldenTable = {
  name: 'activity-timeouts',
  answerKeys: ['stored', 'error', 'cause'],
  answer(row) {
    const runTimeout = row.workflowRunTimeout === null ? null : parseDuration(row.workflowRunTimeout);
    const attributes = activityAttributesJson.parse(row.attributes);
    const answer = normaliseActivityAttributes(attributes, { runTimeout, taskQueue: 'workflow-queue' });
    if ('stored' in answer) return { stored: activityAttributesJson.format(answer.stored) };
    return { error: { code: 'INVALID_ARGUMENT', message: answer.message }, cause: answer.cause };
  },
};
