import { describe, expect, it } from 'vitest';
import { History } from '../../src/history/history';
import type { AttemptRecord } from '../../src/report/attempt-record';
import { buildTimeline } from '../../src/report/build-timeline';
import { retryDelayMs } from '../../src/report/infer-attempts';
import { timeScale } from '../../src/report/time-scale';
import { renderTimeline } from '../../src/report/timeline-text';
import { build, json, ms, START } from '../history/build';
import { fixtureText } from '../history/fixtures';

const retryPolicy = { initialInterval: ms(1000), backoffCoefficient: 2, maximumInterval: ms(100_000) };

/** A payment that is declined three times, and an approval and a reminder meanwhile. */
function retried() {
  return build({ input: json({ sku: 1 }) })
    .task()
    .add('ActivityTaskScheduled', {
      activityId: '1',
      activityType: { name: 'charge' },
      startToCloseTimeout: ms(30_000),
      scheduleToCloseTimeout: ms(60_000),
      retryPolicy,
    })
    .add('TimerStarted', { timerId: '2', startToFireTimeout: ms(12_000) })
    .at(5000)
    .add('WorkflowExecutionSignaled', { signalName: 'approve', input: json('bob') })
    .at(8000)
    .add('ActivityTaskStarted', {
      scheduledEventId: 5,
      attempt: 4,
      lastFailure: { message: 'card declined', applicationFailureInfo: { type: 'PaymentError' } },
    })
    .at(8250)
    .add('ActivityTaskCompleted', { scheduledEventId: 5, startedEventId: 8, result: json({ receipt: 'r-1' }) })
    .at(12_000)
    .add('TimerFired', { timerId: '2', startedEventId: 6 })
    .task()
    .add('WorkflowExecutionCompleted', { result: json('shipped') }).history;
}

const charge = {
  workflowId: 'order-1',
  runId: '00000000-0000-4000-8000-000000000001',
  activityId: '1',
  activityType: 'charge',
};

function attempt(n: number, at: number, ran: number, rest: Partial<AttemptRecord>): AttemptRecord {
  const times = { scheduledTime: START + at, startedTime: START + at, endedTime: START + at + ran };
  return { ...charge, attempt: n, ...times, outcome: 'failed', ...rest };
}

const ATTEMPTS = [
  attempt(1, 0, 250, { failure: 'PaymentError: card declined', nextRetryTime: START + 1250 }),
  attempt(2, 1250, 250, { outcome: 'timed-out', timeoutType: 'heartbeat', nextRetryTime: START + 3500 }),
  attempt(3, 3500, 500, { outcome: 'lost', nextRetryTime: START + 8000 }),
  attempt(4, 8000, 250, { outcome: 'completed' }),
];

describe('the timeline of a retried activity', () => {
  it('shows each attempt that the world recorded', () => {
    expect(renderTimeline({ histories: [retried()], attempts: ATTEMPTS })).toMatchInlineSnapshot(`
      "checkout "order-1"  run 00000000-0000-4000-8000-000000000001
      ✓ completed after 12s, 14 events, from 2030-01-01T00:00:00.000Z

                      0s                5s                 10s    12s
                      ├──────────────────┼──────────────────┼───────┤
      checkout        ╋━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━✓  ✓ "shipped"
      charge #1       ├✗┄┄┄├◷┄┄┄┄┄┄├─?┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄├✓                ✓ 4 attempts {"receipt":"r-1"}
          1  +00:00:00.000  ran 250ms  ✗ PaymentError: card declined, next in 1s
          2  +00:00:01.250  ran 250ms  ◷ heartbeat timeout, next in 2s
          3  +00:00:03.500  ran 500ms  ? its answer never arrived, next in 4s
          4  +00:00:08.000  ran 250ms  ✓
          limits: start-to-close 30s, schedule-to-close 1m, until +00:01:00.000
      timer #2        ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄✓  ✓ 12s
      signal approve                     ●                             +00:00:05.000 "bob""
    `);
  });

  it('infers the attempts before the last from the retry policy, and says so', () => {
    expect(renderTimeline(retried())).toMatchInlineSnapshot(`
      "checkout "order-1"  run 00000000-0000-4000-8000-000000000001
      ✓ completed after 12s, 14 events, from 2030-01-01T00:00:00.000Z

                      0s                5s                 10s    12s
                      ├──────────────────┼──────────────────┼───────┤
      checkout        ╋━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━✓  ✓ "shipped"
      charge #1       ├✗┄┄┄├✗┄┄┄┄┄┄┄├✗┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄├✓                ✓ 4 attempts {"receipt":"r-1"}
        ~ 1  +00:00:00.000  ran 333ms  ✗ failure not in the history, next in 1s
        ~ 2  +00:00:01.333  ran 333ms  ✗ failure not in the history, next in 2s
        ~ 3  +00:00:03.666  ran 333ms  ✗ PaymentError: card declined, next in 4s
          4  +00:00:08.000  ran 250ms  ✓
          limits: start-to-close 30s, schedule-to-close 1m, until +00:01:00.000
      timer #2        ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄✓  ✓ 12s
      signal approve                     ●                             +00:00:05.000 "bob"

      ~ inferred: a history has the last attempt only"
    `);
  });

  it('takes no attempts of another run, activity or workflow', () => {
    const foreign = [{ runId: 'other' }, { activityId: '9' }, { workflowId: 'other' }];
    const attempts = foreign.map((rest) => attempt(1, 0, 1, rest));
    expect(buildTimeline(retried(), attempts)).toEqual(buildTimeline(retried()));
  });

  it('leaves the times of earlier attempts open where they contradict the policy', () => {
    const hurried = build()
      .add('ActivityTaskScheduled', { activityId: '1', activityType: { name: 'charge' }, retryPolicy })
      .at(100)
      .add('ActivityTaskStarted', { scheduledEventId: 2, attempt: 3 }).history;
    const [first, second, third] = buildTimeline(hurried).lanes[1]!.attempts;
    expect([first!.start, second!.start, third!.start]).toEqual([undefined, undefined, START + 100]);
    expect(renderTimeline(hurried)).toContain('~ 1  time unknown');
  });

  it('believes the delay that the last failure asked for', () => {
    const applicationFailureInfo = { nextRetryDelay: ms(50) };
    const { history } = build()
      .add('ActivityTaskScheduled', { activityId: '1', retryPolicy })
      .at(100)
      .add('ActivityTaskStarted', {
        scheduledEventId: 2,
        attempt: 2,
        lastFailure: { message: 'no', applicationFailureInfo },
      });
    expect(buildTimeline(history).lanes[1]!.attempts[0]).toMatchObject({
      start: START,
      end: START + 50,
      nextRetryAt: START + 100,
    });
  });

  it.each([
    [1, 1000],
    [4, 8000],
    [8, 100_000],
    [1e6, 100_000],
  ])('waits after attempt %d for %d ms', (n, delay) => expect(retryDelayMs(retryPolicy, n)).toBe(delay));
});

