import type { temporal } from '../../base/api';
import { applyPatch } from '../schedules/change';
import { encodeConflictToken, INITIAL_CONFLICT_NUMBER } from '../schedules/conflict-token';
import { defineSchedule, stateOf } from '../schedules/definition';
import { Schedule } from '../schedules/schedule';
import { SCHEDULER_WORKFLOW_PREFIX } from '../schedules/schedules';
import { invalidArgument } from '../status';
import { checkLength, rpc } from './rpc';
import { checkAction, checkScheduleAttributes, checkSpec } from './schedule-request';

type Request = temporal.api.workflowservice.v1.ICreateScheduleRequest;

export const createSchedule = rpc((server, request: Request) => {
  const { schedules, name: namespace } = server.namespace(request.namespace);
  const scheduleId = request.scheduleId ?? '';
  checkLength(`${SCHEDULER_WORKFLOW_PREFIX}${scheduleId}`, 'WorkflowId');
  if (!request.requestId) throw invalidArgument('RequestId is not set on request.');
  checkLength(request.requestId, 'RequestId');
  const schedule = request.schedule ?? {};
  const spec = checkSpec(server, namespace, scheduleId, schedule);
  const template = checkAction(server, namespace, schedule);
  const searchAttributes = checkScheduleAttributes(server, namespace, request.searchAttributes);
  const answer = { conflictToken: encodeConflictToken(INITIAL_CONFLICT_NUMBER) };
  if (schedules.find(scheduleId)?.identity.requestId === request.requestId) return answer;
  schedules.checkFree(scheduleId);
  const created = new Schedule(
    server,
    schedules.watchers,
    { namespace, scheduleId, requestId: request.requestId, runId: server.ids.uuid(), memo: request.memo },
    defineSchedule(schedule, spec, template),
    stateOf(schedule),
    searchAttributes,
  );
  schedules.add(created);
  created.pass(() => applyPatch(created, request.initialPatch ?? {}));
  return answer;
});
