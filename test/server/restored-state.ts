import { VirtualClock } from '../../src/clock/virtual-clock';
import type { Execution } from '../../src/server/execution/execution';
import { restoreExecution } from '../../src/server/execution/restore';
import { Server } from '../../src/server/server';
import type { World } from '../../src/sim/world';

/** The server of a world, which is nobody else's business. */
export function serverOf(world: World): Server {
  return (world as unknown as { parts: { server: Server } }).parts.server;
}

/** Calls `look` after each transaction that writes to the history of any run. */
export function afterEachTransaction(server: Server, look: (x: Execution) => void): void {
  const observer = server.observer as { started?: (x: Execution) => void };
  const { started } = observer;
  observer.started = (x) => {
    started?.(x);
    look(x);
    x.waiters.add({ wantsClose: false, wake: () => look(x) });
  };
}

/** The same run, rebuilt from its history alone, in a server where nothing happens. */
export function rebuilt(x: Execution): Execution {
  const server = new Server({
    clock: new VirtualClock(x.now),
    seed: 'restored',
    version: x.server.version,
    post: () => {},
  });
  return restoreExecution(server, x.namespace, x.log.fork(), { runId: x.runId });
}

/** What a run knows, as far as a history can tell: no attempts, no worker, no update that is not accepted. */
export function knownTo(x: Execution): object {
  // These three are in no event, or below under another name.
  const { requestId, executionExpirationTime, firstExecutionRunId, ...spec } = x.spec;
  // The server notes the builds that have worked on a run, and writes no event for it.
  const { BuildIds, ...searchAttributes } = x.searchAttributes;
  return {
    spec,
    key: x.key,
    status: x.status,
    ancestry: [x.originalRunId, x.firstRunId],
    times: [x.startTime, x.executionTime, x.closeTime, x.runExpirationTime, x.executionExpirationTime],
    closeEventId: x.closeEventId,
    cancelRequested: x.cancelRequested,
    inBackoff: x.inBackoff,
    signalCount: x.signalCount,
    memo: x.memo,
    searchAttributes,
    options: x.options,
    attachedRequestIds: [...x.attachedRequestIds],
    historySizeBytes: x.historySizeBytes,
    workflowTask: taskOf(x),
    activities: byKey(x.activities, ({ activityId, attributes, policy, cancelRequestedId }) => {
      return { activityId, attributes, policy, cancelRequestedId };
    }),
    activityIds: [...x.activityIds.keys()].sort(),
    timers: byKey(x.timers, ({ startedId, timer }) => ({ startedId, dueAt: timer.dueAt })),
    children: byKey(x.children, (child) => child),
    externalRequests: byKey(x.externalRequests, (request) => request),
    updates: updatesOf(x),
  };
}

function taskOf(x: Execution): object {
  const { status, kind, scheduledId, lastCompletedStartedId, everStarted } = x.workflowTask;
  const isWritten = kind === 'normal' && status !== 'none';
  return { lastCompletedStartedId, everStarted, scheduledId: isWritten ? scheduledId : 'none' };
}

function updatesOf(x: Execution): object {
  const accepted = [...(x.updates?.byId.values() ?? [])].filter(({ acceptedId }) => acceptedId > 0);
  return Object.fromEntries(
    accepted.map(({ id, request, status, acceptedId, outcome }) => {
      return [id, { request, status, acceptedId, outcome }];
    }),
  );
}

function byKey<K extends string | number, V>(map: ReadonlyMap<K, V>, view: (value: V) => object): object {
  return Object.fromEntries([...map].map(([key, value]) => [key, view(value)]));
}