describe('other lanes', () => {
  it('have what is still open with its deadline, children, updates and failures with their cause', () => {
    const workflowExecution = { workflowId: 'refund-1' };
    const cause = { message: 'insufficient funds', applicationFailureInfo: { type: 'BankError', nonRetryable: true } };
    const { history } = build()
      .add('StartChildWorkflowExecutionInitiated', { workflowId: 'refund-1', workflowType: { name: 'refund' } })
      .add('TimerStarted', { timerId: '1', startToFireTimeout: ms(3_600_000) })
      .add('ActivityTaskScheduled', {
        activityId: '2',
        activityType: { name: 'ship' },
        scheduleToCloseTimeout: ms(90_000),
      })
      .at(500)
      .add('WorkflowExecutionUpdateAccepted', { acceptedRequest: { input: { name: 'raise', args: json(5) } } })
      .add('WorkflowTaskFailed', { failure: { message: 'oops' } })
      .at(2000)
      .add('WorkflowExecutionUpdateCompleted', { acceptedEventId: 5, outcome: { success: json(6) } })
      .add('ChildWorkflowExecutionFailed', {
        initiatedEventId: 2,
        workflowExecution,
        failure: { message: 'Activity task failed', activityFailureInfo: { activityType: { name: 'payout' } }, cause },
      });
    expect(renderTimeline(history, { width: 90 })).toMatchInlineSnapshot(`
      "checkout "order-1"  run 00000000-0000-4000-8000-000000000001
      ▸ still open after 2s, 8 events, from 2030-01-01T00:00:00.000Z

                               0s               1s               2s
                               ├─────────────────┼────────────────┤
      checkout                 ┣━━━━━━━━✗━━━━━━━━━━━━━━━━━━━━━━━━━▸  open
      child refund "refund-1"  ├──────────────────────────────────✗  ✗ activity payout failed ←…
          activity payout failed ← BankError: insufficient funds (non-retryable)
      timer #1                 ├┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄▸  open, due +01:00:00.000, 1h
      ship #2                  ├──────────────────────────────────▸  open, until +00:01:30.000
          limits: schedule-to-close 1m30s, until +00:01:30.000
      update raise                      ├─────────────────────────✓  ✓ 6"
    `);
  });

  it('tell waiting for a worker from running, and end with their run what it leaves open', () => {
    const { history } = build()
      .add('ActivityTaskScheduled', { activityId: '1', activityType: { name: 'charge' }, retryPolicy })
      .add('TimerStarted', { timerId: '2', startToFireTimeout: ms(60_000) })
      .at(5000)
      .add('ActivityTaskTimedOut', { scheduledEventId: 2, failure: { timeoutFailureInfo: { timeoutType: 2 } } })
      .add('WorkflowExecutionCompleted');
    const never = { startedTime: undefined, outcome: 'timed-out', timeoutType: 'schedule-to-start' } as const;
    const later = build({ workflowId: 'later' }).at(20_000).add('WorkflowExecutionCompleted').history;
    const [, charge, timer] = buildTimeline(history).lanes;
    expect([charge!.end, timer!.end, timer!.outcome]).toEqual([START + 5000, START + 5000, 'open']);
    expect(
      renderTimeline({ histories: [history, later], attempts: [attempt(1, 0, 5000, never)] }),
    ).toMatchInlineSnapshot(`
      "checkout "order-1"  run 00000000-0000-4000-8000-000000000001
      ✓ completed after 5s, 5 events, from 2030-01-01T00:00:00.000Z

                 0s                      10s                    20s
                 ├────────────────────────┼───────────────────────┤
      checkout   ┣━━━━━━━━━━━✓                                       ✓ completed
      charge #1  ├┄┄┄┄┄┄┄┄┄┄┄◷                                       ◷ schedule-to-start timeout
          1  +00:00:00.000  waited 5s  ◷ schedule-to-start timeout
      timer #2   ├┄┄┄┄┄┄┄┄┄┄┄▸                                       open, due +00:01:00.000, 1m

      checkout "later"  run 00000000-0000-4000-8000-000000000001
      ✓ completed after 20s, 2 events, from 2030-01-01T00:00:00.000Z

                 0s                      10s                    20s
                 ├────────────────────────┼───────────────────────┤
      checkout   ┣━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━✓  ✓ completed"
    `);
  });

  it('of several runs share one scale', () => {
    const parent = build().at(10_000).add('WorkflowExecutionCompleted').history;
    const late = build({ workflowId: 'later' }).at(10_000).history;
    const axes = renderTimeline([parent, late])
      .split('\n')
      .filter((line) => line.includes('┤'));
    expect(new Set(axes).size).toBe(1);
    expect(axes).toHaveLength(2);
  });

  it('have colour only where it is asked for', () => {
    expect(renderTimeline(retried())).not.toContain('\u001b');
    expect(renderTimeline(retried(), { color: true })).toContain('\u001b[32m');
  });

  it('are there for local activities', () => {
    const text = renderTimeline(History.from(fixtureText('local-activity-fails.main')));
    expect(text).toMatch(/local failWith #1 .* ✗ No: no \(non-retryable\)/);
  });
});

describe('long histories', () => {
  it('of 50,000 events are cut, and the text says what is missing', () => {
    const builder = build();
    for (let i = 2; builder.log.length < 50_000; i += 2) {
      builder.at(i * 1000).add('TimerStarted', { timerId: `${i}`, startToFireTimeout: ms(500) });
      builder.at(i * 1000 + 500).add('TimerFired', { timerId: `${i}`, startedEventId: i });
    }
    const lines = renderTimeline(builder.history, { lanesMax: 20 }).split('\n');
    expect(lines.length).toBeLessThan(30);
    expect(lines).toContain('… 24981 lanes left out: 24981 × timer');
  });

  it('fit the width, whatever is in them', () => {
    const long = 'x'.repeat(5000);
    const { history } = build({ workflowId: long, workflowType: { name: long } })
      .add('ActivityTaskScheduled', { activityId: long, activityType: { name: long }, retryPolicy })
      .add('WorkflowExecutionSignaled', { signalName: long, input: json(long) })
      .at(9000)
      .add('ActivityTaskStarted', { scheduledEventId: 2, attempt: 3, lastFailure: { message: long } })
      .add('ActivityTaskFailed', { scheduledEventId: 2, startedEventId: 4, failure: { message: `${long}\n${long}` } });
    for (const width of [60, 100, 160]) {
      const tooLong = renderTimeline(history, { width })
        .split('\n')
        .filter((line) => line.length > width);
      expect(tooLong).toEqual([]);
    }
  });

  it('of no events are said to be empty', () => {
    expect(renderTimeline([])).toBe('(no events)');
  });
});

describe('the scale', () => {
  it('is in proportion to time where that keeps instants apart', () => {
    const scale = timeScale([0, 1000, 2000, 4000], 41);
    expect(scale.proportional).toBe(true);
    expect([0, 1000, 2000, 4000].map((t) => scale.column(t))).toEqual([0, 10, 20, 40]);
    expect(scale.timeAt(10)).toBe(1000);
  });

  it('is not where a month of waiting would press the rest into one column', () => {
    const month = 30 * 86_400_000;
    const times = [0, 10, 250, 1000, month, month + 10, month + 250];
    const scale = timeScale(times, 60);
    expect(scale.proportional).toBe(false);
    const columns = times.map((t) => scale.column(t));
    expect(new Set(columns).size).toBe(times.length);
    expect(columns).toEqual([...columns].sort((a, b) => a - b));
    expect(columns.at(-1)).toBe(59);
  });
});
