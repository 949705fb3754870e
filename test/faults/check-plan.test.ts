/** A plan may come from a file or a token: what is wrong with it is said, with the entry, the value, and what would be right. */
import { describe, expect, it } from 'vitest';
import { fault, InvalidInputError, World } from '../../src';
import { FAULT_KINDS, type FaultPlan } from '../../src/faults/fault';
import { faultText } from '../../src/faults/fault-text';

describe('a fault plan is refused', () => {
  it.each<[unknown, string]>([
    [
      { kind: 'eviction', event: 1 },
      'World.create: faults: {"kind":"eviction","event":1} is no fault plan; give an array',
    ],
    [[undefined], 'World.create: faults[0]: kind is undefined; it must be one of activity-failure, '],
    [[{ kind: 'rain' }], 'faults[0]: kind is "rain"; it must be one of'],
    [
      [fault.eviction({ event: 1 }), { kind: 'eviction' }],
      'faults[1]: event of eviction is undefined; it must be a whole number from 1',
    ],
    [[{ kind: 'activity-failure' }], 'activity of activity-failure is undefined; it must be a text that is not empty'],
    [
      [{ kind: 'activity-failure', activity: 'a', attempt: 0 }],
      "attempt of activity-failure is 0; it must be a whole number from 1, or 'every'",
    ],
    [
      [{ kind: 'activity-failure', activity: 'a', times: 2 }],
      "activity-failure has no 'times'; it has activity, attempt",
    ],
    [[{ kind: 'activity-failure', activity: 'a', failure: { retryable: false } }], "without 'retryable'"],
    [[{ kind: 'activity-failure', activity: 'a', failure: { details: 1 } }], 'with details being an array'],
    [[{ kind: 'activity-failure', activity: 'a', above: 3 }], 'it must be { attempts, per }'],
    [
      [{ kind: 'activity-failure', activity: 'a', between: ['1 hour'] }],
      "it must be two durations: ['1 hour', '2 hours']",
    ],
    [
      [{ kind: 'activity-timeout', activity: 'a', timeout: 'lunch' }],
      "one of 'start-to-close', 'schedule-to-start', 'heartbeat'",
    ],
    [
      [{ kind: 'delay', by: 5 }],
      "of of delay is undefined; it must be one of 'start', 'completion', 'workflow-task', 'request'",
    ],
    [[{ kind: 'delay', of: 'start', activity: 'a', by: 'soon' }], 'by of delay is "soon"; it must be a duration'],
    [[{ kind: 'delay', of: 'start', activity: 'a', by: -5 }], 'by of delay is -5; it must be a duration'],
    [[{ kind: 'worker-crash' }], 'event of worker-crash is undefined'],
    [[{ kind: 'worker-crash', at: 5, workers: 'some' }], "it must be one of 'all', 'one by one'"],
    [[{ kind: 'reorder', choice: 1, index: -1 }], 'index of reorder is -1; it must be a whole number from 0'],
    [
      [{ kind: 'deploy', event: 5 }],
      'faults[0] deploys other workflow code, and the option deploy: { workflows } does not say which',
    ],
  ])('%j', async (faults, text) => {
    const making = World.create({ faults: faults as FaultPlan });
    await expect(making).rejects.toThrow(InvalidInputError);
    await expect(making).rejects.toThrow(text);
  });
});

describe('a fault plan', () => {
  const plan = [
    fault.activityFailure('charge', {
      attempt: 2,
      call: 3,
      failure: { type: 'CardDeclined', message: 'no money', nonRetryable: true },
    }),
    fault.activityFailure('*', { attempt: 'every', call: 'every', between: [0, '1 hour'] }),
    fault.activityFailure('charge', { failure: { nextRetryDelay: '5 minutes' } }),
    fault.activityTimeout('charge', { timeout: 'heartbeat' }),
    fault.completionLost('charge', { workflowId: 'order-1' }),
    fault.heartbeatLost('charge', { after: 2 }),
    fault.delayStart('charge', '1 minute'),
    fault.delayCompletion('charge', 1500),
    fault.delayWorkflowTask('3 seconds', { task: 2 }),
    fault.delayRequest('1 hour', { method: 'signalWorkflowExecution', call: 'every' }),
    fault.workerCrash({ event: 7 }),
    fault.workerCrash({ at: '1 minute', workers: 'all', restartAfter: '1 minute' }),
    fault.workerCrash({ activity: 'charge', after: '10 seconds' }),
    fault.eviction({ event: 4, workflowId: 'order-1' }),
    fault.reorder(3, 1),
    fault.cancel({ event: 5 }),
    fault.terminate({ event: 5 }),
    fault.signalTwice('pay', { after: '1 minute' }),
    fault.deploy({ event: 5, rollBackAfter: '1 minute' }),
  ];

  it('has an entry of each kind here', () => {
    expect(new Set(plan.map(({ kind }) => kind))).toEqual(new Set(FAULT_KINDS));
  });

  it('is JSON, and taken back as it was', async () => {
    const faults = JSON.parse(JSON.stringify(plan)) as FaultPlan;
    expect(faults).toEqual(plan);
    const deploy = { workflows: {} };
    await using world = await World.create({ workflows: {}, faults, deploy, onVacuousFault: 'ignore' });
    expect(world.faults).toHaveLength(plan.length);
  });

  it('can be said in words', () => {
    expect(plan.map((one) => faultText(one)).join('\n')).toMatchSnapshot();
  });
});
