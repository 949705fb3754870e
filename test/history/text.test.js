"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const payload_text_1 = require("../../src/history/payload-text");
const time_text_1 = require("../../src/history/time-text");
const build_1 = require("./build");
const DAY = 86_400_000;
(0, vitest_1.describe)('times in words', () => {
    vitest_1.it.each([
        [0, '+00:00:00.000'],
        [DAY + 2 * 3_600_000 + 3250, '+1d 02:00:03.250'],
        [-1500, '-00:00:01.500'],
    ])('%d ms after the start is %s', (elapsed, text) => (0, vitest_1.expect)((0, time_text_1.elapsedText)(elapsed)).toBe(text));
    vitest_1.it.each([
        [0, '0ms'],
        [1500, '1.5s'],
        [125_000, '2m5s'],
        [30 * DAY, '30d'],
        [-90_000, '-1m30s'],
    ])('%d ms are %s', (length, text) => (0, vitest_1.expect)((0, time_text_1.durationText)(length)).toBe(text));
    (0, vitest_1.it)('instants are ISO times, even where Date cannot hold them', () => {
        (0, vitest_1.expect)((0, time_text_1.instantText)(build_1.START)).toBe('2030-01-01T00:00:00.000Z');
        (0, vitest_1.expect)((0, time_text_1.instantText)(9e15)).toBe('9000000000000000ms');
    });
});
(0, vitest_1.describe)('payloads and failures in words', () => {
    (0, vitest_1.it)('JSON stands for itself, cut where it is long; the rest is named and measured', () => {
        const bytes = { metadata: { encoding: new TextEncoder().encode('binary/plain') }, data: new Uint8Array(5) };
        (0, vitest_1.expect)((0, payload_text_1.payloadText)((0, build_1.json)({ a: 1 }).payloads[0])).toBe('{"a":1}');
        (0, vitest_1.expect)((0, payload_text_1.payloadText)((0, build_1.json)('x'.repeat(100)).payloads[0], 10)).toBe(`"${'x'.repeat(8)}…`);
        (0, vitest_1.expect)((0, payload_text_1.payloadText)(bytes)).toBe('<binary/plain, 5 bytes>');
        (0, vitest_1.expect)((0, payload_text_1.payloadText)(undefined)).toBe('<no encoding, 0 bytes>');
    });
    (0, vitest_1.it)('no control character of a user reaches the terminal', () => {
        (0, vitest_1.expect)((0, payload_text_1.oneLine)('a\nb\u001b[31mc\t')).toBe('a\\nb\\u001b[31mc\\t');
    });
    (0, vitest_1.it)('a failure is one line with its causes', () => {
        const cause = { message: '402', applicationFailureInfo: { type: 'Http', nonRetryable: true } };
        const failure = {
            message: 'Activity task failed',
            activityFailureInfo: { activityType: { name: 'charge' } },
            cause,
        };
        (0, vitest_1.expect)((0, payload_text_1.failureText)(failure)).toBe('activity charge failed ← Http: 402 (non-retryable)');
        (0, vitest_1.expect)((0, payload_text_1.failureText)({ timeoutFailureInfo: { timeoutType: 4 } })).toBe('heartbeat timeout');
    });
});
(0, vitest_1.describe)('a history as text', () => {
    const retryPolicy = {
        initialInterval: (0, build_1.ms)(1000),
        backoffCoefficient: 2,
        maximumAttempts: 3,
        maximumInterval: (0, build_1.ms)(10_000),
    };
    const { history } = (0, build_1.build)({ input: (0, build_1.json)({ sku: 1 }, 'express') })
        .task()
        .add('ActivityTaskScheduled', { activityId: '1', activityType: { name: 'charge' }, input: (0, build_1.json)(10), retryPolicy })
        .add('TimerStarted', { timerId: '2', startToFireTimeout: (0, build_1.ms)(30 * DAY) })
        .at(3250)
        .add('ActivityTaskStarted', { scheduledEventId: 5, attempt: 3, lastFailure: { message: 'declined' } })
        .add('ActivityTaskCompleted', { scheduledEventId: 5, startedEventId: 7, result: (0, build_1.json)('receipt') })
        .at(30 * DAY)
        .add('TimerFired', { timerId: '2', startedEventId: 6 })
        .add('WorkflowExecutionCompleted', { result: (0, build_1.json)(null) });
    (0, vitest_1.it)('is a line for each event, with what it says', () => {
        (0, vitest_1.expect)(history.toText()).toMatchInlineSnapshot(`
      "checkout "order-1" (run 00000000-0000-4000-8000-000000000001) started at 2030-01-01T00:00:00.000Z
       1      +00:00:00.000  WorkflowExecutionStarted    checkout({"sku":1}, "express") on orders
       2      +00:00:00.000  WorkflowTaskScheduled
       3      +00:00:00.000  WorkflowTaskStarted
       4      +00:00:00.000  WorkflowTaskCompleted
       5      +00:00:00.000  ActivityTaskScheduled       charge(10) #1 (3 attempts, 1s ×2 ≤ 10s)
       6      +00:00:00.000  TimerStarted                #2, 30d
       7      +00:00:03.250  ActivityTaskStarted         charge #1, attempt 3, before it declined
       8      +00:00:03.250  ActivityTaskCompleted       charge #1 → "receipt"
       9  +30d 00:00:00.000  TimerFired                  #2
      10  +30d 00:00:00.000  WorkflowExecutionCompleted  → null"
    `);
        (0, vitest_1.expect)(`${history}`).toBe(history.toText());
    });
    (0, vitest_1.it)('may be cut to its end, and says so', () => {
        const lines = history.toText({ last: 2 }).split('\n');
        (0, vitest_1.expect)(lines[1]).toBe('(events 1 to 8 left out)');
        (0, vitest_1.expect)(lines).toHaveLength(4);
    });
    (0, vitest_1.it)('never has a line beyond its width', () => {
        const wide = (0, build_1.build)({ input: (0, build_1.json)('x'.repeat(10_000)) }).history.toText({ width: 100 });
        (0, vitest_1.expect)(wide
            .split('\n')
            .slice(1)
            .every((line) => line.length <= 100)).toBe(true);
    });
});
