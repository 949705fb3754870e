import { describe, expect, it } from 'vitest';
import { fault, ReplayMismatchError } from '../../src';
import { type FailureStory, failureText } from '../../src/report/failure-text';
import { build } from '../history/build';

const story: FailureStory = {
  error: new Error('charged twice'),
  plan: [fault.completionLost('charge')],
  choices: [],
  input: undefined,
  token: 'w1.x',
  timeline: 'PICTURE',
  passing: undefined,
  shrinks: 0,
  run: 3,
  histories: [],
  stale: [],
  repeated: [],
};

const textOf = (changed: Partial<FailureStory>) => failureText({ ...story, ...changed });

describe('the text of a failure', () => {
  it('says what went wrong, what it takes, and how to see it again', () => {
    expect(textOf({ repeated: ['charge order-1/1: executed 2 times (attempt 1, attempt 2)'] })).toBe(
      `Run 3 failed: Error: charged twice

It happens when
  - attempt 1 of charge runs, but its answer is lost

What happened:
PICTURE

What happened more than once:
  - charge order-1/1: executed 2 times (attempt 1, attempt 2)

To see it again:
  WORLDLINE_TOKEN=w1.x <your test command>
  npx worldline replay FILE --token w1.x`,
    );
  });

  it.each([
    [[], 'is without “attempt 1 of charge runs, but its answer is lost”'],
    [
      [fault.activityTimeout('charge')],
      'has “attempt 1 of charge hangs” in place of “attempt 1 of charge runs, but its answer is lost”',
    ],
    [[fault.completionLost('charge')], 'differs in its input'],
  ])('names what is different in the nearest run that passed: %j', (plan, text) => {
    expect(textOf({ passing: { plan, timeline: 'OTHER' } })).toContain(`The nearest run that passed ${text}:\nOTHER`);
  });

  it.each([
    [0, 'Run 3 failed: '],
    [1, 'Run 3 failed (made smaller once): '],
    [4, 'Run 3 failed (made smaller 4 times): '],
  ])('counts in words of people: %i', (shrinks, text) => {
    expect(textOf({ shrinks })).toContain(text);
  });

  it('goes to the bottom of an error of the SDK, but not of our own', () => {
    const lost = new Error('connection lost');
    const failed = new Error('Workflow execution failed', { cause: new TypeError('no order', { cause: lost }) });
    const [first] = textOf({ error: failed }).split('\n');
    expect(first).toBe('Run 3 failed: Error: Workflow execution failed ← TypeError: no order ← Error: connection lost');
    const own = new ReplayMismatchError('does not replay', { cause: lost });
    expect(textOf({ error: own }).split('\n')[0]).toBe('Run 3 failed: ReplayMismatchError: does not replay');
  });

  it('names the event that a fault comes with', () => {
    const { history } = build().task();
    const when = (workflowId?: string) =>
      textOf({ plan: [fault.cancel({ event: 3, workflowId })], histories: [history] }).split('\n')[3];
    expect(when()).toBe('  - a client cancels the workflow at event 3 (WorkflowTaskStarted)');
    expect(when('other')).toBe('  - a client cancels the workflow at event 3 of other');
  });

  it('says which call of a client is late', () => {
    const late = fault.delayRequest('1 hour', { method: 'SignalWorkflowExecution', workflowId: 'order-1', call: 2 });
    expect(
      textOf({ plan: [late, fault.delayRequest(1000)] })
        .split('\n')
        .slice(3, 5),
    ).toEqual([
      '  - the 2nd call of a client (SignalWorkflowExecution, order-1) reaches the server 1 hour late',
      '  - the first call of a client reaches the server 1s late',
    ]);
  });
});
