"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.notify = exports.charge = void 0;
exports.failureOf = failureOf;
exports.perform = perform;
const activity_1 = require("@temporalio/activity");
const common_1 = require("@temporalio/common");
const gates_1 = require("./gates");
const HANG_MS = 30_000;
function failureOf(script) {
    const { cause, nextRetryDelayMs, ...rest } = script;
    return common_1.ApplicationFailure.create({
        ...rest,
        ...(nextRetryDelayMs === undefined ? {} : { nextRetryDelay: nextRetryDelayMs }),
        ...(cause === undefined ? {} : { cause: failureOf(cause) }),
    });
}
/** Does what the script says for this attempt; the last entry stands for all later attempts. */
async function perform(script) {
    const info = (0, activity_1.activityInfo)();
    const key = `${info.workflowExecution?.workflowId}/`;
    const now = script[Math.min(info.attempt, script.length) - 1];
    if (now.mark)
        (0, gates_1.gate)(key + now.mark).reached = true;
    for (const details of now.beats ?? [])
        (0, activity_1.heartbeat)(details);
    if (now.afterMs)
        await activity_1.Context.current().sleep(now.afterMs);
    switch (now.do) {
        case 'return':
            return now.value;
        case 'resume':
            return { attempt: info.attempt, found: info.heartbeatDetails ?? null };
        case 'fail':
            throw failureOf(now.failure);
        case 'throw':
            throw new RangeError(now.message, { cause: new TypeError('the inner reason') });
        case 'hang':
            await activity_1.Context.current().sleep(HANG_MS);
            return 'was not timed out';
        case 'gate': {
            const g = (0, gates_1.gate)(key + now.gate);
            g.reached = true;
            if (!g.open) {
                const through = new Promise((resolve) => g.waiting.push(resolve));
                if (now.beatEveryMs === undefined)
                    await through;
                else
                    await untilCancelled(now.beatEveryMs, through, now.then);
            }
            return `through ${now.gate}`;
        }
        case 'beatUntilCancelled':
            return await untilCancelled(now.everyMs, undefined, now.then);
    }
}
/** Heartbeats until `through` resolves or the activity is cancelled; then ends as told. */
async function untilCancelled(everyMs, through, then = 'cancelled') {
    let done = false;
    void through?.then(() => void (done = true));
    try {
        for (let i = 0; !done && i * everyMs < HANG_MS; i++) {
            (0, activity_1.heartbeat)(`beating`);
            await Promise.race([activity_1.Context.current().sleep(everyMs), ...(through ? [through] : [])]);
        }
        return 'was not cancelled';
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
/** The same under other names, so that histories have several activity types. */
exports.charge = perform;
exports.notify = perform;
