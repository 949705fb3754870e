import { ApplicationFailure } from '@temporalio/workflow';
import { expect } from 'vitest';
import { simulate } from '../../../src/index.js';
import { test } from '../../../src/vitest/index.mjs';
import * as workflows from '../../testing/workflows.js';

const it = test.override({ worldOptions: { workflows, activities: { slow: async () => 'done' } } });

it('has a world', async ({ world }) => {
  const start = { taskQueue: 'any', workflowId: 'one' };
  expect(await world.client.workflow.execute(workflows.callsActivity, start)).toBe('done');
  const history = world.history('one');
  expect(history).toHaveCompleted('done');
  expect(history).not.toHaveCompleted('something else');
  expect(history).toHaveScheduledActivity('slow', { args: [], times: 1 });
  expect(history).not.toHaveStartedTimer();
  expect(history).toMatchInlineSnapshot(`
    1 WorkflowExecutionStarted
        attempt: 1
        firstExecutionRunId: "<run:1>"
        originalExecutionRunId: "<run:1>"
        taskQueue: "any"
        workflowId: "one"
        workflowTaskTimeout: "10s"
        workflowType: {"name":"callsActivity"}
    2 WorkflowTaskScheduled
        attempt: 1
        startToCloseTimeout: "10s"
        taskQueue: "any"
    3 WorkflowTaskStarted
        scheduledEventId: 2
    4 WorkflowTaskCompleted
        scheduledEventId: 2
        startedEventId: 3
    5 ActivityTaskScheduled
        activityId: "1"
        activityType: {"name":"slow"}
        retryPolicy: {"backoffCoefficient":2,"initialInterval":"1s","maximumInterval":"100s"}
        startToCloseTimeout: "86400s"
        taskQueue: "any"
        workflowTaskCompletedEventId: 4
    6 ActivityTaskStarted
        attempt: 1
        scheduledEventId: 5
    7 ActivityTaskCompleted
        result: ["done"]
        scheduledEventId: 5
        startedEventId: 6
    8 WorkflowTaskScheduled
        attempt: 1
        startToCloseTimeout: "10s"
        taskQueue: "<sticky>"
    9 WorkflowTaskStarted
        scheduledEventId: 8
    10 WorkflowTaskCompleted
        scheduledEventId: 8
        startedEventId: 9
    11 WorkflowExecutionCompleted
        result: ["done"]
        workflowTaskCompletedEventId: 10
  `);
});

it('has matchers for failures and timers', async () => {
  expect(await simulate(workflows.sleeper, { args: [5000] })).toHaveStartedTimer(5000);
  async function fails() {
    throw ApplicationFailure.nonRetryable('no such order', 'NotFound');
  }
  expect(await simulate(fails)).toHaveFailedWith('no such order');
  expect(await simulate(fails)).toHaveFailedWith('NotFound');
  expect(await simulate(fails)).toHaveHistory([
    'WorkflowExecutionStarted',
    'WorkflowTaskScheduled',
    'WorkflowTaskStarted',
    'WorkflowTaskCompleted',
    'WorkflowExecutionFailed',
  ]);
});

test.explore(
  'explores',
  { workflows, activities: () => ({ slow: async () => 'done' }), runs: 5, corpus: false },
  async (world) => {
    await world.client.workflow.execute('callsActivity', { taskQueue: 'any', workflowId: 'one' });
  },
);
