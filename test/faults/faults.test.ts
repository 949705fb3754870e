/** Each kind of fault, in an ordinary test: what the author of a workflow would write to see whether it survives. */
import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import {
  ActivityFailure,
  ApplicationFailure,
  TerminatedFailure,
  TimeoutFailure,
  WorkflowFailedError,
} from '@temporalio/client';
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { type FaultPlan, fault, LivelockError, World, type WorldOptions } from '../../src';
import { MODES, taskQueue } from '../sim/modes';

const activities = {
  async charge(amount: number) {
    return `charged ${amount} at attempt ${activityInfo().attempt}`;
  },
  async upload() {
    const from = (activityInfo().heartbeatDetails as number | undefined) ?? 0;
    for (let part = from; part < 10; part++) {
      await Context.current().sleep('10 seconds');
      heartbeat(part + 1);
    }
    return `resumed at ${from}`;
  },
};

type Activities = typeof activities;

const workflows = {
  async order(options: workflow.ActivityOptions = {}) {
    const { charge } = workflow.proxyActivities<Activities>({ startToCloseTimeout: '1 minute', ...options });
    return charge(5);
  },
  async localOrder(options: workflow.LocalActivityOptions = {}) {
    const { charge } = workflow.proxyLocalActivities<Activities>({ startToCloseTimeout: '1 minute', ...options });
    return charge(5);
  },
  async transfer() {
    const { upload } = workflow.proxyActivities<Activities>({
      startToCloseTimeout: '1 hour',
      heartbeatTimeout: '1 minute',
    });
    return upload();
  },
  async patient() {
    const seen: string[] = [];
    workflow.setHandler(workflow.defineSignal<[string]>('note'), (text) => void seen.push(text));
    await workflow.sleep('1 hour');
    return seen;
  },
};

async function run(type: keyof typeof workflows, faults: FaultPlan, options: WorldOptions = {}, args: unknown[] = []) {
  const world = await World.create({ workflows, activities, faults, ...options });
  const started = world.now();
  try {
    const result = await world.client.workflow.execute(type, { workflowId: 'w', taskQueue, args }).catch(rootOf);
    const attempts = [...world.attempts].map(({ outcome, timeoutType, failure }) => timeoutType ?? failure ?? outcome);
    return { result, attempts, elapsed: world.now() - started, effects: `${world.effects}`, log: world.log };
  } finally {
    await world.dispose();
  }
}

function rootOf(error: unknown): unknown {
  let root = error instanceof WorkflowFailedError ? error.cause : error;
  while (root instanceof ActivityFailure && root.cause) root = root.cause;
  return root;
}

