"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.echo = echo;
exports.nothing = nothing;
exports.add = add;
exports.failWith = failWith;
exports.succeedOnAttempt = succeedOnAttempt;
exports.succeedWithDelays = succeedWithDelays;
exports.throwPlainError = throwPlainError;
exports.sleepy = sleepy;
exports.slowUntilAttempt = slowUntilAttempt;
exports.waitAtGate = waitAtGate;
exports.heartbeatUntilCancelled = heartbeatUntilCancelled;
exports.resumeFromHeartbeat = resumeFromHeartbeat;
exports.goSilent = goSilent;
exports.completeLater = completeLater;
exports.describeSelf = describeSelf;
const activity_1 = require("@temporalio/activity");
const common_1 = require("@temporalio/common");
const gates_1 = require("./gates");
/** Returns its argument. */
async function echo(value) {
    return value;
}
/** Returns nothing. */
async function nothing() { }
/** Adds two numbers. */
async function add(a, b) {
    return a + b;
}
/** Fails with the given ApplicationFailure options, always. */
async function failWith(options) {
    throw common_1.ApplicationFailure.create(options);
}
/** Fails on every attempt before `attempt`, then returns `ok on attempt N`. */
async function succeedOnAttempt(attempt) {
    const now = (0, activity_1.activityInfo)().attempt;
    if (now < attempt)
        throw common_1.ApplicationFailure.retryable(`attempt ${now} fails`, 'NotYet');
    return `ok on attempt ${now}`;
}
/** Fails on every attempt before `attempt`, asking for its own delay before the next one. */
async function succeedWithDelays(attempt, nextRetryDelay) {
    const now = (0, activity_1.activityInfo)().attempt;
    if (now < attempt) {
        throw common_1.ApplicationFailure.create({ message: `attempt ${now} fails`, type: 'NotYet', nextRetryDelay: nextRetryDelay });
    }
    return `ok on attempt ${now}`;
}
/** Throws an error that is not Temporal's, with a cause. */
async function throwPlainError(message) {
    throw new RangeError(message, { cause: new TypeError('the inner reason') });
}
/** Waits for the given time, then returns 'slept'. Ends early, as cancelled, on cancellation. */
async function sleepy(ms) {
    await activity_1.Context.current().sleep(ms);
    return 'slept';
}
/** Sleeps on the attempts before `attempt`, returns at once on that one. */
async function slowUntilAttempt(attempt, ms) {
    const now = (0, activity_1.activityInfo)().attempt;
    if (now < attempt)
        await activity_1.Context.current().sleep(ms);
    return `ok on attempt ${now}`;
}
/** Waits until the case opens the gate; ends as cancelled on cancellation. */
async function waitAtGate(key) {
    const g = (0, gates_1.gate)(key);
    g.reached = true;
    if (!g.open) {
        await Promise.race([new Promise((resolve) => g.waiting.push(resolve)), activity_1.Context.current().cancelled]);
    }
    return 'through the gate';
}
/** Heartbeats each 100 ms until it is cancelled; then ends as told: cancelled, completed or failed. */
async function heartbeatUntilCancelled(key, then) {
    (0, gates_1.gate)(key).reached = true;
    try {
        for (let i = 0;; i++) {
            (0, activity_1.heartbeat)(i);
            await activity_1.Context.current().sleep(100);
        }
    }
    catch (e) {
        if (!(e instanceof common_1.CancelledFailure))
            throw e;
        if (then === 'completed')
            return 'completed in spite of it';
        if (then === 'failed')
            throw common_1.ApplicationFailure.nonRetryable('failed on cancellation', 'CleanupFailed');
        throw e;
    }
}
/** On the first attempt heartbeats its progress and fails; later returns the details that it found. */
async function resumeFromHeartbeat(progress) {
    const info = (0, activity_1.activityInfo)();
    if (info.attempt === 1) {
        (0, activity_1.heartbeat)(progress);
        throw common_1.ApplicationFailure.retryable('lost', 'Lost');
    }
    return { attempt: info.attempt, found: info.heartbeatDetails };
}
/** Heartbeats once, then is silent for the given time on the attempts before `attempt`. */
async function goSilent(attempt, ms) {
    const info = (0, activity_1.activityInfo)();
    if (info.attempt >= attempt)
        return { attempt: info.attempt, found: info.heartbeatDetails ?? null };
    (0, activity_1.heartbeat)({ from: info.attempt });
    await activity_1.Context.current().sleep(ms);
    return 'was not silenced';
}
/** Leaves its task token at the gate, to be completed by a client. */
async function completeLater(key) {
    (0, gates_1.gate)(key).token = (0, activity_1.activityInfo)().taskToken;
    (0, gates_1.gate)(key).reached = true;
    throw new activity_1.CompleteAsyncError();
}
/** The plain fields of activityInfo. */
async function describeSelf() {
    const info = (0, activity_1.activityInfo)();
    return {
        activityType: info.activityType,
        activityId: info.activityId,
        attempt: info.attempt,
        isLocal: info.isLocal,
        workflowType: info.workflowType,
        workflowId: info.workflowExecution?.workflowId,
        namespace: info.workflowNamespace,
        taskQueue: info.taskQueue,
        startToCloseTimeoutMs: info.startToCloseTimeoutMs,
        scheduleToCloseTimeoutMs: info.scheduleToCloseTimeoutMs,
        heartbeatTimeoutMs: info.heartbeatTimeoutMs ?? null,
    };
}
