import { describe, expect, it } from 'vitest';
import { failureText, oneLine, payloadText } from '../../src/history/payload-text';
import { durationText, elapsedText, instantText } from '../../src/history/time-text';
import { build, json, ms, START } from './build';

const DAY = 86_400_000;

describe('times in words', () => {
  it.each([
    [0, '+00:00:00.000'],
    [DAY + 2 * 3_600_000 + 3250, '+1d 02:00:03.250'],
    [-1500, '-00:00:01.500'],
  ])('%d ms after the start is %s', (elapsed, text) => expect(elapsedText(elapsed)).toBe(text));

  it.each([
    [0, '0ms'],
    [1500, '1.5s'],
    [125_000, '2m5s'],
    [30 * DAY, '30d'],
    [-90_000, '-1m30s'],
  ])('%d ms are %s', (length, text) => expect(durationText(length)).toBe(text));

  it('instants are ISO times, even where Date cannot hold them', () => {
    expect(instantText(START)).toBe('2030-01-01T00:00:00.000Z');
    expect(instantText(9e15)).toBe('9000000000000000ms');
  });
});

describe('payloads and failures in words', () => {
  it('JSON stands for itself, cut where it is long; the rest is named and measured', () => {
    const bytes = { metadata: { encoding: new TextEncoder().encode('binary/plain') }, data: new Uint8Array(5) };
    expect(payloadText(json({ a: 1 }).payloads![0])).toBe('{"a":1}');
    expect(payloadText(json('x'.repeat(100)).payloads![0], 10)).toBe(`"${'x'.repeat(8)}…`);
    expect(payloadText(bytes)).toBe('<binary/plain, 5 bytes>');
    expect(payloadText(undefined)).toBe('<no encoding, 0 bytes>');
  });

  it('no control character of a user reaches the terminal', () => {
    expect(oneLine('a\nb\u001b[31mc\t')).toBe('a\\nb\\u001b[31mc\\t');
  });

  it('a failure is one line with its causes', () => {
    const cause = { message: '402', applicationFailureInfo: { type: 'Http', nonRetryable: true } };
    const failure = {
      message: 'Activity task failed',
      activityFailureInfo: { activityType: { name: 'charge' } },
      cause,
    };
    expect(failureText(failure)).toBe('activity charge failed ← Http: 402 (non-retryable)');
    expect(failureText({ timeoutFailureInfo: { timeoutType: 4 } })).toBe('heartbeat timeout');
  });
});

describe('a history as text', () => {
  const retryPolicy = {
    initialInterval: ms(1000),
    backoffCoefficient: 2,
    maximumAttempts: 3,
    maximumInterval: ms(10_000),
  };
  const { history } = build({ input: json({ sku: 1 }, 'express') })
    .task()
    .add('ActivityTaskScheduled', { activityId: '1', activityType: { name: 'charge' }, input: json(10), retryPolicy })
    .add('TimerStarted', { timerId: '2', startToFireTimeout: ms(30 * DAY) })
    .at(3250)
    .add('ActivityTaskStarted', { scheduledEventId: 5, attempt: 3, lastFailure: { message: 'declined' } })
    .add('ActivityTaskCompleted', { scheduledEventId: 5, startedEventId: 7, result: json('receipt') })
    .at(30 * DAY)
    .add('TimerFired', { timerId: '2', startedEventId: 6 })
    .add('WorkflowExecutionCompleted', { result: json(null) });

  it('is a line for each event, with what it says', () => {
    expect(history.toText()).toMatchInlineSnapshot(`
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
    expect(`${history}`).toBe(history.toText());
  });

  it('may be cut to its end, and says so', () => {
    const lines = history.toText({ last: 2 }).split('\n');
    expect(lines[1]).toBe('(events 1 to 8 left out)');
    expect(lines).toHaveLength(4);
  });

  it('never has a line beyond its width', () => {
    const wide = build({ input: json('x'.repeat(10_000)) }).history.toText({ width: 100 });
    expect(
      wide
        .split('\n')
        .slice(1)
        .every((line) => line.length <= 100),
    ).toBe(true);
  });
});
