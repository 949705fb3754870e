"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const activity_1 = require("@temporalio/activity");
const common_1 = require("@temporalio/common");
const vitest_1 = require("vitest");
const harness_1 = require("./harness");
let release;
(0, vitest_1.beforeAll)(() => {
    release = (0, harness_1.acquireGlobals)();
});
(0, vitest_1.afterAll)(() => release());
class Refused extends Error {
}
const asked = { cancelRequested: true };
/** Heartbeats, waits for its cancellation, then does what it is told. */
function afterCancel(then) {
    return async () => {
        activity_1.Context.current().heartbeat();
        try {
            await activity_1.Context.current().cancelled;
        }
        catch (error) {
            return then(error);
        }
    };
}
const rethrow = (error) => {
    throw error;
};
function abortError() {
    return Object.assign(new Error('The operation was aborted'), { name: 'AbortError' });
}
(0, vitest_1.describe)('how an attempt ends', () => {
    (0, vitest_1.it)('completes with the value', async () => {
        const h = new harness_1.Harness({ add: async (a, b) => a + b });
        await h.start('add', { args: [2, 3] });
        (0, vitest_1.expect)(h.answer.kind === 'completed' && (0, harness_1.values)(h.answer.result)).toEqual([5]);
        (0, vitest_1.expect)(h.worker.running).toEqual([]);
    });
    (0, vitest_1.it)('says nothing for CompleteAsyncError', async () => {
        const h = new harness_1.Harness({ wait: () => rethrow(new activity_1.CompleteAsyncError()) });
        await h.start('wait');
        (0, vitest_1.expect)(h.answers).toEqual([]);
        (0, vitest_1.expect)(h.worker.running).toEqual([]);
    });
    (0, vitest_1.it)('keeps an ApplicationFailure as it is', async () => {
        const thrown = common_1.ApplicationFailure.create({
            message: 'no stock',
            type: 'NoStock',
            nonRetryable: true,
            details: ['x', 1],
            nextRetryDelay: '3s',
            category: 'BENIGN',
        });
        const h = new harness_1.Harness({ fail: () => rethrow(thrown) });
        await h.start('fail');
        const info = h.failure.applicationFailureInfo;
        (0, vitest_1.expect)(h.failure.message).toBe('no stock');
        (0, vitest_1.expect)(info).toMatchObject({ type: 'NoStock', nonRetryable: true, category: 1 });
        (0, vitest_1.expect)((0, harness_1.values)(info.details)).toEqual(['x', 1]);
        (0, vitest_1.expect)(Number(info.nextRetryDelay?.seconds)).toBe(3);
    });
    vitest_1.it.each([
        ['an Error of a class of its own', new Refused('no'), 'no', 'Refused'],
        ['a string', 'plain', 'plain', undefined],
        ['undefined', undefined, 'undefined', undefined],
        ['null', null, 'null', undefined],
        ['a symbol', Symbol('s'), 'Symbol(s)', undefined],
        ['an object without a message', { name: 'Odd' }, 'undefined', 'Object'],
        ['an AbortError nobody asked for', abortError(), 'The operation was aborted', 'Error'],
        ['a CancelledFailure nobody asked for', new common_1.CancelledFailure('mine'), 'mine', 'CancelledFailure'],
    ])('makes a retryable application failure of %s', async (_, thrown, message, type) => {
        const h = new harness_1.Harness({ fail: async () => rethrow(thrown) });
        await h.start('fail');
        (0, vitest_1.expect)(h.failure.message).toBe(message);
        (0, vitest_1.expect)(h.failure.applicationFailureInfo?.type ?? undefined).toBe(type);
        (0, vitest_1.expect)(h.failure.applicationFailureInfo?.nonRetryable ?? false).toBe(false);
    });
    (0, vitest_1.it)('fails with ValueError where the result cannot be encoded', async () => {
        const h = new harness_1.Harness({ big: async () => 5n });
        await h.start('big');
        (0, vitest_1.expect)(h.failure).toMatchObject({ message: 'Unable to convert 5 to payload' });
        (0, vitest_1.expect)(h.failure.applicationFailureInfo).toMatchObject({ type: 'ValueError', nonRetryable: false });
    });
    (0, vitest_1.it)('fails where no such activity is registered, and names those that are', async () => {
        const h = new harness_1.Harness({ a: async () => 1, b: async () => 2 });
        await h.start('missing');
        (0, vitest_1.expect)(h.failure.message).toBe('Activity function missing is not registered on this Worker, available activities: ["a","b"]');
        (0, vitest_1.expect)(h.failure.applicationFailureInfo).toMatchObject({ type: 'NotFoundError', nonRetryable: false });
    });
    (0, vitest_1.it)('fails where the input cannot be decoded', async () => {
        const h = new harness_1.Harness({ a: async () => 1 });
        h.worker.start({ ...h.task('a'), input: { payloads: [{ metadata: { encoding: Buffer.from('odd') } }] } });
        await h.runTo(0);
        (0, vitest_1.expect)(h.failure.message).toBe('Failed to parse activity args for activity a: Unknown encoding: odd');
    });
    (0, vitest_1.it)('ends a stack trace at user code', async () => {
        async function deep() {
            await null;
            throw new Refused('no');
        }
        const h = new harness_1.Harness({ outer: async () => deep(), sync: () => rethrow(new Refused('no')) });
        await h.start('outer');
        await h.start('sync');
        for (const { what } of h.answers) {
            const stack = (what.kind === 'failed' && what.failure.stackTrace) || '';
            (0, vitest_1.expect)(stack).toMatch(/outcomes\.test\.ts:\d+:\d+/);
            (0, vitest_1.expect)(stack).not.toMatch(/src[\\/]worker/);
        }
    });
});
(0, vitest_1.describe)('how a cancelled attempt ends', () => {
    vitest_1.it.each([
        ['cancelled', { cancelRequested: true }, 'CANCELLED', 'canceled', undefined],
        ['reset', { activityReset: true }, 'RESET', 'failed', ['Activity reset', 'ActivityReset']],
        ['paused', { activityPaused: true }, 'PAUSED', 'failed', ['Activity paused', 'ActivityPause']],
        [
            'reset before paused',
            { activityReset: true, activityPaused: true },
            'RESET',
            'failed',
            ['Activity reset', 'ActivityReset'],
        ],
        // The reason is that of the cancellation, the result that of the reset: the SDK looks at the details.
        [
            'cancelled and reset',
            { cancelRequested: true, activityReset: true },
            'CANCELLED',
            'failed',
            ['Activity reset', 'ActivityReset'],
        ],
    ])('%s, and lets it through', async (_, flags, reason, kind, failure) => {
        let seen;
        const activity = afterCancel((error) => {
            seen = [error.message, activity_1.Context.current().cancellationDetails];
            throw error;
        });
        const h = new harness_1.Harness({ activity });
        h.onHeartbeat = () => flags;
        await h.start('activity');
        (0, vitest_1.expect)(seen).toEqual([
            reason,
            {
                notFound: false,
                cancelRequested: 'cancelRequested' in flags,
                paused: 'activityPaused' in flags,
                timedOut: false,
                workerShutdown: false,
                reset: 'activityReset' in flags,
            },
        ]);
        (0, vitest_1.expect)(h.answer.kind).toBe(kind);
        if (failure)
            (0, vitest_1.expect)([h.failure.message, h.failure.applicationFailureInfo?.type]).toEqual(failure);
    });
    (0, vitest_1.it)('keeps the details of a CancelledFailure that the activity throws', async () => {
        const h = new harness_1.Harness({ activity: afterCancel(() => rethrow(new common_1.CancelledFailure('bye', ['left over']))) });
        h.onHeartbeat = () => asked;
        await h.start('activity');
        (0, vitest_1.expect)(h.answer.kind === 'canceled' && (0, harness_1.values)(h.answer.details)).toEqual(['left over']);
    });
    (0, vitest_1.it)('is cancelled by an AbortError, too', async () => {
        const h = new harness_1.Harness({ activity: afterCancel(() => rethrow(abortError())) });
        h.onHeartbeat = () => asked;
        await h.start('activity');
        (0, vitest_1.expect)(h.answer).toEqual({ kind: 'canceled', details: undefined });
    });
    (0, vitest_1.it)('completes or fails where the activity decides so', async () => {
        const h = new harness_1.Harness({
            finish: afterCancel(() => 'done anyway'),
            fail: afterCancel(() => rethrow(new Refused('no'))),
        });
        h.onHeartbeat = () => asked;
        await h.start('finish');
        await h.start('fail');
        const [finished, failed] = h.answers.map(({ what }) => what);
        (0, vitest_1.expect)(finished.kind).toBe('completed');
        (0, vitest_1.expect)(failed.kind === 'failed' && failed.failure.applicationFailureInfo?.type).toBe('Refused');
    });
    (0, vitest_1.it)('fails where heartbeat details cannot be encoded', async () => {
        const h = new harness_1.Harness({
            activity: async () => {
                activity_1.Context.current().heartbeat(5n);
                await activity_1.Context.current().cancelled;
            },
        });
        await h.start('activity');
        (0, vitest_1.expect)(h.heartbeats).toEqual([]);
        (0, vitest_1.expect)(h.failure.message).toBe('HEARTBEAT_DETAILS_CONVERSION_FAILED');
        (0, vitest_1.expect)(h.failure.applicationFailureInfo).toMatchObject({ type: 'CancelledFailure', nonRetryable: false });
    });
    (0, vitest_1.it)('reports nothing once the server does not know it any more', async () => {
        const details = [];
        const h = new harness_1.Harness({
            activity: afterCancel((error) => {
                details.push(error.message, activity_1.Context.current().cancellationDetails?.notFound);
                return 'too late';
            }),
        });
        h.onHeartbeat = () => rethrow(Object.assign(new Error('5 NOT_FOUND'), { code: 5 }));
        await h.start('activity');
        (0, vitest_1.expect)(details).toEqual(['NOT_FOUND', true]);
        (0, vitest_1.expect)(h.answers).toEqual([]);
        (0, vitest_1.expect)(h.worker.running).toEqual([]);
    });
    (0, vitest_1.it)('delivers only the first cancellation', async () => {
        const reasons = [];
        const h = new harness_1.Harness({
            activity: async () => {
                const { cancellationSignal, heartbeat, sleep } = activity_1.Context.current();
                cancellationSignal.addEventListener('abort', () => reasons.push(cancellationSignal.reason.message));
                heartbeat(1);
                await sleep(1000).catch(() => undefined);
                heartbeat(2);
                await new Promise((resolve) => setTimeout(resolve, 60_000));
                return activity_1.Context.current().cancellationDetails;
            },
        });
        h.onHeartbeat = () => (h.heartbeats.length === 1 ? { activityPaused: true } : { cancelRequested: true });
        await h.start('activity', { heartbeat: 10_000 });
        await h.runTo(61_000);
        (0, vitest_1.expect)(h.heartbeats.map(({ at }) => at)).toEqual([0, 8000]);
        (0, vitest_1.expect)(reasons).toEqual(['PAUSED']);
        (0, vitest_1.expect)((0, harness_1.values)(h.answer.kind === 'completed' ? h.answer.result : null)).toEqual([
            vitest_1.expect.objectContaining({ paused: true, cancelRequested: false }),
        ]);
    });
});
(0, vitest_1.it)('goes on where the server does not know an attempt that has ended', async () => {
    const h = new harness_1.Harness({ add: async () => 1 });
    h.onRespond = () => rethrow(Object.assign(new Error('5 NOT_FOUND'), { code: 5 }));
    await h.start('add');
    (0, vitest_1.expect)(h.logs.filter(({ level }) => level === 'WARN').map(({ message }) => message)).toEqual([
        'Activity not found on completion. This may happen if the activity has already been cancelled but completed anyway.',
    ]);
    (0, vitest_1.expect)(h.worker.running).toEqual([]);
});
