"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.serverOf = serverOf;
exports.afterEachTransaction = afterEachTransaction;
exports.rebuilt = rebuilt;
exports.knownTo = knownTo;
const virtual_clock_1 = require("../../src/clock/virtual-clock");
const restore_1 = require("../../src/server/execution/restore");
const server_1 = require("../../src/server/server");
/** The server of a world, which is nobody else's business. */
function serverOf(world) {
    return world.server;
}
/** Calls `look` after each transaction that writes to the history of any run. */
function afterEachTransaction(server, look) {
    const observer = server.observer;
    const { started } = observer;
    observer.started = (x) => {
        started?.(x);
        look(x);
        x.waiters.add({ wantsClose: false, wake: () => look(x) });
    };
}
/** The same run, rebuilt from its history alone, in a server where nothing happens. */
function rebuilt(x) {
    const server = new server_1.Server({
        clock: new virtual_clock_1.VirtualClock(x.now),
        seed: 'restored',
        version: x.server.version,
        post: () => { },
    });
    return (0, restore_1.restoreExecution)(server, x.namespace, x.log.fork(), { runId: x.runId });
}
/** What a run knows, as far as a history can tell: no attempts, no worker, no update that is not accepted. */
function knownTo(x) {
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
function taskOf(x) {
    const { status, kind, scheduledId, lastCompletedStartedId, everStarted } = x.workflowTask;
    const isWritten = kind === 'normal' && status !== 'none';
    return { lastCompletedStartedId, everStarted, scheduledId: isWritten ? scheduledId : 'none' };
}
function updatesOf(x) {
    const accepted = [...(x.updates?.byId.values() ?? [])].filter(({ acceptedId }) => acceptedId > 0);
    return Object.fromEntries(accepted.map(({ id, request, status, acceptedId, outcome }) => {
        return [id, { request, status, acceptedId, outcome }];
    }));
}
function byKey(map, view) {
    return Object.fromEntries([...map].map(([key, value]) => [key, view(value)]));
}