describe.each(MODES)('%s', (_, mode) => {
  it('an attempt fails instead of running, and is retried', async () => {
    const { result, attempts, effects } = await run('order', [fault.activityFailure('charge')], mode);
    expect(result).toBe('charged 5 at attempt 2');
    expect(attempts).toEqual(['InjectedFailure: injected failure', 'completed']);
    expect(effects).toBe('charge w/1: executed once (attempt 2)');
  });

  it('an attempt fails for good', async () => {
    const failure = { type: 'CardDeclined', message: 'no money', nonRetryable: true, details: [{ code: 51 }] };
    const { result } = await run('order', [fault.activityFailure('charge', { failure })], mode);
    expect(result).toBeInstanceOf(ApplicationFailure);
    expect(result).toMatchObject({ type: 'CardDeclined', message: 'no money', details: [{ code: 51 }] });
  });

  it('an attempt hangs into its start-to-close timeout', async () => {
    const { result, attempts, elapsed } = await run('order', [fault.activityTimeout('charge')], mode);
    expect(result).toBe('charged 5 at attempt 2');
    expect(attempts).toEqual(['start-to-close', 'completed']);
    expect(elapsed).toBe(61_000);
  });

  it('an attempt never gets to a worker', async () => {
    const { result } = await run('order', [fault.activityTimeout('charge', { timeout: 'schedule-to-start' })], mode, [
      { scheduleToStartTimeout: '5 seconds' },
    ]);
    expect(result).toBeInstanceOf(TimeoutFailure);
    expect(result).toMatchObject({ timeoutType: 'SCHEDULE_TO_START' });
  });

  it.each(['heartbeat', undefined] as const)('an attempt hangs without heartbeats (%s)', async (timeout) => {
    const { result, attempts, elapsed } = await run('transfer', [fault.activityTimeout('upload', { timeout })], mode);
    expect(result).toBe('resumed at 0');
    expect(attempts).toEqual(['heartbeat', 'completed']);
    expect(elapsed).toBe(60_000 + 1000 + 100_000);
  });

  it('an attempt hangs, but heartbeats', async () => {
    const { attempts } = await run('transfer', [fault.activityTimeout('upload', { timeout: 'start-to-close' })], mode);
    expect(attempts).toEqual(['start-to-close', 'completed']);
  });

  it('an answer is lost: the effect happens twice', async () => {
    const { result, attempts, effects } = await run('order', [fault.completionLost('charge')], mode);
    expect(result).toBe('charged 5 at attempt 2');
    expect(attempts).toEqual(['start-to-close', 'completed']);
    expect(effects).toBe('charge w/1: executed 2 times (attempt 1, attempt 2)');
  });

  it('heartbeats are lost after the first, and the next attempt resumes there', async () => {
    const { result, attempts } = await run('transfer', [fault.heartbeatLost('upload', { after: 1 })], mode);
    expect(attempts).toEqual(['heartbeat', 'completed']);
    expect(result).toBe('resumed at 1');
  });

  it('a start is late, or an answer is: beyond its timeout that is a timeout', async () => {
    const late = await run('order', [fault.delayStart('charge', '10 minutes')], mode);
    expect(late).toMatchObject({ elapsed: 600_000, attempts: ['completed'] });
    const answer = await run('order', [fault.delayCompletion('charge', '59 seconds')], mode);
    expect(answer).toMatchObject({ elapsed: 59_000, attempts: ['completed'] });
    const tooLate = await run('order', [fault.delayCompletion('charge', '2 minutes')], mode);
    expect(tooLate).toMatchObject({ elapsed: 61_000, attempts: ['start-to-close', 'completed'] });
  });

  it('the worker dies during an attempt, or in the middle of it', async () => {
    const atOnce = await run('order', [fault.workerCrash({ activity: 'charge', restartAfter: '5 seconds' })], mode);
    expect(atOnce).toMatchObject({
      result: 'charged 5 at attempt 2',
      attempts: ['start-to-close', 'completed'],
      effects: 'charge w/1: executed 2 times (attempt 1, attempt 2)',
    });
    const later = await run('transfer', [fault.workerCrash({ activity: 'upload', after: '45 seconds' })], mode);
    expect(later).toMatchObject({
      attempts: ['heartbeat', 'completed'],
      effects: 'upload w/1: executed once (attempt 2)',
    });
  });

  it('the worker dies at an event, and its successor rebuilds the workflow', async () => {
    const { result, elapsed } = await run('order', [fault.workerCrash({ event: 4, restartAfter: '3 seconds' })], mode);
    expect(result).toBe('charged 5 at attempt 1');
    expect(elapsed).toBe(3000);
  });

  it('the worker forgets its run, and nobody notices', async () => {
    const { result, elapsed } = await run('order', [fault.eviction({ event: 7 })], mode);
    expect({ result, elapsed }).toEqual({ result: 'charged 5 at attempt 1', elapsed: 0 });
  });

  it('a client cancels or terminates the workflow', async () => {
    const { result: cancelled } = await run('patient', [fault.cancel({ event: 5 })], mode);
    expect(cancelled).toMatchObject({ name: 'CancelledFailure' });
    const { result: terminated } = await run('patient', [fault.terminate({ event: 5, reason: 'tidying up' })], mode);
    expect(terminated).toBeInstanceOf(TerminatedFailure);
    expect(terminated).toMatchObject({ message: 'tidying up' });
  });

  it('a workflow task is late', async () => {
    const { elapsed } = await run('order', [fault.delayWorkflowTask('3 seconds', { task: 2 })], mode);
    expect(elapsed).toBe(3000);
  });

  it('a local activity fails', async () => {
    const failed = await run('localOrder', [fault.activityFailure('charge')], mode);
    expect(failed.result).toBe('charged 5 at attempt 2');
  });
});

it('a local activity hangs', async () => {
  const hung = await run('localOrder', [fault.activityTimeout('charge')]);
  expect(hung).toMatchObject({ result: 'charged 5 at attempt 2', elapsed: 61_000 });
});

it('a signal comes twice, at once or later', async () => {
  for (const after of [0, '10 minutes'] as const) {
    await using world = await World.create({ workflows, faults: [fault.signalTwice('note', { after })] });
    const handle = await world.client.workflow.start('patient', { workflowId: 'w', taskQueue });
    await handle.signal('note', 'hello');
    expect(await handle.result()).toEqual(['hello', 'hello']);
  }
});

it("a client's call is late", async () => {
  await using world = await World.create({
    workflows,
    faults: [fault.delayRequest('2 hours', { method: 'SignalWorkflowExecution' })],
  });
  const handle = await world.client.workflow.start('patient', { workflowId: 'w', taskQueue });
  await expect(handle.signal('note', 'late')).rejects.toThrow(/already completed/);
});

