"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.describeError = describeError;
exports.settle = settle;
/**
 * Turns any error of the Temporal TypeScript SDK into plain JSON. It looks only at fields, never at classes, so that it
 * works alike in a test process and inside a workflow. Fields that are absent are left out.
 */
function describeError(error) {
    if (error === undefined || error === null)
        return null;
    if (typeof error !== 'object')
        return { thrown: error };
    const e = error;
    const out = { class: e.name, message: e.message };
    const plain = [
        'type', 'nonRetryable', 'details', 'nextRetryDelay', 'category', 'retryState', 'timeoutType', 'lastHeartbeatDetails',
        'activityType', 'activityId', 'workflowType', 'workflowId', 'code', 'signalName', 'queryName',
    ];
    for (const key of plain) {
        const value = e[key];
        if (value === undefined || value === null || value === false)
            continue;
        if (Array.isArray(value) && value.length === 0)
            continue;
        out[key] = value;
    }
    const execution = e.execution;
    if (execution?.workflowId)
        out.childWorkflowId = execution.workflowId;
    if (e.cause !== undefined && e.cause !== null)
        out.cause = describeError(e.cause);
    return out;
}
/** Awaits a promise and gives `{ ok }` or `{ error }`, both JSON. */
async function settle(promise) {
    try {
        const value = await promise;
        return { ok: value === undefined ? null : value };
    }
    catch (e) {
        return { error: describeError(e) };
    }
}
