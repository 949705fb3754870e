import { openGate, tokenAt, gateReached } from '../gates';
import { describeError, eventually, idle, settle, untilEvent, type Case, type CaseContext } from '../kit';

/** Runs each call of settleActivities as a workflow of its own, one after another, and gives what each gave. */
async function apart(ctx: CaseContext, calls: Record<string, { activity: string; args?: unknown[]; options: object }>) {
  await ctx.startWorker();
  const out: Record<string, unknown> = {};
  for (const [label, call] of Object.entries(calls)) {
    const h = await ctx.client.workflow.start('settleActivities', { workflowId: ctx.newWorkflowId(label), taskQueue: ctx.taskQueue, args: [[call]] });
    out[label] = await h.result();
    await ctx.record(label, h);
  }
  return out;
}

/** What describe() says of the only pending activity. */
async function pending(ctx: CaseContext, workflowId: string) {
  const { pendingActivities } = (await ctx.client.workflow.getHandle(workflowId).describe()).raw;
  return (pendingActivities ?? []).map((one) => {
    const hours = one.nextAttemptScheduleTime && one.lastAttemptCompleteTime ? (Number(one.nextAttemptScheduleTime.seconds) - Number(one.lastAttemptCompleteTime.seconds)) / 3600 : 0;
    return { state: one.state, attempt: one.attempt, paused: one.paused ?? false, failure: one.lastFailure?.message ?? null, hours: Math.round(hours) };
  });
}

