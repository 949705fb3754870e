"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.echoWorkflow = echoWorkflow;
exports.waitForever = waitForever;
exports.failWorkflow = failWorkflow;
exports.failUntilAttempt = failUntilAttempt;
exports.waitForFinish = waitForFinish;
exports.callActivity = callActivity;
exports.settleActivities = settleActivities;
exports.settleLocalActivities = settleLocalActivities;
exports.settleChild = settleChild;
exports.runChild = runChild;
exports.collectSignals = collectSignals;
exports.setHandlerLate = setHandlerLate;
exports.signalExternal = signalExternal;
exports.queryable = queryable;
exports.counterWithUpdates = counterWithUpdates;
exports.sleepEach = sleepEach;
exports.cancelTimer = cancelTimer;
exports.conditionsWithTimeout = conditionsWithTimeout;
exports.raceTimers = raceTimers;
exports.timeoutAroundActivity = timeoutAroundActivity;
exports.cleanUpOnCancel = cleanUpOnCancel;
exports.ignoreCancel = ignoreCancel;
exports.cancelActivity = cancelActivity;
exports.startThenResult = startThenResult;
exports.leaveChild = leaveChild;
exports.startChildTwice = startChildTwice;
exports.failBelow = failBelow;
exports.countDown = countDown;
exports.carryMemo = carryMemo;
exports.changeOnContinue = changeOnContinue;
exports.upsertBoth = upsertBoth;
exports.patchedWorkflow = patchedWorkflow;
exports.deprecatedPatchWorkflow = deprecatedPatchWorkflow;
exports.randomness = randomness;
exports.describeWorkflow = describeWorkflow;
exports.cronCounter = cronCounter;
exports.stuckUntilFixed = stuckUntilFixed;
exports.wrapFailure = wrapFailure;
exports.longHistory = longHistory;
const workflow_1 = require("@temporalio/workflow");
const describe_error_1 = require("./describe-error");
/* ------------------------------------------------------------------------------------------------------- general */
/** Returns its argument. */
async function echoWorkflow(value) {
    return value;
}
/** Never ends by itself. */
async function waitForever() {
    await (0, workflow_1.condition)(() => false);
}
/** Fails with an ApplicationFailure made of the given options. */
async function failWorkflow(options) {
    throw workflow_1.ApplicationFailure.create(options);
}
/** Fails until its run's attempt is the given one. */
async function failUntilAttempt(attempt) {
    const info = (0, workflow_1.workflowInfo)();
    if (info.attempt < attempt)
        throw workflow_1.ApplicationFailure.retryable(`run attempt ${info.attempt} fails`, 'NotYet');
    return { attempt: info.attempt, lastFailure: info.lastFailure ? (0, describe_error_1.describeError)(info.lastFailure) : null };
}
/** Waits for a 'finish' signal and returns its argument. */
async function waitForFinish() {
    let result;
    let finished = false;
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('finish'), (value) => {
        result = value ?? null;
        finished = true;
    });
    await (0, workflow_1.condition)(() => finished);
    return result;
}
/** Calls one activity and lets its error fail the workflow. */
async function callActivity({ activity, args = [], options }) {
    return await (0, workflow_1.proxyActivities)(options)[activity](...args);
}
/** Calls activities one after another and returns what each gave, result or error. */
async function settleActivities(calls) {
    const out = [];
    for (const c of calls)
        out.push(await (0, describe_error_1.settle)(callActivity(c)));
    return out;
}
/** Like settleActivities, with local activities. */
async function settleLocalActivities(calls) {
    const out = [];
    for (const c of calls) {
        out.push(await (0, describe_error_1.settle)((0, workflow_1.proxyLocalActivities)(c.options)[c.activity](...(c.args ?? []))));
    }
    return out;
}
/** Runs one child and returns what it gave, result or error. */
async function settleChild(type, options) {
    return await (0, describe_error_1.settle)((0, workflow_1.executeChild)(type, options));
}
/** Runs one child and lets its error fail the workflow. */
async function runChild(type, options) {
    return await (0, workflow_1.executeChild)(type, options);
}
/* ------------------------------------------------------------------------------------------------------- signals */
/** Collects 'add' signals until 'done', then returns them in the order of their handling. */
async function collectSignals() {
    const seen = [];
    let done = false;
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('add'), (value) => void seen.push(value));
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('done'), () => void (done = true));
    await (0, workflow_1.condition)(() => done);
    return seen;
}
/** Sets the handler of 'late' only after 'open' came; signals that came earlier are buffered. */
async function setHandlerLate() {
    const log = [];
    let open = false;
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('open'), () => {
        log.push('open');
        open = true;
    });
    await (0, workflow_1.condition)(() => open);
    log.push('before setHandler');
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('late'), (value) => void log.push(`late ${value}`));
    log.push('after setHandler');
    await (0, workflow_1.condition)(() => log.includes('late last'));
    return log;
}
/** Signals another workflow once and returns what came of it. */
async function signalExternal(workflowId, signal, args) {
    return await (0, describe_error_1.settle)((0, workflow_1.getExternalWorkflowHandle)(workflowId).signal(signal, ...args));
}
/* ------------------------------------------------------------------------------------------------ queries, updates */
/** Has queries 'state' and 'stateTimes'; 'set' changes the state, 'finish' ends it. */
async function queryable(initial) {
    let state = initial;
    let finished = false;
    (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('state'), () => state);
    (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('stateTimes'), (factor) => state * factor);
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('set'), (value) => void (state = value));
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('finish'), () => void (finished = true));
    await (0, workflow_1.condition)(() => finished);
    return state;
}
/** A counter with updates: 'add' (validated), 'addSlowly' (waits for 'release'), 'explode' (throws); ends on 'finish'. */
async function counterWithUpdates(initial) {
    let count = initial;
    let released = false;
    let finished = false;
    (0, workflow_1.setHandler)((0, workflow_1.defineUpdate)('add'), (by) => (count += by), {
        validator: (by) => {
            if (by < 0)
                throw new TypeError('only up');
            if (by > 100)
                throw workflow_1.ApplicationFailure.nonRetryable('too much', 'TooMuch', { limit: 100 });
        },
    });
    (0, workflow_1.setHandler)((0, workflow_1.defineUpdate)('addSlowly'), async (by) => {
        await (0, workflow_1.condition)(() => released);
        return (count += by);
    });
    (0, workflow_1.setHandler)((0, workflow_1.defineUpdate)('explode'), async () => {
        await (0, workflow_1.sleep)(1);
        throw workflow_1.ApplicationFailure.nonRetryable('boom', 'Boom', { at: count });
    });
    (0, workflow_1.setHandler)((0, workflow_1.defineQuery)('count'), () => count);
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('release'), () => void (released = true));
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('finish'), () => void (finished = true));
    await (0, workflow_1.condition)(() => finished && (0, workflow_1.allHandlersFinished)());
    return count;
}
/* ---------------------------------------------------------------------------------------------------------- timers */
/** Sleeps for each of the durations, one after another. */
async function sleepEach(durations) {
    for (const d of durations)
        await (0, workflow_1.sleep)(d);
    return durations.length;
}
/** Starts a long timer, cancels it, and goes on. */
async function cancelTimer() {
    const scope = new workflow_1.CancellationScope();
    const sleeping = scope.run(() => (0, workflow_1.sleep)('1 hour'));
    await (0, workflow_1.sleep)(10);
    scope.cancel();
    try {
        await sleeping;
        return 'slept';
    }
    catch (e) {
        return (0, workflow_1.isCancellation)(e) ? 'cancelled' : 'other';
    }
}
/** Waits on conditions with timeouts: one that times out, one that is met before, one that is true at once. */
async function conditionsWithTimeout() {
    let go = false;
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('go'), () => void (go = true));
    const first = await (0, workflow_1.condition)(() => false, 1000);
    const second = await (0, workflow_1.condition)(() => go, '1 hour');
    const third = await (0, workflow_1.condition)(() => true, '1 hour');
    return [first, second, third];
}
/** Two timers race; the loser goes on and is still there when the workflow ends. */
async function raceTimers() {
    return await Promise.race([
        (0, workflow_1.sleep)('1 day').then(() => 'slow'),
        (0, workflow_1.sleep)('1s').then(() => 'fast'),
    ]);
}
/** A timer races an activity that ends first; the timer is cancelled with its scope. */
async function timeoutAroundActivity() {
    return await workflow_1.CancellationScope.withTimeout('1 hour', () => (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1m' }).echo('in time'));
}
/* ---------------------------------------------------------------------------------------------------- cancellation */
/** Waits; on cancellation cleans up with an activity in a non-cancellable scope and then throws the cancellation on. */
async function cleanUpOnCancel() {
    const { echo } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1m' });
    try {
        await (0, workflow_1.sleep)('1 day');
    }
    catch (e) {
        await workflow_1.CancellationScope.nonCancellable(() => echo('cleaned'));
        throw e;
    }
}
/** Catches its cancellation and completes. */
async function ignoreCancel() {
    try {
        await workflow_1.CancellationScope.current().cancelRequested;
        return 'not cancelled';
    }
    catch (e) {
        await workflow_1.CancellationScope.nonCancellable(() => (0, workflow_1.sleep)(10));
        return (0, workflow_1.isCancellation)(e) ? 'ignored it' : 'other';
    }
}
/** Runs an activity with the given cancellation type; on cancellation of the workflow says what the activity gave. */
async function cancelActivity(activity, args, options) {
    return await (0, describe_error_1.settle)((0, workflow_1.proxyActivities)(options)[activity](...args));
}
/* -------------------------------------------------------------------------------------------------- child workflows */
/** Starts a child, says that it started, then waits for the result. */
async function startThenResult(childId) {
    const child = await (0, workflow_1.startChild)('waitForFinish', { workflowId: childId });
    await child.signal('finish', 'from the parent');
    return { childId: child.workflowId, result: await child.result() };
}
/** Starts a child that waits, then ends at once on the signal 'end', leaving the child to its parent close policy. */
async function leaveChild(childType, options) {
    let end = false;
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('end'), () => void (end = true));
    const child = await (0, workflow_1.startChild)(childType, options);
    await (0, workflow_1.condition)(() => end);
    return child.workflowId;
}
/** Starts two children with one id. */
async function startChildTwice(childId) {
    const first = await (0, workflow_1.startChild)('waitForFinish', { workflowId: childId });
    const second = await (0, describe_error_1.settle)((0, workflow_1.startChild)('waitForFinish', { workflowId: childId }));
    await first.signal('finish', 'done');
    return { first: await first.result(), second };
}
/** Runs a child that is a grandparent's grandchild: fails `depth` levels down. */
async function failBelow(depth) {
    if (depth === 0)
        throw workflow_1.ApplicationFailure.create({ message: 'the root', type: 'Root', nonRetryable: true, details: [1, 'two'] });
    await (0, workflow_1.executeChild)('failBelow', { args: [depth - 1], workflowId: `${(0, workflow_1.workflowInfo)().workflowId}-${depth - 1}` });
}
/* ------------------------------------------------------------------------------------------------- continue-as-new */
/** Continues as new until n is 0; returns how. */
async function countDown(n, log = []) {
    if (n > 0)
        await (0, workflow_1.continueAsNew)(n - 1, [...log, n]);
    const info = (0, workflow_1.workflowInfo)();
    return { log, continued: info.continuedFromExecutionRunId !== undefined, attempt: info.attempt };
}
/** Continues as new once, with upserted memo and search attributes, and reports what the second run has of them. */
async function carryMemo(second = false) {
    if (!second) {
        (0, workflow_1.upsertMemo)({ upserted: 'yes' });
        (0, workflow_1.upsertSearchAttributes)({ CustomKeywordField: ['upserted'] });
        await (0, workflow_1.continueAsNew)(true);
    }
    const { memo, searchAttributes } = (0, workflow_1.workflowInfo)();
    return { memo, keyword: searchAttributes.CustomKeywordField, int: searchAttributes.CustomIntField };
}
/** Continues as new with another memo and other timeouts. */
async function changeOnContinue(second = false) {
    if (!second) {
        await (0, workflow_1.makeContinueAsNewFunc)({
            memo: { given: 'to the second run' }, workflowRunTimeout: '30m', workflowTaskTimeout: '5s',
        })(true);
    }
    const { memo, runTimeoutMs, taskTimeoutMs } = (0, workflow_1.workflowInfo)();
    return { memo, runTimeoutMs: runTimeoutMs ?? null, taskTimeoutMs };
}
/* --------------------------------------------------------------------------------------- memo, versions, determinism */
/** Upserts memo and search attributes, with a removal of each. */
async function upsertBoth() {
    (0, workflow_1.upsertMemo)({ kept: 1, added: { deep: true } });
    (0, workflow_1.upsertSearchAttributes)({ CustomKeywordField: ['one'], CustomIntField: [7] });
    await (0, workflow_1.sleep)(1);
    (0, workflow_1.upsertMemo)({ kept: null });
    (0, workflow_1.upsertSearchAttributes)({ CustomIntField: [] });
    const { memo, searchAttributes } = (0, workflow_1.workflowInfo)();
    return { memo, keyword: searchAttributes.CustomKeywordField ?? null, int: searchAttributes.CustomIntField ?? null };
}
/** Asks for one patch twice and for another once. */
async function patchedWorkflow() {
    const first = (0, workflow_1.patched)('first');
    await (0, workflow_1.sleep)(1);
    const again = (0, workflow_1.patched)('first');
    const second = (0, workflow_1.patched)('second');
    return [first, again, second];
}
/** Has a deprecated patch. */
async function deprecatedPatchWorkflow() {
    (0, workflow_1.deprecatePatch)('old');
    await (0, workflow_1.sleep)(1);
    return 'done';
}
/** Uses the deterministic random sources and says only what they look like. */
async function randomness() {
    const ids = [(0, workflow_1.uuid4)(), (0, workflow_1.uuid4)()];
    const numbers = [Math.random(), Math.random()];
    return {
        uuids: ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)),
        different: ids[0] !== ids[1] && numbers[0] !== numbers[1],
        inRange: numbers.every((n) => n >= 0 && n < 1),
        dateStandsStill: Date.now() === Date.now(),
    };
}
/** The plain fields of workflowInfo. */
async function describeWorkflow() {
    const i = (0, workflow_1.workflowInfo)();
    return {
        workflowId: i.workflowId, workflowType: i.workflowType, taskQueue: i.taskQueue, namespace: i.namespace,
        attempt: i.attempt, historyLength: i.historyLength, continueAsNewSuggested: i.continueAsNewSuggested,
        sameRun: i.runId === i.firstExecutionRunId, memo: i.memo ?? null, parent: i.parent?.workflowId ?? null,
        executionTimeoutMs: i.executionTimeoutMs ?? null, runTimeoutMs: i.runTimeoutMs ?? null, taskTimeoutMs: i.taskTimeoutMs,
        retryPolicy: i.retryPolicy ?? null, cronSchedule: i.cronSchedule ?? null,
        startIsNow: i.startTime.getTime() <= Date.now(), lastResult: i.lastResult ?? null,
    };
}
/** Returns the last result plus one: a cron run that sees the run before it. */
async function cronCounter() {
    return ((0, workflow_1.workflowInfo)().lastResult ?? 0) + 1;
}
/* ---------------------------------------------------------------------------------------------------------- failures */
/** Throws an error that is not Temporal's until the signal 'fix' has come. */
async function stuckUntilFixed() {
    let fixed = false;
    (0, workflow_1.setHandler)((0, workflow_1.defineSignal)('fix'), () => void (fixed = true));
    if (!fixed)
        throw new TypeError('a bug, not a failure');
    return 'fixed';
}
/** Throws an ApplicationFailure around a child failure around an activity failure, and lets it fail the workflow. */
async function wrapFailure() {
    try {
        await callActivity({
            activity: 'throwPlainError', args: ['the activity broke'], options: { startToCloseTimeout: '1m', retry: { maximumAttempts: 1 } },
        });
    }
    catch (e) {
        throw workflow_1.ApplicationFailure.create({ message: 'wrapped', type: 'Wrapper', cause: e, details: [{ where: 'workflow' }] });
    }
}
/** Does many steps: activities, timers and signals to itself from the case; for a long history. */
async function longHistory(steps) {
    const { add } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1m' });
    let sum = 0;
    for (let i = 0; i < steps; i++) {
        sum = await add(sum, i);
        if (i % 5 === 0)
            await (0, workflow_1.sleep)(1);
        if (i % 10 === 0)
            (0, workflow_1.upsertMemo)({ step: i });
    }
    return sum;
}
