import type { temporal } from '../../base/api';
import { applyUpdate } from '../schedules/change';
import { decodeConflictToken } from '../schedules/conflict-token';
import { defineSchedule, stateOf } from '../schedules/definition';
import { checkLength, rpc } from './rpc';
import { checkAction, checkScheduleAttributes, checkSpec } from './schedule-request';

type Request = temporal.api.workflowservice.v1.IUpdateScheduleRequest;

export const updateSchedule = rpc((server, request: Request) => {
  const { schedules, name: namespace } = server.namespace(request.namespace);
  const requested = request.schedule ?? {};
  const template = checkAction(server, namespace, requested);
  const spec = checkSpec(server, namespace, request.scheduleId ?? '', requested);
  const searchAttributes = checkScheduleAttributes(server, namespace, request.searchAttributes);
  checkLength(request.requestId, 'RequestId');
  const schedule = schedules.getForChange(request.scheduleId);
  schedule.handle(request.requestId, () =>
    applyUpdate(schedule, {
      definition: defineSchedule(requested, spec, template),
      state: stateOf(requested),
      searchAttributes,
      conflictNumber: decodeConflictToken(request.conflictToken),
    }),
  );
  return {};
});
