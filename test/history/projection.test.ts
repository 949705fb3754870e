import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError } from '../../src/base/errors';
import { applyEvent } from '../../src/history/apply-event';
import { EMPTY_STATE } from '../../src/history/execution-state';
import { History } from '../../src/history/history';
import { build, json, ms, START } from './build';
import { FIXTURES, fixtureText } from './fixtures';

describe('the state at an event', () => {
  it('has pending activities with what the history knows of them', () => {
    const { history } = build()
      .at(500)
      .add('ActivityTaskScheduled', {
        activityId: '1',
        activityType: { name: 'charge' },
        startToCloseTimeout: ms(3000),
      })
      .add('ActivityTaskCancelRequested', { scheduledEventId: 2 })
      .at(4000)
      .add('ActivityTaskStarted', { scheduledEventId: 2, attempt: 3, lastFailure: { message: 'declined' } })
      .add('ActivityTaskCanceled', { scheduledEventId: 2, startedEventId: 4 });
    const scheduled = {
      activityId: '1',
      activityType: 'charge',
      scheduledEventId: 2,
      scheduledAt: START + 500,
      startToCloseTimeoutMs: 3000,
    };
    expect(history.at(2).activities[2]).toMatchObject({ ...scheduled, attempt: 1, cancelRequested: false });
    expect(history.at(3).activities[2]).toMatchObject({ cancelRequested: true });
    expect(history.at(4).activities[2]).toMatchObject({
      attempt: 3,
      startedAt: START + 4000,
      lastFailure: { message: 'declined' },
    });
    expect(history.at(5).activities).toEqual({});
  });

  it('has timers, children, external requests and updates until they end', () => {
    const workflowExecution = { workflowId: 'other', runId: 'r' };
    const { history } = build()
      .add('TimerStarted', { timerId: 't', startToFireTimeout: ms(60_000) })
      .add('StartChildWorkflowExecutionInitiated', { workflowId: 'other', workflowType: { name: 'refund' } })
      .add('ChildWorkflowExecutionStarted', { initiatedEventId: 3, workflowExecution })
      .add('SignalExternalWorkflowExecutionInitiated', { workflowExecution, signalName: 'go' })
      .add('WorkflowExecutionUpdateAccepted', {
        protocolInstanceId: 'u',
        acceptedRequest: { input: { name: 'raise' } },
      })
      .add('TimerFired', { timerId: 't', startedEventId: 2 })
      .add('ChildWorkflowExecutionCompleted', { initiatedEventId: 3, startedEventId: 4, workflowExecution })
      .add('ExternalWorkflowExecutionSignaled', { initiatedEventId: 5, workflowExecution })
      .add('WorkflowExecutionUpdateCompleted', { acceptedEventId: 6 });
    expect(history.at(6)).toMatchObject({
      timers: { t: { startedEventId: 2, dueAt: START + 60_000 } },
      children: { 3: { workflowId: 'other', workflowType: 'refund', runId: 'r', startedEventId: 4 } },
      externals: { 5: { kind: 'signal', workflowId: 'other', signalName: 'go' } },
      updates: { 6: { updateId: 'u', name: 'raise' } },
    });
    expect(history.at()).toMatchObject({ timers: {}, children: {}, externals: {}, updates: {}, status: 'running' });
  });

  it('follows the workflow task', () => {
    const { history } = build().task();
    const states = [1, 2, 3, 4].map((id) => history.at(id).workflowTask);
    expect(states).toMatchObject([
      { state: 'none', lastCompletedStartedEventId: 0 },
      { state: 'scheduled', scheduledEventId: 2 },
      { state: 'started', scheduledEventId: 2, startedEventId: 3 },
      { state: 'none', lastCompletedStartedEventId: 3 },
    ]);
    expect(history.at(0).counters).toEqual({});
    expect(history.at(4).counters).toMatchObject({ WorkflowExecutionStarted: 1, WorkflowTaskCompleted: 1 });
  });

  it.each([
    ['WorkflowExecutionCompleted', { result: json(1) }, { status: 'completed', result: json(1) }],
    ['WorkflowExecutionFailed', { failure: { message: 'no' } }, { status: 'failed', failure: { message: 'no' } }],
    ['WorkflowExecutionTimedOut', {}, { status: 'timed-out' }],
    ['WorkflowExecutionCanceled', {}, { status: 'canceled' }],
    ['WorkflowExecutionTerminated', {}, { status: 'terminated' }],
    ['WorkflowExecutionContinuedAsNew', {}, { status: 'continued-as-new' }],
  ] as const)('closes with %s, and nothing is pending any more', (type, attributes, closed) => {
    const { history } = build()
      .add('TimerStarted', { timerId: 't' })
      .add(type, attributes as never);
    expect(history.at()).toMatchObject({ ...closed, timers: {} });
  });

  it('leaves the events as they are: neither frozen nor changed', () => {
    const history = build().add('WorkflowExecutionFailed', { failure: { message: 'no' } }).history;
    const before = JSON.stringify(history);
    history.at();
    expect(Object.isFrozen(history.ofType('WorkflowExecutionFailed')[0]!.attributes.failure)).toBe(false);
    expect(JSON.stringify(history)).toBe(before);
  });

  it('is not to be had for an event that is not there', () => {
    expect(() => build().history.at(2)).toThrow(InvalidInputError);
    expect(() => build().history.at(-1)).toThrow(/its events are 0 to 1/);
    expect(() => build().history.event(0)).toThrow(/its events are 1 to 1/);
  });

  it('is the same in whichever order it is asked for, beyond several checkpoints', () => {
    const builder = build();
    for (let i = 0; i < 1500; i++)
      builder.add('TimerStarted', { timerId: `${i}` }).add('TimerFired', { timerId: `${i - 3}` });
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 3001 }), { minLength: 1, maxLength: 5 }), (ids) => {
        const { history } = builder;
        for (const id of ids) {
          const expected = structuredClone(EMPTY_STATE);
          for (let i = 1; i <= id; i++) applyEvent(expected, history.event(i));
          expect(history.at(id)).toEqual(expected);
        }
      }),
      { numRuns: 8 },
    );
  });

  it('shares what does not change', () => {
    const history = History.from(fixtureText('long-history.main'));
    let before = history.at(1);
    for (let id = 2; id <= history.length; id++) {
      const after = history.at(id);
      if (history.event(id).type.startsWith('WorkflowTask')) expect(after.activities).toBe(before.activities);
      before = after;
    }
  });

  it.each(FIXTURES)('of %s ends with nothing pending', (name) => {
    expect(History.from(fixtureText(name)).at()).toMatchObject({ status: 'completed', activities: {}, timers: {} });
  });
});
