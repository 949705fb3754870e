import type { temporal } from '../../base/api';
import { describeSchedule as describe } from '../schedules/view';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IDescribeScheduleRequest;

export const describeSchedule = rpc((server, request: Request) =>
  describe(server.namespace(request.namespace).schedules.get(request.scheduleId)),
);