describe('a deployment', () => {
  const changed = (patched: boolean) => ({
    async order() {
      const { charge } = workflow.proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });
      if (!patched || workflow.patched('wait first')) await workflow.sleep('1 minute');
      return charge(5);
    },
  });

  it('of code that a history in flight does not survive is found', async () => {
    const { result } = await run('order', [fault.deploy({ event: 5 })], { deploy: { workflows: changed(false) } });
    expect(`${result}`).toMatch(/a workflow task of order \(w\) failed: .*Nondeterminism/);
  });

  it('of code with patched() is survived', async () => {
    const { result } = await run('order', [fault.deploy({ event: 5 })], { deploy: { workflows: changed(true) } });
    expect(result).toBe('charged 5 at attempt 1');
  });

  it('does not judge a workflow that the old code ends while the new one arrives', async () => {
    const { result } = await run('order', [fault.deploy({ event: 9 })], { deploy: { workflows: changed(false) } });
    expect(result).toBe('charged 5 at attempt 1');
  });

  it('may be rolled back before it does harm', async () => {
    const faults = [
      fault.deploy({ event: 5, rollBackAfter: '1 second' }),
      fault.delayCompletion('charge', '10 seconds'),
    ];
    const { result } = await run('order', faults, { deploy: { workflows: changed(false) } });
    expect(result).toBe('charged 5 at attempt 1');
  });
});

it('of the steps that can run at one instant, another one goes first', async () => {
  const both = async () => {
    const { charge } = workflow.proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });
    await Promise.all([charge(1), charge(2)]);
  };
  const charged = async (faults: FaultPlan) => {
    const amounts: number[] = [];
    const recording = { charge: async (amount: number) => void amounts.push(amount) };
    await using world = await World.create({
      workflows: { both },
      activities: recording,
      faults,
      onVacuousFault: 'ignore',
    });
    await world.client.workflow.execute('both', { workflowId: 'w', taskQueue });
    return { amounts, choices: world.log.filter(({ choice }) => choice.of > 1).map(({ text }) => text) };
  };
  const { choices } = await charged([fault.reorder(99, 1)]);
  const choice = choices.findIndex((text) => text.startsWith('activity-task')) + 1;
  expect((await charged([])).amounts).toEqual([1, 2]);
  expect((await charged([fault.reorder(choice, 1)])).amounts).toEqual([2, 1]);
});

describe('an entry that never happened', () => {
  it('fails the test, and says why', async () => {
    const faults = [
      fault.activityFailure('charge'),
      fault.activityFailure('charge', { attempt: 3 }),
      fault.cancel({ event: 90 }),
    ];
    await expect(run('order', faults)).rejects.toThrow(
      'plan entry 2 never fired: attempt 3 of charge did not happen (attempt 3 of charge fails)\n' +
        'plan entry 3 never fired: no workflow ever had an event 90 (a client cancels the workflow at event 90)',
    );
  });

  it.each([
    [fault.activityTimeout('charge', { timeout: 'heartbeat' }), 'attempt 1 of charge has no heartbeat timeout'],
    [fault.cancel({ event: 11 }), 'the world ended before'],
    [fault.reorder(7, 1), 'there was no choice 7 with a step 1'],
  ])('knows the reason: %j', async (entry, reason) => {
    await expect(run('order', [entry])).rejects.toThrow(reason);
  });

  it('of a workflow that has closed by then', async () => {
    await expect(run('patient', [fault.terminate({ event: 5 }), fault.cancel({ event: 5 })])).rejects.toThrow(
      'plan entry 2 never fired: w had closed by then',
    );
  });

  it('of a local activity: it has no answer to lose', async () => {
    await expect(run('localOrder', [fault.completionLost('charge')])).rejects.toThrow(
      'charge is a local activity, which starts and answers within its worker',
    );
  });

  it('may be ignored', async () => {
    await using world = await World.create({
      workflows,
      activities,
      faults: [fault.cancel({ event: 90 })],
      onVacuousFault: 'ignore',
    });
    await world.client.workflow.execute('order', { workflowId: 'w', taskQueue });
    expect(world.faults).toMatchObject([{ times: 0, reason: 'no workflow ever had an event 90' }]);
  });
});

it('a retry without end, after the faults, is a livelock', async () => {
  const failing = {
    async charge() {
      throw new Error('out of order since the first failure');
    },
  };
  const faults = [fault.activityFailure('charge')];
  await using world = await World.create({ workflows, activities: failing, faults, maxSteps: 500 });
  const endless = world.client.workflow.execute('order', { workflowId: 'w', taskQueue });
  await expect(endless).rejects.toThrow(LivelockError);
  await expect(endless).rejects.toThrow(/500 steps after the last fault without coming to rest/);
});
