/** Who polls a task queue, and what waits there. */
import Long from 'long';
import { msToDuration, msToTimestamp, type temporal } from '../../base/api';
import { TaskQueueType } from '../../base/enums';
import type { QueueStats, TaskKind } from '../matching';
import { normaliseTaskQueue } from '../policy/names';
import type { Server } from '../server';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IDescribeTaskQueueRequest;

/** Tasks a second that a real server lets a queue have, where nobody limits it. A world does not limit queues. */
const RATE_LIMIT = 100_000;
/** DescribeTaskQueueMode of the API: the answer of servers before 1.25, by build id and kind of task. */
const ENHANCED = 1;
/** BuildIdTaskReachability of the API: every worker of a queue takes new workflows. */
const REACHABLE = 1;

interface Place {
  readonly server: Server;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly kind: TaskKind;
}

const kindOf = (type: number | null | undefined): TaskKind =>
  type === TaskQueueType.ACTIVITY ? 'activity' : 'workflow';

function pollersOf({ server, namespace, taskQueue, kind }: Place) {
  return server.matching.pollers(namespace, taskQueue, kind).map(({ identity, lastPollTime }) => ({
    identity,
    lastAccessTime: msToTimestamp(lastPollTime),
    ratePerSecond: RATE_LIMIT,
  }));
}

function statsOf({ server, namespace, taskQueue, kind }: Place): Map<number, QueueStats> {
  return server.matching.stats(namespace, taskQueue, kind);
}

/** Counts and rates add up; the oldest task is the oldest of all. */
function total(stats: Iterable<QueueStats>): QueueStats {
  const sum = { backlogCount: 0, backlogAgeMs: 0, addRate: 0, dispatchRate: 0 };
  for (const one of stats) {
    sum.backlogCount += one.backlogCount;
    sum.backlogAgeMs = Math.max(sum.backlogAgeMs, one.backlogAgeMs);
    sum.addRate += one.addRate;
    sum.dispatchRate += one.dispatchRate;
  }
  return sum;
}

/** In a world the figures are exact, whatever the API calls them. */
function asAnswer({ backlogCount, backlogAgeMs, addRate, dispatchRate }: QueueStats) {
  return {
    approximateBacklogCount: Long.fromNumber(backlogCount),
    approximateBacklogAge: msToDuration(backlogAgeMs),
    tasksAddRate: addRate,
    tasksDispatchRate: dispatchRate,
  };
}

function enhanced(place: Omit<Place, 'kind'>, request: Request) {
  const types = request.taskQueueTypes?.length
    ? request.taskQueueTypes
    : [TaskQueueType.WORKFLOW, TaskQueueType.ACTIVITY];
  const typesInfo = types.map((type) => {
    const ofKind = { ...place, kind: kindOf(type) };
    const info = {
      pollers: request.reportPollers ? pollersOf(ofKind) : [],
      stats: request.reportStats ? asAnswer(total(statsOf(ofKind).values())) : undefined,
    };
    return [type, info] as const;
  });
  const taskReachability = request.reportTaskReachability ? REACHABLE : 0;
  return { pollers: [], versionsInfo: { '': { typesInfo: Object.fromEntries(typesInfo), taskReachability } } };
}

/** Of its workflow tasks, unless activities are asked for. */
export const describeTaskQueue = rpc((server, request: Request) => {
  const { name: namespace } = server.namespace(request.namespace);
  const { name: taskQueue } = normaliseTaskQueue(request.taskQueue);
  if (request.apiMode === ENHANCED) return enhanced({ server, namespace, taskQueue }, request);
  const place = { server, namespace, taskQueue, kind: kindOf(request.taskQueueType) };
  const byKey = request.reportStats || request.includeTaskQueueStatus ? statsOf(place) : new Map<number, QueueStats>();
  const all = total(byKey.values());
  const ofKeys = [...byKey].map(([key, stats]) => [key, asAnswer(stats)] as const);
  return {
    pollers: pollersOf(place),
    stats: request.reportStats ? asAnswer(all) : undefined,
    statsByPriorityKey: request.reportStats ? Object.fromEntries(ofKeys) : {},
    taskQueueStatus: request.includeTaskQueueStatus
      ? { backlogCountHint: Long.fromNumber(all.backlogCount), ratePerSecond: RATE_LIMIT }
      : undefined,
  };
});
