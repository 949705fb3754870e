import { eventually, idle, settle, untilEvent, type Case, type CaseContext } from '../kit';

type Overlap = 'SKIP' | 'BUFFER_ONE' | 'BUFFER_ALL' | 'CANCEL_OTHER' | 'TERMINATE_OTHER' | 'ALLOW_ALL';

/** A paused schedule that is only triggered by hand: nothing but its triggers starts anything. */
async function schedule(ctx: CaseContext, workflowType: string, options: object = {}) {
  await ctx.startWorker();
  return ctx.client.schedule.create({
    scheduleId: ctx.newWorkflowId('schedule'), spec: { intervals: [{ every: '30d' }] }, state: { paused: true },
    action: { type: 'startWorkflow', workflowType, taskQueue: ctx.taskQueue, workflowId: ctx.newWorkflowId('action') }, ...options,
  });
}

async function figures(handle: { describe(): Promise<any> }) {
  const { info, raw } = await handle.describe();
  return {
    taken: info.numActionsTaken, skipped: info.numActionsSkippedOverlap, missed: info.numActionsMissedCatchupWindow,
    running: info.runningActions.length, recent: info.recentActions.length, buffered: Number(raw.info?.bufferSize ?? 0),
  };
}

/** Waits until the schedule has taken so many actions, and its last one waits for its end. */
async function taken(ctx: CaseContext, handle: any, count: number) {
  await eventually(ctx, async () => (await handle.describe()).info.numActionsTaken >= count, `${count} actions`, 150);
  const recent = (await handle.describe()).info.recentActions;
  const { workflowId } = recent.at(-1)!.action.workflow;
  await eventually(ctx, () => ctx.client.workflow.getHandle(workflowId).describe().then(() => true, () => false), 'the workflow', 150);
  return ctx.client.workflow.getHandle(workflowId);
}

/** One run is open; triggers come, each in a second of its own; the open ones end one after another. */
async function triggers(ctx: CaseContext, type: string, overlaps: Overlap[], ends: number) {
  const handle = await schedule(ctx, type);
  const steps: unknown[] = [];
  await handle.trigger('BUFFER_ONE');
  await idle(ctx, await taken(ctx, handle, 1));
  for (const overlap of overlaps) {
    await ctx.sleep(1300);
    await handle.trigger(overlap);
    await ctx.sleep(1000);
    steps.push({ trigger: overlap, ...(await figures(handle)) });
  }
  const all: Record<string, unknown> = {};
  const open = async () => {
    const { recentActions } = (await handle.describe()).info;
    const found: any[] = [];
    for (const { action } of recentActions) {
      const h = ctx.client.workflow.getHandle(action.workflow.workflowId);
      if ((await h.describe()).status.name === 'RUNNING') found.push(h);
    }
    return found;
  };
  for (let i = 0; i < ends; i++) {
    const [first] = await open();
    if (!first) break;
    await idle(ctx, first);
    await first.signal('finish', i);
    await settle(first.result());
    // The schedule learns of the end of a run, and starts the next one, a little later.
    await ctx.sleep(1500);
    steps.push({ ended: i, ...(await figures(handle)) });
  }
  const { recentActions } = (await handle.describe()).info;
  all.statuses = await Promise.all(recentActions.map(async ({ action }: any) => (await ctx.client.workflow.getHandle(action.workflow.workflowId).describe()).status.name));
  for (const h of await open()) await h.terminate('enough');
  await handle.delete();
  return { steps, ...all };
}

