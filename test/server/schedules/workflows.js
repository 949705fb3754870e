"use strict";
/** Workflows that the schedules of these tests start. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.echo = echo;
exports.takes = takes;
exports.never = never;
exports.tidiesUp = tidiesUp;
exports.remembers = remembers;
exports.fails = fails;
exports.continues = continues;
const workflow_1 = require("@temporalio/workflow");
async function echo(value) {
    return value;
}
async function takes(duration) {
    await (0, workflow_1.sleep)(duration);
    return `took ${duration}`;
}
async function never() {
    await (0, workflow_1.condition)(() => false);
}
/** Cancelled, it takes ten minutes to put things in order. */
async function tidiesUp() {
    try {
        await (0, workflow_1.sleep)('100 days');
    }
    catch (error) {
        if ((0, workflow_1.isCancellation)(error))
            await workflow_1.CancellationScope.nonCancellable(() => (0, workflow_1.sleep)('10 minutes'));
        throw error;
    }
}
/** Returns what it is told of the runs before it. In some hours it fails, or returns nothing. */
async function remembers(failsAt, returnsNothingAt) {
    const { lastResult, lastFailure, startTime } = (0, workflow_1.workflowInfo)();
    const hour = startTime.getUTCHours();
    if (hour === failsAt)
        throw workflow_1.ApplicationFailure.nonRetryable(`failed at ${hour}`);
    if (hour === returnsNothingAt)
        return undefined;
    return { hour, lastResult: lastResult?.hour, lastFailure: lastFailure?.message };
}
async function fails(message) {
    throw workflow_1.ApplicationFailure.nonRetryable(message);
}
/** Lives on in further runs: half an hour each. */
async function continues(runsLeft) {
    await (0, workflow_1.sleep)('30 minutes');
    if (runsLeft > 1)
        await (0, workflow_1.continueAsNew)(runsLeft - 1);
    return 'the end';
}
