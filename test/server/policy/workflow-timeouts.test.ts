import { describe, expect, it } from 'vitest';
import { durationToMs, msToDuration } from '../../../src/base/api';
import { MAX_DURATION_SECONDS } from '../../../src/server/policy/duration';
import { normaliseStartDelay, normaliseWorkflowTimeouts } from '../../../src/server/policy/workflow-timeouts';

const seconds = (count: number) => msToDuration(count * 1000);
const timeoutsOf = (execution: number, run: number, task: number) => {
  const stored = normaliseWorkflowTimeouts({
    workflowExecutionTimeout: seconds(execution),
    workflowRunTimeout: seconds(run),
    workflowTaskTimeout: seconds(task),
  });
  return [stored.workflowExecutionTimeout, stored.workflowRunTimeout, stored.workflowTaskTimeout].map(
    (timeout) => durationToMs(timeout) / 1000,
  );
};

describe('normaliseWorkflowTimeouts', () => {
  it.each([
    ['nothing given', [0, 0, 0], [0, 0, 10]],
    ['the execution timeout stands in for the run’s', [60, 0, 0], [60, 60, 10]],
    ['and bounds it', [60, 90, 0], [60, 60, 10]],
    ['the run bounds the workflow task', [0, 5, 0], [0, 5, 5]],
    ['a workflow task has two minutes at most', [0, 0, 600], [0, 0, 120]],
    ['there is no lower bound', [0, 0.5, 0.25], [0, 0.5, 0.25]],
    ['100 years are the most', [4e9, 5e9, 0], [MAX_DURATION_SECONDS, MAX_DURATION_SECONDS, 10]],
  ])('%s', (_, [execution, run, task], stored) => {
    expect(timeoutsOf(execution!, run!, task!)).toEqual(stored);
  });

  it('names the field of a bad duration, in the words of a request or of a command', () => {
    const bad = { workflowRunTimeout: seconds(-1) };
    expect(() => normaliseWorkflowTimeouts(bad)).toThrow(
      'INVALID_ARGUMENT: An invalid WorkflowRunTimeoutSeconds is set on request. cause: negative duration',
    );
    const words = (name: string, cause: string) => `Invalid ${name} on a command: ${cause}.`;
    expect(() => normaliseWorkflowTimeouts(bad, words)).toThrow(
      'Invalid WorkflowRunTimeout on a command: negative duration.',
    );
    expect(() => normaliseStartDelay(seconds(-1))).toThrow(
      'An invalid WorkflowStartDelaySeconds is set on request. cause: negative duration',
    );
  });

  it('keeps a start delay, and its absence', () => {
    expect(normaliseStartDelay(seconds(5))).toEqual(seconds(5));
    expect(normaliseStartDelay(null)).toBeUndefined();
  });
});
