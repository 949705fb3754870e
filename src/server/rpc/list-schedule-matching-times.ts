import { msToTimestamp, type temporal, timestampToMs } from '../../base/api';
import { SCHEDULE_LIMITS } from '../schedules/limits';
import { invalidArgument } from '../status';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IListScheduleMatchingTimesRequest;

/** The times with their jitter, later than the start and not later than the end. */
export const listScheduleMatchingTimes = rpc((server, request: Request) => {
  const schedule = server.namespace(request.namespace).schedules.get(request.scheduleId);
  if (!request.startTime || !request.endTime) throw invalidArgument('missing or invalid query');
  const end = timestampToMs(request.endTime);
  const { spec } = schedule.definition;
  const startTime = [];
  let time = spec.next(timestampToMs(request.startTime));
  for (
    ;
    time && time.actual <= end && startTime.length < SCHEDULE_LIMITS.matchingTimes;
    time = spec.next(time.actual)
  ) {
    startTime.push(msToTimestamp(time.actual));
  }
  return { startTime };
});
