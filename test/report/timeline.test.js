"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const history_1 = require("../../src/history/history");
const build_timeline_1 = require("../../src/report/build-timeline");
const infer_attempts_1 = require("../../src/report/infer-attempts");
const time_scale_1 = require("../../src/report/time-scale");
const timeline_text_1 = require("../../src/report/timeline-text");
const build_1 = require("../history/build");
const fixtures_1 = require("../history/fixtures");
const retryPolicy = { initialInterval: (0, build_1.ms)(1000), backoffCoefficient: 2, maximumInterval: (0, build_1.ms)(100_000) };
/** A payment that is declined three times, and an approval and a reminder meanwhile. */
function retried() {
    return (0, build_1.build)({ input: (0, build_1.json)({ sku: 1 }) })
        .task()
        .add('ActivityTaskScheduled', {
        activityId: '1',
        activityType: { name: 'charge' },
        startToCloseTimeout: (0, build_1.ms)(30_000),
        scheduleToCloseTimeout: (0, build_1.ms)(60_000),
        retryPolicy,
    })
        .add('TimerStarted', { timerId: '2', startToFireTimeout: (0, build_1.ms)(12_000) })
        .at(5000)
        .add('WorkflowExecutionSignaled', { signalName: 'approve', input: (0, build_1.json)('bob') })
        .at(8000)
        .add('ActivityTaskStarted', {
        scheduledEventId: 5,
        attempt: 4,
        lastFailure: { message: 'card declined', applicationFailureInfo: { type: 'PaymentError' } },
    })
        .at(8250)
        .add('ActivityTaskCompleted', { scheduledEventId: 5, startedEventId: 8, result: (0, build_1.json)({ receipt: 'r-1' }) })
        .at(12_000)
        .add('TimerFired', { timerId: '2', startedEventId: 6 })
        .task()
        .add('WorkflowExecutionCompleted', { result: (0, build_1.json)('shipped') }).history;
}
const charge = {
    workflowId: 'order-1',
    runId: '00000000-0000-4000-8000-000000000001',
    activityId: '1',
    activityType: 'charge',
};
function attempt(n, at, ran, rest) {
    const times = { scheduledTime: build_1.START + at, startedTime: build_1.START + at, endedTime: build_1.START + at + ran };
    return { ...charge, attempt: n, ...times, outcome: 'failed', ...rest };
}
const ATTEMPTS = [
    attempt(1, 0, 250, { failure: 'PaymentError: card declined', nextRetryTime: build_1.START + 1250 }),
    attempt(2, 1250, 250, { outcome: 'timed-out', timeoutType: 'heartbeat', nextRetryTime: build_1.START + 3500 }),
    attempt(3, 3500, 500, { outcome: 'lost', nextRetryTime: build_1.START + 8000 }),
    attempt(4, 8000, 250, { outcome: 'completed' }),
];
(0, vitest_1.describe)('the timeline of a retried activity', () => {
    (0, vitest_1.it)('shows each attempt that the world recorded', () => {
        (0, vitest_1.expect)((0, timeline_text_1.renderTimeline)({ histories: [retried()], attempts: ATTEMPTS })).toMatchInlineSnapshot(`
      "checkout "order-1"  run 00000000-0000-4000-8000-000000000001
      ✓ completed after 12s, 14 events, from 2030-01-01T00:00:00.000Z

                      0s                    6s                    12s
                      ├──────────────────────┼──────────────────────┤
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
    (0, vitest_1.it)('infers the attempts before the last from the retry policy, and says so', () => {
        (0, vitest_1.expect)((0, timeline_text_1.renderTimeline)(retried())).toMatchInlineSnapshot(`
      "checkout "order-1"  run 00000000-0000-4000-8000-000000000001
      ✓ completed after 12s, 14 events, from 2030-01-01T00:00:00.000Z

                      0s                    6s                    12s
                      ├──────────────────────┼──────────────────────┤
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
    (0, vitest_1.it)('takes no attempts of another run, activity or workflow', () => {
        const foreign = [{ runId: 'other' }, { activityId: '9' }, { workflowId: 'other' }];
        const attempts = foreign.map((rest) => attempt(1, 0, 1, rest));
        (0, vitest_1.expect)((0, build_timeline_1.buildTimeline)(retried(), attempts)).toEqual((0, build_timeline_1.buildTimeline)(retried()));
    });
    (0, vitest_1.it)('leaves the times of earlier attempts open where they contradict the policy', () => {
        const hurried = (0, build_1.build)()
            .add('ActivityTaskScheduled', { activityId: '1', activityType: { name: 'charge' }, retryPolicy })
            .at(100)
            .add('ActivityTaskStarted', { scheduledEventId: 2, attempt: 3 }).history;
        const [first, second, third] = (0, build_timeline_1.buildTimeline)(hurried).lanes[1].attempts;
        (0, vitest_1.expect)([first.start, second.start, third.start]).toEqual([undefined, undefined, build_1.START + 100]);
        (0, vitest_1.expect)((0, timeline_text_1.renderTimeline)(hurried)).toContain('~ 1  time unknown');
    });
    (0, vitest_1.it)('believes the delay that the last failure asked for', () => {
        const applicationFailureInfo = { nextRetryDelay: (0, build_1.ms)(50) };
        const { history } = (0, build_1.build)()
            .add('ActivityTaskScheduled', { activityId: '1', retryPolicy })
            .at(100)
            .add('ActivityTaskStarted', {
            scheduledEventId: 2,
            attempt: 2,
            lastFailure: { message: 'no', applicationFailureInfo },
        });
        (0, vitest_1.expect)((0, build_timeline_1.buildTimeline)(history).lanes[1].attempts[0]).toMatchObject({
            start: build_1.START,
            end: build_1.START + 50,
            nextRetryAt: build_1.START + 100,
        });
    });
    vitest_1.it.each([
        [1, 1000],
        [4, 8000],
        [8, 100_000],
        [1e6, 100_000],
    ])('waits after attempt %d for %d ms', (n, delay) => (0, vitest_1.expect)((0, infer_attempts_1.retryDelayMs)(retryPolicy, n)).toBe(delay));
});
(0, vitest_1.describe)('other lanes', () => {
    (0, vitest_1.it)('have what is still open with its deadline, children, updates and failures with their cause', () => {
        const workflowExecution = { workflowId: 'refund-1' };
        const cause = { message: 'insufficient funds', applicationFailureInfo: { type: 'BankError', nonRetryable: true } };
        const { history } = (0, build_1.build)()
            .add('StartChildWorkflowExecutionInitiated', { workflowId: 'refund-1', workflowType: { name: 'refund' } })
            .add('TimerStarted', { timerId: '1', startToFireTimeout: (0, build_1.ms)(3_600_000) })
            .add('ActivityTaskScheduled', {
            activityId: '2',
            activityType: { name: 'ship' },
            scheduleToCloseTimeout: (0, build_1.ms)(90_000),
        })
            .at(500)
            .add('WorkflowExecutionUpdateAccepted', { acceptedRequest: { input: { name: 'raise', args: (0, build_1.json)(5) } } })
            .add('WorkflowTaskFailed', { failure: { message: 'oops' } })
            .at(2000)
            .add('WorkflowExecutionUpdateCompleted', { acceptedEventId: 5, outcome: { success: (0, build_1.json)(6) } })
            .add('ChildWorkflowExecutionFailed', {
            initiatedEventId: 2,
            workflowExecution,
            failure: { message: 'Activity task failed', activityFailureInfo: { activityType: { name: 'payout' } }, cause },
        });
        (0, vitest_1.expect)((0, timeline_text_1.renderTimeline)(history, { width: 90 })).toMatchInlineSnapshot(`
      "checkout "order-1"  run 00000000-0000-4000-8000-000000000001
      ▸ still open after 2s, 8 events, from 2030-01-01T00:00:00.000Z

                               0s              1.03s             2s
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
    (0, vitest_1.it)('of several runs share one scale', () => {
        const parent = (0, build_1.build)().at(10_000).add('WorkflowExecutionCompleted').history;
        const late = (0, build_1.build)({ workflowId: 'later' }).at(10_000).history;
        const axes = (0, timeline_text_1.renderTimeline)([parent, late])
            .split('\n')
            .filter((line) => line.includes('┤'));
        (0, vitest_1.expect)(new Set(axes).size).toBe(1);
        (0, vitest_1.expect)(axes).toHaveLength(2);
    });
    (0, vitest_1.it)('have colour only where it is asked for', () => {
        (0, vitest_1.expect)((0, timeline_text_1.renderTimeline)(retried())).not.toContain('\u001b');
        (0, vitest_1.expect)((0, timeline_text_1.renderTimeline)(retried(), { color: true })).toContain('\u001b[32m');
    });
    (0, vitest_1.it)('are there for local activities', () => {
        const text = (0, timeline_text_1.renderTimeline)(history_1.History.from((0, fixtures_1.fixtureText)('local-activity-fails.main')));
        (0, vitest_1.expect)(text).toMatch(/local failWith #1 .* ✗ No: no \(non-retryable\)/);
    });
});
(0, vitest_1.describe)('long histories', () => {
    (0, vitest_1.it)('of 50,000 events are cut, and the text says what is missing', () => {
        const builder = (0, build_1.build)();
        for (let i = 2; builder.log.length < 50_000; i += 2) {
            builder.at(i * 1000).add('TimerStarted', { timerId: `${i}`, startToFireTimeout: (0, build_1.ms)(500) });
            builder.at(i * 1000 + 500).add('TimerFired', { timerId: `${i}`, startedEventId: i });
        }
        const lines = (0, timeline_text_1.renderTimeline)(builder.history, { lanesMax: 20 }).split('\n');
        (0, vitest_1.expect)(lines.length).toBeLessThan(30);
        (0, vitest_1.expect)(lines).toContain('… 24981 lanes left out: 24981 × timer');
    });
    (0, vitest_1.it)('fit the width, whatever is in them', () => {
        const long = 'x'.repeat(5000);
        const { history } = (0, build_1.build)({ workflowId: long, workflowType: { name: long } })
            .add('ActivityTaskScheduled', { activityId: long, activityType: { name: long }, retryPolicy })
            .add('WorkflowExecutionSignaled', { signalName: long, input: (0, build_1.json)(long) })
            .at(9000)
            .add('ActivityTaskStarted', { scheduledEventId: 2, attempt: 3, lastFailure: { message: long } })
            .add('ActivityTaskFailed', { scheduledEventId: 2, startedEventId: 4, failure: { message: `${long}\n${long}` } });
        for (const width of [60, 100, 160]) {
            const tooLong = (0, timeline_text_1.renderTimeline)(history, { width })
                .split('\n')
                .filter((line) => line.length > width);
            (0, vitest_1.expect)(tooLong).toEqual([]);
        }
    });
    (0, vitest_1.it)('of no events are said to be empty', () => {
        (0, vitest_1.expect)((0, timeline_text_1.renderTimeline)([])).toBe('(no events)');
    });
});
(0, vitest_1.describe)('the scale', () => {
    (0, vitest_1.it)('is in proportion to time where that keeps instants apart', () => {
        const scale = (0, time_scale_1.timeScale)([0, 1000, 2000, 4000], 41);
        (0, vitest_1.expect)(scale.proportional).toBe(true);
        (0, vitest_1.expect)([0, 1000, 2000, 4000].map((t) => scale.column(t))).toEqual([0, 10, 20, 40]);
        (0, vitest_1.expect)(scale.timeAt(10)).toBe(1000);
    });
    (0, vitest_1.it)('is not where a month of waiting would press the rest into one column', () => {
        const month = 30 * 86_400_000;
        const times = [0, 10, 250, 1000, month, month + 10, month + 250];
        const scale = (0, time_scale_1.timeScale)(times, 60);
        (0, vitest_1.expect)(scale.proportional).toBe(false);
        const columns = times.map((t) => scale.column(t));
        (0, vitest_1.expect)(new Set(columns).size).toBe(times.length);
        (0, vitest_1.expect)(columns).toEqual([...columns].sort((a, b) => a - b));
        (0, vitest_1.expect)(columns.at(-1)).toBe(59);
    });
});