export const overlapCases: Case[] = [
  {
    name: 'schedule-overlap-buffers',
    area: 'schedules',
    doc: 'Triggers while a run is open: SKIP, then BUFFER_ONE twice, then BUFFER_ALL; the buffered ones start one after another.',
    run: (ctx) => triggers(ctx, 'waitForFinish', ['SKIP', 'BUFFER_ONE', 'BUFFER_ONE', 'BUFFER_ALL'], 4),
  },
  {
    name: 'schedule-overlap-buffer-all',
    area: 'schedules',
    doc: 'Triggers while a run is open: BUFFER_ALL three times, ALLOW_ALL between.',
    run: (ctx) => triggers(ctx, 'waitForFinish', ['BUFFER_ALL', 'BUFFER_ALL', 'ALLOW_ALL', 'BUFFER_ALL'], 6),
  },
  {
    name: 'schedule-overlap-terminate',
    area: 'schedules',
    doc: 'A trigger with TERMINATE_OTHER while a run is open: that run ends, the new one begins.',
    async run(ctx) {
      const handle = await schedule(ctx, 'waitForFinish');
      await handle.trigger('BUFFER_ONE');
      const first = await taken(ctx, handle, 1);
      await idle(ctx, first);
      await ctx.sleep(1300);
      await handle.trigger('TERMINATE_OTHER');
      const firstEnded = await settle(first.result());
      const second = await taken(ctx, handle, 2);
      await idle(ctx, second);
      await second.signal('finish', 'second');
      const result = await settle(second.result());
      await ctx.record('first', first);
      await ctx.record('second', second);
      const outcome = { firstEnded, result, figures: await figures(handle) };
      await handle.delete();
      return { ...outcome, figures: { ...outcome.figures, running: 0 } };
    },
  },
  {
    name: 'schedule-overlap-cancel',
    area: 'schedules',
    doc: 'A trigger with CANCEL_OTHER while a run is open that cleans up: the new one begins when that has ended.',
    async run(ctx) {
      const handle = await schedule(ctx, 'cleanUpOnCancel');
      await handle.trigger('BUFFER_ONE');
      const first = await taken(ctx, handle, 1);
      await idle(ctx, first);
      await ctx.sleep(1300);
      await handle.trigger('CANCEL_OTHER');
      const firstEnded = await settle(first.result());
      const second = await taken(ctx, handle, 2);
      await idle(ctx, second);
      await second.terminate('enough');
      await ctx.record('first', first);
      await handle.delete();
      return { firstEnded };
    },
  },
  {
    name: 'schedule-backfill',
    area: 'schedules',
    doc: 'Backfills of four hours: with ALLOW_ALL, BUFFER_ALL and SKIP; both ends count.',
    async run(ctx) {
      const out: Record<string, unknown> = {};
      await ctx.startWorker();
      for (const overlap of ['ALLOW_ALL', 'BUFFER_ALL', 'SKIP'] as const) {
        const action = ctx.newWorkflowId(`action ${overlap}`);
        const handle = await ctx.client.schedule.create({
          scheduleId: ctx.newWorkflowId(`schedule ${overlap}`), spec: { intervals: [{ every: '1h' }] }, state: { paused: true, remainingActions: 1 },
          action: { type: 'startWorkflow', workflowType: 'echoWorkflow', args: [overlap], taskQueue: ctx.taskQueue, workflowId: action },
        });
        await handle.backfill({ start: new Date('2020-01-01T00:00:00Z'), end: new Date('2020-01-01T03:00:00Z'), overlap });
        await ctx.sleep(6000);
        const d = await handle.describe();
        const ids = d.info.recentActions.map((one) => one.action.workflow.workflowId.slice(action.length));
        out[overlap] = { ids, hours: ids.map((id) => id.slice(12, 14)), taken: d.info.numActionsTaken, skipped: d.info.numActionsSkippedOverlap, state: d.state };
        await handle.delete();
      }
      return out;
    },
  },
  {
    name: 'schedule-pause-on-failure',
    area: 'schedules',
    doc: 'A triggered run fails, times out, is terminated: what the schedule makes of it, and what the next run has of the last one.',
    async run(ctx) {
      const handle = await schedule(ctx, 'tellsOfLast', { state: { paused: false }, policies: { pauseOnFailure: true, overlap: 'BUFFER_ONE' } });
      const steps: unknown[] = [];
      const ends = [['return'], ['return', 'fail'], ['return', 'return']];
      for (const [i, args] of ends.entries()) {
        await handle.update((previous) => ({ ...previous, action: { ...previous.action, args: [args] } }) as any);
        await ctx.sleep(1300);
        await handle.trigger('BUFFER_ONE');
        const h = await taken(ctx, handle, i + 1);
        const result = await settle(h.result());
        await ctx.sleep(1500);
        await handle.describe();
        await ctx.sleep(300);
        const { state } = await handle.describe();
        steps.push({ result, state });
        if (state.paused) await handle.unpause('go on');
        await ctx.record(`run ${i + 1}`, h);
      }
      await handle.delete();
      return steps;
    },
  },
  {
    name: 'schedule-update',
    area: 'schedules',
    doc: 'A schedule is changed, with its memo and search attributes; listing finds it.',
    async run(ctx) {
      const scheduleId = ctx.newWorkflowId('schedule');
      const handle = await ctx.client.schedule.create({
        scheduleId, spec: { calendars: [{ hour: 5, minute: [0, 30], dayOfWeek: ['MONDAY', 'FRIDAY'], comment: 'twice' }] , cronExpressions: ['0 12 * * 1-5'] , jitter: '1m', timezone: 'Europe/Berlin' },
        action: { type: 'startWorkflow', workflowType: 'echoWorkflow', taskQueue: ctx.taskQueue, workflowId: ctx.newWorkflowId('action'), memo: { of: 'the action' } },
        memo: { of: 'the schedule' }, searchAttributes: { CustomKeywordField: [scheduleId] },
      });
      const before = await handle.describe();
      await handle.update((previous) => ({
        ...previous, spec: { intervals: [{ every: '2h', offset: '5m' }], startAt: new Date('2031-01-01T00:00:00Z'), endAt: new Date('2031-01-01T05:00:00Z') },
        policies: { ...previous.policies, overlap: 'ALLOW_ALL' }, state: { ...previous.state, note: 'changed', remainingActions: 2 },
      }) as any);
      await ctx.sleep(500);
      const after = await handle.describe();
      const found: unknown[] = [];
      await eventually(ctx, async () => {
        found.length = 0;
        for await (const one of ctx.client.schedule.list({ query: `CustomKeywordField = '${scheduleId}'` })) {
          found.push({ id: one.scheduleId, memo: one.memo, state: one.state, type: one.action!.workflowType, attributes: one.searchAttributes?.CustomKeywordField });
        }
        return found.length > 0;
      }, 'the list', 150);
      await handle.delete();
      return {
        before: { spec: before.spec, action: before.action, memo: before.memo, policies: before.policies, state: before.state },
        after: { spec: after.spec, policies: after.policies, state: after.state, next: after.info.nextActionTimes }, found,
      };
    },
  },
];
