import type { temporal } from '../../base/api';
import { isTooLong } from '../policy/names';
import { applyPatch } from '../schedules/change';
import { SCHEDULE_LIMITS } from '../schedules/limits';
import { invalidArgument } from '../status';
import { checkLength, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IPatchScheduleRequest;

export const patchSchedule = rpc((server, request: Request) => {
  const { schedules } = server.namespace(request.namespace);
  const patch = request.patch ?? {};
  checkLength(request.requestId, 'RequestId');
  for (const notes of [patch.pause ?? '', patch.unpause ?? '']) {
    if (isTooLong(notes, SCHEDULE_LIMITS.notesBytes)) throw invalidArgument('Schedule notes exceeds limit.');
  }
  const schedule = schedules.getForChange(request.scheduleId);
  schedule.handle(request.requestId, () => applyPatch(schedule, patch));
  return {};
});
