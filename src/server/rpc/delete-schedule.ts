import type { temporal } from '../../base/api';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IDeleteScheduleRequest;

/** What the schedule has started goes on. */
export const deleteSchedule = rpc((server, request: Request) => {
  server.namespace(request.namespace).schedules.getForChange(request.scheduleId).delete();
  return {};
});
