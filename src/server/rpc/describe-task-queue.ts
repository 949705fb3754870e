import { msToTimestamp, type temporal } from '../../base/api';
import { TaskQueueType } from '../../base/enums';
import { invalidArgument } from '../status';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IDescribeTaskQueueRequest;

/** Who polls a queue: of its workflow tasks, unless activities are asked for. Workers of a world poll all the time. */
export const describeTaskQueue = rpc((server, request: Request) => {
  const { name } = server.namespace(request.namespace);
  const taskQueue = request.taskQueue?.name;
  if (!taskQueue) throw invalidArgument('TaskQueue is not set on request.');
  const kind = request.taskQueueType === TaskQueueType.ACTIVITY ? 'activity' : 'workflow';
  const lastAccessTime = msToTimestamp(server.clock.now());
  const pollers = server.matching.pollers(name, taskQueue, kind);
  return { pollers: pollers.map(({ identity }) => ({ identity, lastAccessTime, ratePerSecond: 100_000 })) };
});
