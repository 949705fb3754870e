import { gateReached, openGate } from '../gates';
import { eventually, eventTypes, idle, settle, untilEvent, type Case, type CaseContext } from '../kit';

const MIB = 1024 * 1024;

/** Starts heldTask, waits until its workflow task is held, does something, lets it go on, and gives what the workflow returned. */
async function held(
  ctx: CaseContext,
  given: { timerMs?: number; activity?: boolean; child?: boolean; returns?: boolean; maxCachedWorkflows?: number },
  during: (to: { h: any; childId: string; activityKey: string }) => Promise<unknown>,
  after: (to: { h: any }) => Promise<unknown> = async () => undefined,
) {
  await ctx.startWorker({ maxCachedWorkflows: given.maxCachedWorkflows ?? 1000 });
  const workflowId = ctx.newWorkflowId();
  const childId = ctx.newWorkflowId('child');
  const [key, activityKey] = [`${workflowId} held`, `${workflowId} activity`];
  const h = await ctx.client.workflow.start('heldTask', {
    workflowId, taskQueue: ctx.taskQueue,
    args: [key, {
      ...(given.timerMs ? { timerMs: given.timerMs } : {}), ...(given.activity ? { activityKey } : {}),
      ...(given.child ? { childId } : {}), returns: given.returns ?? false,
    }],
  });
  await eventually(ctx, () => gateReached(key), 'the local activity');
  const did = await during({ h, childId, activityKey });
  await ctx.sleep(300);
  openGate(key);
  const then = await after({ h });
  if (!given.returns) {
    await idle(ctx, h);
    await h.signal('note', 'end');
  }
  const result = await settle(h.result());
  await ctx.record('main', h);
  return { did, then, result };
}

/** A workflow task that fails for its command: what history has of it. */
function refused(name: string, kinds: string[]): Case {
  return {
    name,
    area: 'workflow tasks',
    doc: `Commands that a server refuses: ${kinds.join(', ')}.`,
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const kind of kinds) {
        const h = await ctx.client.workflow.start('refusedCommand', { workflowId: ctx.newWorkflowId(kind), taskQueue: ctx.taskQueue, args: [kind, 2 * MIB + 1000], workflowTaskTimeout: '2s' });
        await eventually(ctx, async () => (await eventTypes(ctx, h)).some((type) => /^WORKFLOW_TASK_(FAILED|TIMED_OUT)$|_EXECUTION_(FAILED|TERMINATED|COMPLETED)$/.test(type)), kind);
        await ctx.sleep(300);
        if ((await h.describe()).status.name === 'RUNNING') await h.terminate('enough');
        await ctx.record(kind, h);
        out[kind] = await settle(h.result());
      }
      return out;
    },
  };
}

export const openTaskCases: Case[] = [
  {
    name: 'open-task-signals',
    area: 'workflow tasks',
    doc: 'Signals that come while a workflow task is open wait for its end.',
    run: (ctx) => held(ctx, {}, async ({ h }) => {
      await h.signal('note', 'one');
      await h.signal('note', 'two');
      return (await eventTypes(ctx, h)).length;
    }),
  },
  {
    name: 'open-task-signal-at-the-end',
    area: 'workflow tasks',
    doc: 'A signal that comes while the task is open that would complete the workflow: UNHANDLED_COMMAND, and the workflow hears of it.',
    run: (ctx) => held(ctx, { returns: true }, ({ h }) => h.signal('note', 'in time')),
  },
  {
    name: 'open-task-cancel-at-the-end',
    area: 'workflow tasks',
    doc: 'The same with a request to cancel.',
    run: (ctx) => held(ctx, { returns: true }, ({ h }) => h.cancel()),
  },
  {
    name: 'open-task-order',
    area: 'workflow tasks',
    doc: 'An activity, a timer, a child and signals end or come while a task is open: events that end something come last.',
    run: (ctx) => held(ctx, { timerMs: 1000, activity: true, child: true }, async ({ h, childId, activityKey }) => {
      openGate(activityKey);
      await ctx.sleep(300);
      await h.signal('note', 'after the activity');
      await ctx.sleep(1200);
      await ctx.client.workflow.getHandle(childId).signal('finish', 1);
      await ctx.sleep(300);
      await h.signal('note', 'after the child');
    }),
  },
  {
    name: 'open-task-update',
    area: 'workflow tasks',
    doc: 'An update and a signal come while a task is open.',
    run: (ctx) => {
      let updating: Promise<unknown>;
      return held(ctx, {}, async ({ h }) => {
        updating = settle(h.executeUpdate('count', { args: ['first'], updateId: 'u1' }));
        await ctx.sleep(300);
        await h.signal('note', 'after the update');
      }, () => updating);
    },
  },
  {
    name: 'open-task-update-alone',
    area: 'workflow tasks',
    doc: 'An update comes while a task is open, and nothing else does.',
    run: (ctx) => {
      let updating: Promise<unknown>;
      return held(ctx, {}, async ({ h }) => {
        updating = settle(h.executeUpdate('count', { args: ['first'], updateId: 'u1' }));
      }, () => updating);
    },
  },
  {
    name: 'open-task-update-at-the-end',
    area: 'workflow tasks',
    doc: 'An update that comes while the task is open that completes the workflow.',
    run: (ctx) => {
      let updating: Promise<unknown>;
      return held(ctx, { returns: true }, async ({ h }) => {
        updating = settle(h.executeUpdate('count', { args: ['first'], updateId: 'u1' }));
      }, () => updating);
    },
  },
  {
    name: 'open-task-terminate',
    area: 'workflow tasks',
    doc: 'A workflow is terminated while a task is open, with a signal that waits for its end.',
    async run(ctx) {
      return held(ctx, { returns: true }, async ({ h }) => {
        await h.signal('note', 'lost');
        await h.terminate('in the middle');
      });
    },
  },
  {
    name: 'open-task-activity-without-cache',
    area: 'workflow tasks',
    doc: 'An activity and a signal end while a task is open, for a worker that keeps no runs.',
    run: (ctx) => held(ctx, { activity: true, maxCachedWorkflows: 0 }, async ({ h, activityKey }) => {
      openGate(activityKey);
      await ctx.sleep(300);
      await h.signal('note', 'after the activity');
    }),
  },
  refused('refused-search-attributes', ['unknown search attribute', 'search attribute of another type']),
  // What else is refused of activities differs from version to version: 1.29 lets the task time out where later ones fail it.
  refused('refused-activities', ['activity with a bad retry policy', 'activity ids twice', 'activity with big input']),
  refused('refused-children', ['child with a bad retry policy', 'child with a long id', 'child with a bad cron schedule', 'child with an unknown search attribute']),
  refused('refused-requests', ['signal to nobody in particular', 'signal to a bad run id', 'signal without a name', 'cancel of nobody in particular']),
  refused('refused-ends', ['big result', 'continue as new with big input', 'continue as new with an unknown search attribute']),
];