export const activityEndCases: Case[] = [
  {
    name: 'activity-retry-delays',
    area: 'activities',
    doc: 'The delay that a failure asks for, beside the maximum interval and schedule-to-close; policies that stop at once.',
    timing: true,
    run: (ctx) =>
      apart(ctx, {
        'beyond the maximum': { activity: 'succeedWithDelays', args: [2, '3s'], options: { startToCloseTimeout: '1m', retry: { initialInterval: '1s', maximumInterval: '1s' } } },
        'shorter than the policy’s': { activity: 'succeedWithDelays', args: [2, '1s'], options: { startToCloseTimeout: '1m', retry: { initialInterval: '1h' } } },
        'beyond schedule-to-close': { activity: 'succeedWithDelays', args: [2, '1h'], options: { scheduleToCloseTimeout: '1m' } },
        'beyond schedule-to-close, by policy': { activity: 'succeedOnAttempt', args: [2], options: { scheduleToCloseTimeout: '1m', retry: { initialInterval: '2m' } } },
        'capped interval': { activity: 'succeedOnAttempt', args: [4], options: { startToCloseTimeout: '1m', retry: { initialInterval: '1s', backoffCoefficient: 10, maximumInterval: '2s' } } },
        'type listed': { activity: 'succeedOnAttempt', args: [2], options: { startToCloseTimeout: '1m', retry: { nonRetryableErrorTypes: ['NotYet'] } } },
        'type listed in other letters': { activity: 'succeedOnAttempt', args: [2], options: { startToCloseTimeout: '1m', retry: { nonRetryableErrorTypes: ['notyet'] } } },
        'timeout listed': { activity: 'slowUntilAttempt', args: [2, 60_000], options: { startToCloseTimeout: '1s', retry: { nonRetryableErrorTypes: ['TemporalTimeout:StartToClose'] } } },
        'timeout retried': { activity: 'slowUntilAttempt', args: [3, 60_000], options: { startToCloseTimeout: '1s', retry: { initialInterval: '1s', backoffCoefficient: 1 } } },
        'timeout, last attempt': { activity: 'slowUntilAttempt', args: [3, 60_000], options: { startToCloseTimeout: '1s', retry: { initialInterval: '1s', maximumAttempts: 2 } } },
      }),
  },
  {
    name: 'activity-heartbeat-timeouts',
    area: 'activities',
    doc: 'Heartbeat timeouts: the last details, in the failure and for the next attempt; the one listed as final.',
    run: (ctx) =>
      apart(ctx, {
        'the last attempt': { activity: 'goSilent', args: [3, 60_000], options: { startToCloseTimeout: '1m', heartbeatTimeout: '1s', retry: { maximumAttempts: 1 } } },
        'another attempt': { activity: 'goSilent', args: [2, 60_000], options: { startToCloseTimeout: '1m', heartbeatTimeout: '1s', retry: { initialInterval: '1s' } } },
        'listed': { activity: 'goSilent', args: [3, 60_000], options: { startToCloseTimeout: '1m', heartbeatTimeout: '1s', retry: { nonRetryableErrorTypes: ['TemporalTimeout:Heartbeat'] } } },
        'start-to-close with details': { activity: 'goSilent', args: [3, 60_000], options: { startToCloseTimeout: '2s', heartbeatTimeout: '1m', retry: { maximumAttempts: 1 } } },
      }),
  },
  {
    name: 'activity-limits-at-one-instant',
    area: 'activities',
    doc: 'Timeouts that are due at one instant: which one it is said to be.',
    run: (ctx) =>
      apart(ctx, {
        'not started, all from schedule-to-close': { activity: 'echo', args: [1], options: { taskQueue: `${ctx.taskQueue} nobody`, scheduleToCloseTimeout: '1s' } },
        'not started, schedule-to-start the same': { activity: 'echo', args: [1], options: { taskQueue: `${ctx.taskQueue} nobody`, scheduleToCloseTimeout: '2s', scheduleToStartTimeout: '2s' } },
        'started, heartbeat the same as start-to-close': { activity: 'sleepy', args: [60_000], options: { startToCloseTimeout: '2s', heartbeatTimeout: '2s', retry: { maximumAttempts: 1 } } },
        'started, heartbeat the same, retried': { activity: 'slowUntilAttempt', args: [2, 60_000], options: { startToCloseTimeout: '2s', heartbeatTimeout: '2s', retry: { initialInterval: '1s' } } },
        'started, all from schedule-to-close': { activity: 'sleepy', args: [60_000], options: { scheduleToCloseTimeout: '2s' } },
        'started, all the same': { activity: 'sleepy', args: [60_000], options: { scheduleToCloseTimeout: '2s', startToCloseTimeout: '2s', heartbeatTimeout: '2s' } },
      }),
  },
  {
    name: 'timers-at-one-instant',
    area: 'timers',
    doc: 'Timers that were begun together are due together.',
    async run(ctx) {
      await ctx.startWorker();
      const h = await ctx.client.workflow.start('atOneInstant', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [['timer', 'timer', 'timer'], 2000] });
      const result = await settle(h.result());
      await ctx.record('main', h);
      return result;
    },
  },
  {
    name: 'activity-throws-anything',
    area: 'activities',
    doc: 'What an activity may throw or return.',
    run: (ctx) => {
      // The server refuses the answer of 'timeout', and its activity times out.
      const once = { startToCloseTimeout: '5s', retry: { maximumAttempts: 1 } };
      const kinds = ['string', 'undefined', 'null', 'number', 'object', 'named object', 'named error', 'cancelled', 'timeout', 'bigint result', 'undefined result', 'cause chain'];
      return apart(ctx, Object.fromEntries(kinds.map((kind) => [kind, { activity: 'endOddly', args: [kind], options: once }])));
    },
  },
  {
    name: 'async-completion-races',
    area: 'async completion',
    doc: 'An activity is completed twice, by id, before it starts, after its timeout, after its workflow.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      const begin = async (label: string, activity: string, options: object, args: unknown[] = []) => {
        const h = await ctx.client.workflow.start('settleActivities', { workflowId: ctx.newWorkflowId(label), taskQueue: ctx.taskQueue, args: [[{ activity, args, options: { activityId: 'a', ...options } }]] });
        await untilEvent(ctx, h, 'ACTIVITY_TASK_SCHEDULED');
        return h;
      };
      const waiting = async (label: string, options: object = {}) => {
        const key = `${ctx.taskQueue} ${label}`;
        const h = await begin(label, 'completeLater', { startToCloseTimeout: '1m', retry: { maximumAttempts: 1 }, ...options }, [key]);
        await eventually(ctx, () => gateReached(key), label);
        await ctx.sleep(200);
        return { h, token: tokenAt(key), id: { workflowId: h.workflowId, activityId: 'a' } };
      };
      const client = ctx.client.activity;
      const said = (promise: Promise<unknown>) => promise.then(() => 'taken', describeError);

      const twice = await waiting('twice');
      out.first = await said(client.complete(twice.token, 1));
      out['second, by token'] = await said(client.complete(twice.token, 2));
      out['second, by id'] = await said(client.complete(twice.id, 2));
      out['heartbeat after it'] = await said(client.heartbeat(twice.token, 'x'));
      out.twice = await settle(twice.h.result());
      out['third, workflow has ended, by token'] = await said(client.complete(twice.token, 3));
      out['third, workflow has ended, by id'] = await said(client.complete(twice.id, 3));
      out['fail, workflow has ended'] = await said(client.fail(twice.token, new Error('x')));

      const early = await begin('early', 'echo', { taskQueue: `${ctx.taskQueue} nobody`, scheduleToCloseTimeout: '1m' }, [1]);
      const earlyId = { workflowId: early.workflowId, activityId: 'a' };
      out['heartbeat before it started'] = await said(client.heartbeat(earlyId, 'x'));
      out['fail before it started'] = await said(client.fail(earlyId, new Error('x')));
      out['cancel before it started'] = await said(client.reportCancellation(earlyId));
      out['unknown activity'] = await said(client.complete({ ...earlyId, activityId: 'b' }, 1));
      out['complete before it started'] = await said(client.complete(earlyId, 'early'));
      out.early = await settle(early.result());
      await ctx.record('early', early);

      const unasked = await waiting('unasked');
      out['cancellation that nobody asked for'] = await said(client.reportCancellation(unasked.token, 'x'));
      out['heartbeat'] = await said(client.heartbeat(unasked.token, 'progress'));
      out['fail with a plain error'] = await said(client.fail(unasked.token, new RangeError('by hand')));
      out.unasked = await settle(unasked.h.result());
      await ctx.record('unasked', unasked.h);

      const late = await waiting('late', { startToCloseTimeout: '1s' });
      out.late = await settle(late.h.result());
      out['complete after its timeout'] = await said(client.complete(late.token, 1));
      return out;
    },
  },
  {
    name: 'async-cancellation',
    area: 'async completion',
    doc: 'A heartbeat by a client tells it of the cancellation; it reports it, or completes in spite of it.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const then of ['cancelled', 'completed', 'failed']) {
        const key = `${ctx.taskQueue} ${then}`;
        const options = { activityId: 'a', startToCloseTimeout: '1m', cancellationType: 'WAIT_CANCELLATION_COMPLETED' };
        const h = await ctx.client.workflow.start('cancelActivity', { workflowId: ctx.newWorkflowId(then), taskQueue: ctx.taskQueue, args: ['completeLater', [key], options] });
        await eventually(ctx, () => gateReached(key), then);
        await ctx.sleep(200);
        const token = tokenAt(key);
        const before = await settle(ctx.client.activity.heartbeat(token, 1));
        await h.cancel();
        await untilEvent(ctx, h, 'ACTIVITY_TASK_CANCEL_REQUESTED');
        const after = await settle(ctx.client.activity.heartbeat(token, 2));
        if (then === 'cancelled') await ctx.client.activity.reportCancellation(token, 'details');
        else if (then === 'completed') await ctx.client.activity.complete(token, 'done');
        else await ctx.client.activity.fail(token, new Error('failed'));
        out[then] = { before, after, result: await settle(h.result()) };
        await ctx.record(then, h);
      }
      return out;
    },
  },
  {
    name: 'activity-cancel-outcomes',
    area: 'activities',
    doc: 'One scope with activities of each cancellation type is cancelled: before they are sent, in backoff, not started.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      const types = ['TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'ABANDON'];
      const cases: Record<string, [string, unknown[], object, number]> = {
        'before they are sent': ['echo', [1], { startToCloseTimeout: '1m' }, 0],
        'not started': ['echo', [1], { startToCloseTimeout: '1m', taskQueue: `${ctx.taskQueue} nobody` }, 1000],
        'in backoff': ['failWith', [{ message: 'again', type: 'Again' }], { startToCloseTimeout: '1m', retry: { initialInterval: '1h' } }, 1000],
      };
      for (const [label, [activity, args, options, afterMs]] of Object.entries(cases)) {
        const calls = types.map((cancellationType) => ({ activity, args, options: { ...options, cancellationType } }));
        const h = await ctx.client.workflow.start('cancelsActivities', { workflowId: ctx.newWorkflowId(label), taskQueue: ctx.taskQueue, args: [calls, afterMs] });
        out[label] = await settle(h.result());
        await ctx.record(label, h);
      }
      return out;
    },
  },
  {
    name: 'local-activity-cancel-types',
    area: 'local activities',
    doc: 'A local activity that waits is cancelled: each cancellation type.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const cancellationType of ['TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'ABANDON']) {
        const key = `${ctx.taskQueue} ${cancellationType}`;
        const h = await ctx.client.workflow.start('cancelsLocal', { workflowId: ctx.newWorkflowId(cancellationType), taskQueue: ctx.taskQueue, args: [key, { startToCloseTimeout: '1m', cancellationType }] });
        out[cancellationType] = await settle(h.result());
        openGate(key);
        await ctx.record(cancellationType, h);
      }
      return out;
    },
  },
  {
    name: 'activity-operations',
    area: 'activities',
    doc: 'An activity in backoff is paused, unpaused, reset and given other options.',
    async run(ctx) {
      await ctx.startWorker();
      const service = ctx.client.workflowService;
      const workflowId = ctx.newWorkflowId();
      const namespace = 'default';
      const execution = { workflowId };
      const call = { activity: 'succeedOnAttempt', args: [2], options: { activityId: 'a', startToCloseTimeout: '1m', retry: { initialInterval: '1h' } } };
      const h = await ctx.client.workflow.start('settleActivities', { workflowId, taskQueue: ctx.taskQueue, args: [[call]] });
      const until = (state: (one: any) => boolean) => eventually(ctx, async () => (await pending(ctx, workflowId)).some(state), 'the activity');
      await until((one) => one.attempt === 2);
      const states: unknown[] = [await pending(ctx, workflowId)];
      // A timer of the server of less than a second takes about one.
      const said = async (promise: Promise<unknown>) => {
        states.push(await promise.then(() => 'taken', describeError));
        await ctx.sleep(1500);
        states.push(await pending(ctx, workflowId));
      };
      await said(service.pauseActivity({ namespace, execution, id: 'b', identity: 'x' }));
      await said(service.pauseActivity({ namespace, execution, id: 'a', identity: 'x' }));
      await said(service.pauseActivity({ namespace, execution, id: 'a', identity: 'x' }));
      await said(service.resetActivity({ namespace, execution, id: 'a', keepPaused: true }));
      await said(service.resetActivity({ namespace, execution: { workflowId: `nobody ${ctx.taskQueue}` }, id: 'a' }));
      await said(service.unpauseActivity({ namespace, execution, id: 'a' }));
      const changed = await service.updateActivityOptions({
        namespace, execution, id: 'a', activityOptions: { startToCloseTimeout: { seconds: 5, nanos: 0 }, retryPolicy: { maximumAttempts: 7 } },
        updateMask: { paths: ['start_to_close_timeout', 'retry_policy.maximum_attempts'] },
      } as object);
      const { startToCloseTimeout, retryPolicy } = changed.activityOptions!;
      states.push({ startToClose: Number(startToCloseTimeout?.seconds), attempts: retryPolicy?.maximumAttempts, interval: Number(retryPolicy?.initialInterval?.seconds) });
      states.push(await pending(ctx, workflowId));
      await said(service.updateActivityOptions({ namespace, execution, id: 'a', activityOptions: {}, updateMask: { paths: ['nonsense'] } }));
      await said(service.unpauseActivity({ namespace, execution, id: 'a' }));
      await said(service.pauseActivity({ namespace, execution, id: 'a' }));
      await said(service.unpauseActivity({ namespace, execution, id: 'a', resetAttempts: true }));
      await h.terminate('enough');
      await ctx.record('main', h);
      return states;
    },
  },
];
