"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const activity_1 = require("@temporalio/activity");
const common_1 = require("@temporalio/common");
const vitest_1 = require("vitest");
const api_1 = require("../../../src/base/api");
const harness_1 = require("./harness");
let release;
(0, vitest_1.beforeAll)(() => {
    release = (0, harness_1.acquireGlobals)();
});
(0, vitest_1.afterAll)(() => release());
const ms = (value) => (value === undefined ? undefined : (0, api_1.msToDuration)(value));
class LocalHarness extends harness_1.Harness {
    resolutions = [];
    /** The calls that are resolved, in the order of their ends. */
    order = [];
    #seq = 0;
    run(activityType, options = {}) {
        const { retry, args = [], ...rest } = options;
        this.#seq++;
        const call = {
            execution: { workflowId: 'order-1', runId: 'run-1' },
            namespace: 'default',
            taskQueue: 'queue',
            workflowType: 'order',
            seq: this.#seq,
            activityId: String(this.#seq),
            activityType,
            attempt: rest.attempt ?? 1,
            arguments: (0, harness_1.payloads)(...args).payloads,
            headers: {},
            originalScheduleTime: rest.originalScheduleTime === undefined ? null : (0, api_1.msToTimestamp)(this.clock.now() + rest.originalScheduleTime),
            startToCloseTimeout: ms(rest.startToClose ?? (rest.scheduleToClose === undefined ? 10_000 : undefined)),
            scheduleToCloseTimeout: ms(rest.scheduleToClose),
            scheduleToStartTimeout: ms(rest.scheduleToStart),
            localRetryThreshold: ms(rest.threshold),
            retryPolicy: retry && {
                initialInterval: ms(retry.initial),
                backoffCoefficient: retry.coefficient,
                maximumInterval: ms(retry.maximum),
                maximumAttempts: retry.attempts,
                nonRetryableErrorTypes: retry.nonRetryable,
            },
        };
        const number = this.#seq;
        return this.worker.runLocal(call, (outcome) => {
            this.resolutions.push({ at: this.elapsed, what: outcome });
            this.order.push(number);
        });
    }
    get resolution() {
        if (this.resolutions.length !== 1)
            throw new Error(`expected one resolution, there are ${this.resolutions.length}`);
        return this.resolutions[0].what;
    }
}
/** An activity that fails so many times, and the times of its attempts. */
function failing(times, failure = () => common_1.ApplicationFailure.retryable('no', 'No')) {
    const attempts = [];
    let startedAt;
    const activity = async () => {
        startedAt ??= Date.now();
        attempts.push([(0, activity_1.activityInfo)().attempt, Date.now() - startedAt]);
        if (attempts.length <= times)
            throw failure();
        return 'at last';
    };
    return { activity, attempts };
}
(0, vitest_1.it)('runs, tells how long it ran, and never asks the server', async () => {
    let info;
    const h = new LocalHarness({
        nap: async (text) => {
            info = (0, activity_1.activityInfo)();
            activity_1.Context.current().heartbeat('ignored');
            await (0, activity_1.sleep)(250);
            return text;
        },
    });
    h.run('nap', { args: ['rested'], scheduleToClose: 5000 });
    (0, vitest_1.expect)(h.resolutions).toEqual([]);
    (0, vitest_1.expect)(h.worker.running).toMatchObject([{ activityType: 'nap', isLocal: true, attempt: 1 }]);
    await h.runTo(1000);
    (0, vitest_1.expect)(h.resolution).toMatchObject({ kind: 'completed', runtimeMs: 250, attempt: 1 });
    (0, vitest_1.expect)(h.resolution.kind === 'completed' && (0, harness_1.values)({ payloads: [h.resolution.result] })).toEqual(['rested']);
    (0, vitest_1.expect)(info).toMatchObject({
        isLocal: true,
        activityId: '1',
        scheduleToCloseTimeoutMs: 5000,
        startToCloseTimeoutMs: 5000,
        heartbeatTimeoutMs: undefined,
        retryPolicy: { initialInterval: 1000, backoffCoefficient: 2, maximumInterval: 100_000 },
    });
    (0, vitest_1.expect)([h.heartbeats, h.answers, h.clock.nextDueAt()]).toEqual([[], [], undefined]);
});
(0, vitest_1.describe)('retries', () => {
    (0, vitest_1.it)('waits in the worker with the intervals of the policy', async () => {
        const { activity, attempts } = failing(3);
        const h = new LocalHarness({ activity });
        h.run('activity', { retry: { initial: 100, coefficient: 3, maximum: 500 } });
        await h.runTo(10_000);
        (0, vitest_1.expect)(attempts).toEqual([
            [1, 0],
            [2, 100],
            [3, 400],
            [4, 900],
        ]);
        (0, vitest_1.expect)(h.resolution).toMatchObject({ attempt: 4, kind: 'completed' });
    });
    (0, vitest_1.it)('ends after the maximum number of attempts, with the bare failure', async () => {
        const { activity, attempts } = failing(9);
        const h = new LocalHarness({ activity });
        h.run('activity', { retry: { attempts: 2 } });
        await h.runTo(10_000);
        (0, vitest_1.expect)(attempts).toHaveLength(2);
        (0, vitest_1.expect)(h.resolution).toMatchObject({
            kind: 'failed',
            failure: { message: 'no', applicationFailureInfo: { type: 'No' } },
        });
    });
    vitest_1.it.each([
        ['it is not retryable', () => common_1.ApplicationFailure.nonRetryable('no', 'Other')],
        ['its type is listed, in whatever case', () => common_1.ApplicationFailure.retryable('no', 'FATAL')],
    ])('does not retry where %s', async (_, failure) => {
        const { activity, attempts } = failing(9, failure);
        const h = new LocalHarness({ activity });
        h.run('activity', { retry: { nonRetryable: ['Fatal'] } });
        await h.runTo(10_000);
        (0, vitest_1.expect)(attempts).toHaveLength(1);
        (0, vitest_1.expect)(h.resolution.kind).toBe('failed');
    });
    (0, vitest_1.it)('waits as long as the failure asks for', async () => {
        const failure = () => common_1.ApplicationFailure.create({ message: 'no', nextRetryDelay: '7s' });
        const { activity, attempts } = failing(1, failure);
        const h = new LocalHarness({ activity });
        h.run('activity', { retry: { maximum: 1000 } });
        await h.runTo(10_000);
        (0, vitest_1.expect)(attempts.map(([, at]) => at)).toEqual([0, 7000]);
    });
    (0, vitest_1.it)('leaves a backoff above the threshold to the workflow', async () => {
        const { activity, attempts } = failing(9);
        const h = new LocalHarness({ activity });
        h.run('activity', { threshold: 1500 });
        await h.runTo(10_000);
        // 1 s is waited for here, 2 s are too much.
        (0, vitest_1.expect)(attempts.map(([, at]) => at)).toEqual([0, 1000]);
        (0, vitest_1.expect)(h.resolution).toMatchObject({
            kind: 'backoff',
            attempt: 2,
            backoff: (0, api_1.msToDuration)(2000),
            originalScheduleTime: (0, api_1.msToTimestamp)(h.clock.now() - 10_000),
        });
    });
    (0, vitest_1.it)('waits in the worker up to one minute by default', async () => {
        const { activity, attempts } = failing(99);
        const h = new LocalHarness({ activity });
        h.run('activity', { retry: { initial: 60_000 } });
        await h.runTo(120_000);
        (0, vitest_1.expect)(attempts).toHaveLength(2);
        (0, vitest_1.expect)(h.resolution).toMatchObject({ kind: 'backoff', backoff: (0, api_1.msToDuration)(120_000) });
    });
    (0, vitest_1.it)('goes on with the attempt that the workflow comes back with', async () => {
        const { activity, attempts } = failing(1);
        const h = new LocalHarness({ activity });
        h.run('activity', { attempt: 5, originalScheduleTime: -3000, retry: { attempts: 6 } });
        await h.runTo(20_000);
        (0, vitest_1.expect)(attempts).toEqual([
            [5, 0],
            [6, 16_000],
        ]);
        (0, vitest_1.expect)(h.resolution.kind).toBe('completed');
    });
});
(0, vitest_1.describe)('timeouts', () => {
    const hang = async () => new Promise(() => undefined);
    (0, vitest_1.it)('retries after a start-to-close timeout, and tells the attempt', async () => {
        const seen = [];
        const h = new LocalHarness({
            slow: async () => {
                const { attempt } = (0, activity_1.activityInfo)();
                if (attempt === 2)
                    return 'quick';
                return activity_1.Context.current().cancelled.catch((error) => {
                    seen.push(error.message, { ...activity_1.Context.current().cancellationDetails });
                });
            },
        });
        h.run('slow', { startToClose: 2000 });
        await h.runTo(10_000);
        (0, vitest_1.expect)(seen).toEqual(['TIMED_OUT', vitest_1.expect.objectContaining({ timedOut: true, notFound: false })]);
        (0, vitest_1.expect)(h.resolutions).toMatchObject([{ at: 3000, what: { attempt: 2, kind: 'completed' } }]);
    });
    (0, vitest_1.it)('ends with the timeout where no attempt is left', async () => {
        const h = new LocalHarness({ hang });
        h.run('hang', { startToClose: 2000, retry: { attempts: 1 } });
        await h.runTo(2000);
        (0, vitest_1.expect)(h.resolution).toEqual({
            kind: 'failed',
            failure: { message: 'Activity timed out', timeoutFailureInfo: { timeoutType: 1 } },
            runtimeMs: 2000,
            attempt: 1,
        });
    });
    vitest_1.it.each([
        ['an attempt', hang, 5000],
        ['a backoff', failing(99).activity, 0],
    ])('ends at the schedule-to-close timeout during %s', async (_, activity, runtimeMs) => {
        const h = new LocalHarness({ activity });
        h.run('activity', { scheduleToClose: 5000 });
        await h.runTo(10_000);
        (0, vitest_1.expect)(h.resolutions).toMatchObject([
            { at: 5000, what: { runtimeMs, failure: { timeoutFailureInfo: { timeoutType: 3 } } } },
        ]);
        (0, vitest_1.expect)(h.clock.nextDueAt()).toBeUndefined();
    });
    (0, vitest_1.it)('does not start where the schedule-to-close timeout has passed since the first call', async () => {
        const { activity, attempts } = failing(0);
        const h = new LocalHarness({ activity });
        h.run('activity', { scheduleToClose: 5000, attempt: 4, originalScheduleTime: -5000 });
        (0, vitest_1.expect)(h.resolutions).toEqual([]);
        await h.runTo(0);
        (0, vitest_1.expect)(attempts).toEqual([]);
        (0, vitest_1.expect)(h.resolution).toMatchObject({
            attempt: 4,
            runtimeMs: 0,
            failure: { timeoutFailureInfo: { timeoutType: 3 } },
        });
    });
    (0, vitest_1.it)('times out where its turn comes too late', async () => {
        const nap = async () => (0, activity_1.sleep)(1000);
        const h = new LocalHarness({ nap }, { maxConcurrentLocalActivityExecutions: 1 });
        h.run('nap');
        h.run('nap', { scheduleToStart: 999 });
        h.run('nap', { scheduleToStart: 1000 });
        await h.runTo(5000);
        (0, vitest_1.expect)(h.order).toEqual([1, 2, 3]);
        (0, vitest_1.expect)(h.resolutions.map(({ at, what }) => [at, what.kind])).toEqual([
            [1000, 'completed'],
            [1000, 'failed'],
            [2000, 'completed'],
        ]);
        (0, vitest_1.expect)(h.resolutions[1].what).toMatchObject({ failure: { timeoutFailureInfo: { timeoutType: 2 } } });
    });
    (0, vitest_1.it)('gives the turn of a hanging attempt to another one', async () => {
        const h = new LocalHarness({ hang, quick: async () => 1 }, { maxConcurrentLocalActivityExecutions: 1 });
        h.run('hang', { startToClose: 1000, retry: { attempts: 1 } });
        h.run('quick');
        await h.runTo(1000);
        (0, vitest_1.expect)(h.resolutions.map(({ what }) => what.kind)).toEqual(['failed', 'completed']);
    });
});
(0, vitest_1.describe)('cancellation', () => {
    (0, vitest_1.it)('reaches the activity without a heartbeat, and keeps what it says', async () => {
        const h = new LocalHarness({ wait: async () => activity_1.Context.current().cancelled });
        const running = h.run('wait');
        await h.runTo(300);
        running.cancel();
        await h.runTo(300);
        (0, vitest_1.expect)(h.resolution).toMatchObject({
            kind: 'cancelled',
            failure: { message: 'CANCELLED', canceledFailureInfo: {} },
            runtimeMs: 300,
            attempt: 1,
        });
    });
    (0, vitest_1.it)('ends a backoff at once', async () => {
        const { activity, attempts } = failing(9);
        const h = new LocalHarness({ activity });
        const running = h.run('activity');
        await h.runTo(300);
        running.cancel();
        (0, vitest_1.expect)(h.resolutions).toEqual([]);
        await h.runTo(9000);
        (0, vitest_1.expect)(attempts).toHaveLength(1);
        (0, vitest_1.expect)(h.resolutions).toEqual([
            {
                at: 300,
                what: {
                    kind: 'cancelled',
                    failure: { message: 'Activity cancelled', canceledFailureInfo: {} },
                    runtimeMs: 0,
                    attempt: 0,
                },
            },
        ]);
    });
    (0, vitest_1.it)('lets the activity complete', async () => {
        const h = new LocalHarness({ stubborn: async () => activity_1.Context.current().cancelled.catch(() => 'done') });
        const running = h.run('stubborn');
        await h.runTo(0);
        running.cancel();
        await h.runTo(0);
        (0, vitest_1.expect)(h.resolution.kind).toBe('completed');
    });
});
(0, vitest_1.it)('fails where it would be completed by somebody else', async () => {
    const h = new LocalHarness({
        later: async () => {
            throw new activity_1.CompleteAsyncError();
        },
    });
    h.run('later');
    await h.runTo(0);
    (0, vitest_1.expect)(h.resolution).toMatchObject({
        kind: 'failed',
        failure: { applicationFailureInfo: { type: 'CompleteAsyncError', nonRetryable: true } },
    });
});
(0, vitest_1.it)('reports nothing of a crashed worker', async () => {
    const { activity, attempts } = failing(9);
    const h = new LocalHarness({ activity, nap: async () => (0, activity_1.sleep)(500) });
    h.run('nap');
    h.run('activity');
    await h.runTo(100);
    h.worker.crash();
    await h.runTo(9000);
    (0, vitest_1.expect)(h.resolutions).toEqual([]);
    (0, vitest_1.expect)(attempts).toHaveLength(1);
    (0, vitest_1.expect)(h.worker.running).toEqual([]);
});
(0, vitest_1.it)('is waited for by a shutdown, and not cancelled by it', async () => {
    const h = new LocalHarness({ nap: async () => (0, activity_1.sleep)(500) });
    h.run('nap');
    const done = h.worker.shutdown();
    await h.runTo(500);
    await done;
    (0, vitest_1.expect)(h.resolution.kind).toBe('completed');
});
