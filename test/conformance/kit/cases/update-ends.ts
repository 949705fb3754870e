import { WithStartWorkflowOperation } from '@temporalio/client';
import { describeError, eventually, eventTypes, idle, settle, untilEvent, type Case, type CaseContext } from '../kit';

async function start(ctx: CaseContext, options: object = {}) {
  await ctx.startWorker(options);
  const h = await ctx.client.workflow.start('endsAsTold', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
  await idle(ctx, h);
  return h;
}

/** An accepted update that does not end by itself, and what becomes of it. */
function pendingUpdate(name: string, doc: string, end: (h: any) => Promise<unknown>): Case {
  return {
    name,
    area: 'updates',
    doc,
    async run(ctx) {
      const h = await start(ctx);
      const first = { workflowId: h.workflowId, runId: h.firstExecutionRunId };
      const update = await h.startUpdate('endless', { updateId: 'u1', waitForStage: 'ACCEPTED' });
      const updated = settle(update.result());
      await end(h);
      const outcome = {
        updated: await updated,
        again: await settle(ctx.client.workflow.getHandle(first.workflowId, first.runId).getUpdateHandle('u1').result()),
        result: await settle(ctx.client.workflow.result(first.workflowId, first.runId, { followRuns: false })),
      };
      await ctx.record('main', first);
      return outcome;
    },
  };
}

export const updateEndCases: Case[] = [
  pendingUpdate('update-pending-terminate', 'A workflow with an accepted update is terminated.', (h) => h.terminate('enough')),
  pendingUpdate('update-pending-cancel', 'A workflow with an accepted update is cancelled.', (h) => h.cancel()),
  pendingUpdate('update-pending-fail', 'A workflow with an accepted update fails.', (h) => h.signal('end', 'fail')),
  pendingUpdate('update-pending-continue', 'A workflow with an accepted update continues as new.', (h) => h.signal('end', 'continue')),
  {
    name: 'update-ends-workflow',
    area: 'updates',
    doc: 'Updates whose handlers make the workflow end: by returning, failing, continuing as new; with another that is released by it.',
    async run(ctx) {
      const out: Record<string, unknown> = {};
      await ctx.startWorker();
      for (const how of ['return', 'fail', 'continue', 'release and return', 'when handlers have finished']) {
        const h = await ctx.client.workflow.start('endsAsTold', { workflowId: ctx.newWorkflowId(how), taskQueue: ctx.taskQueue });
        await idle(ctx, h);
        const run = { workflowId: h.workflowId, runId: h.firstExecutionRunId };
        const waiting = how.includes('release') ? settle((await h.startUpdate('released', { updateId: 'waiting', waitForStage: 'ACCEPTED' })).result()) : undefined;
        const ending = await settle(h.executeUpdate('ending', { args: [how], updateId: 'ending' }));
        out[how] = { ending, waiting: await waiting, result: await settle(ctx.client.workflow.result(run.workflowId, run.runId, { followRuns: false })) };
        await ctx.record(how, run);
        if (how === 'continue') await ctx.client.workflow.getHandle(run.workflowId).terminate('enough');
      }
      return out;
    },
  },
  {
    name: 'update-throws-bug',
    area: 'updates',
    doc: 'A handler that throws an error that is not Temporal’s fails the workflow task, not the update.',
    async run(ctx) {
      const h = await start(ctx);
      const told = await settle(h.executeUpdate('throwing', { args: ['temporal'], updateId: 'u1' }));
      await idle(ctx, h);
      const bug = settle(h.executeUpdate('throwing', { args: ['bug'], updateId: 'u2' }));
      await untilEvent(ctx, h, 'WORKFLOW_TASK_FAILED');
      await ctx.sleep(300);
      await h.terminate('enough');
      await ctx.record('main', h);
      return { told, bug: await bug };
    },
  },
  {
    name: 'update-before-worker',
    area: 'updates',
    doc: 'Updates and a signal come before there is a worker; one is of no handler.',
    async run(ctx) {
      const h = await ctx.client.workflow.start('endsAsTold', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
      const updates = [
        settle(h.executeUpdate('quick', { args: ['a'], updateId: 'u1' })), ctx.sleep(200).then(() => settle(h.executeUpdate('nope', { updateId: 'u2' }))),
        ctx.sleep(400).then(() => settle(h.executeUpdate('quick', { args: ['b'], updateId: 'u3' }))),
      ];
      await ctx.sleep(800);
      await h.signal('release');
      await ctx.startWorker();
      const outcomes = await Promise.all(updates);
      await idle(ctx, h);
      await h.signal('end', 'return');
      const result = await settle(h.result());
      await ctx.record('main', h);
      return { outcomes, result };
    },
  },
  {
    name: 'update-terminated-before-worker',
    area: 'updates',
    doc: 'A workflow with an update that no worker has seen is terminated.',
    async run(ctx) {
      const h = await ctx.client.workflow.start('endsAsTold', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue });
      const update = settle(h.executeUpdate('quick', { args: ['a'], updateId: 'u1' }));
      await ctx.sleep(500);
      await h.terminate('enough');
      const updated = await update;
      await ctx.record('main', h);
      return updated;
    },
  },
  {
    name: 'update-with-start-conflicts',
    area: 'updates',
    doc: 'Update-with-start on running and closed workflows, with every policy; updates that are rejected, unknown, or known.',
    async run(ctx) {
      await ctx.startWorker();
      const workflow = ctx.client.workflow;
      const attempt = async (workflowId: string, policy: string, updateId: string, more: { update?: string; reuse?: string; args?: unknown[] } = {}) => {
        const startWorkflowOperation = new WithStartWorkflowOperation('endsAsTold', {
          workflowId, taskQueue: ctx.taskQueue, workflowIdConflictPolicy: policy as 'FAIL', ...(more.reuse ? { workflowIdReusePolicy: more.reuse as 'REJECT_DUPLICATE' } : {}),
        });
        const update = await settle(workflow.executeUpdateWithStart(more.update ?? 'quick', { args: more.args ?? [updateId], updateId, startWorkflowOperation } as any));
        const started = await settle(startWorkflowOperation.workflowHandle().then((h) => h.workflowId));
        return { update, started };
      };
      const id = ctx.newWorkflowId();
      const out: Record<string, unknown> = {};
      out['of nobody, unknown update'] = await attempt(ctx.newWorkflowId('unknown'), 'FAIL', 'u0', { update: 'nope', args: [] });
      out['of nobody, fail'] = await attempt(id, 'FAIL', 'u1');
      await idle(ctx, { workflowId: id });
      out['of a running one, fail'] = await attempt(id, 'FAIL', 'u2');
      out['of a running one, fail, known update'] = await attempt(id, 'FAIL', 'u1');
      out['of a running one, use it'] = await attempt(id, 'USE_EXISTING', 'u3');
      await idle(ctx, { workflowId: id });
      out['of a running one, use it, update that throws'] = await attempt(id, 'USE_EXISTING', 'u4', { update: 'throwing', args: ['temporal'] });
      await idle(ctx, { workflowId: id });
      const first = (await workflow.getHandle(id).describe()).runId;
      out['of a running one, terminate it'] = await attempt(id, 'TERMINATE_EXISTING', 'u5');
      await idle(ctx, { workflowId: id });
      const second = (await workflow.getHandle(id).describe()).runId;
      await workflow.getHandle(id).signal('end', 'return');
      await settle(workflow.result(id));
      out['of a closed one, known update'] = await attempt(id, 'FAIL', 'u5');
      out['of a closed one, no duplicates'] = await attempt(id, 'FAIL', 'u6', { reuse: 'REJECT_DUPLICATE' });
      out['of a closed one, failed only'] = await attempt(id, 'FAIL', 'u7', { reuse: 'ALLOW_DUPLICATE_FAILED_ONLY' });
      await ctx.record('first', { workflowId: id, runId: first });
      await ctx.record('second', { workflowId: id, runId: second });
      return out;
    },
  },
  {
    name: 'update-with-start-refused',
    area: 'updates',
    doc: 'Updates with start that a server refuses as a whole.',
    async run(ctx) {
      const namespace = 'default';
      const multi = (startOptions: object, update: { id?: string; name?: string; runId?: string; first?: string; stage?: number }, operations?: object[]) => {
        const workflowId = ctx.newWorkflowId('refused');
        const startWorkflow = { namespace, workflowId, workflowType: { name: 'endsAsTold' }, taskQueue: { name: ctx.taskQueue }, requestId: workflowId, ...startOptions };
        const updateWorkflow = {
          namespace, workflowExecution: { workflowId: update.id ?? workflowId, runId: update.runId ?? '' }, firstExecutionRunId: update.first ?? '',
          waitPolicy: { lifecycleStage: update.stage ?? 2 }, request: { meta: { updateId: 'u' }, input: { name: update.name ?? 'quick' } },
        };
        return ctx.client.workflowService
          .executeMultiOperation({ namespace, operations: operations ?? [{ startWorkflow }, { updateWorkflow }] } as object)
          .then(() => 'taken', describeError);
      };
      return {
        'with cron': await multi({ cronSchedule: '* * * * *' }, {}),
        'with a delay': await multi({ workflowStartDelay: { seconds: 1, nanos: 0 } }, {}),
        'eager': await multi({ requestEagerExecution: true }, {}),
        'of another workflow': await multi({}, { id: 'another' }),
        'of a run': await multi({}, { runId: '00000000-0000-4000-8000-000000000000' }),
        'of a chain': await multi({}, { first: '00000000-0000-4000-8000-000000000000' }),
        'without an update name': await multi({}, { name: '' }),
        'without a type': await multi({ workflowType: { name: '' } }, {}),
        'without a task queue': await multi({ taskQueue: { name: '' } }, {}),
        'waiting for admission': await multi({}, { stage: 1 }),
        'nothing': await multi({}, {}, []),
        'one only': await multi({}, {}, [{ startWorkflow: {} }]),
      };
    },
  },
  ...[1000, 0].map((maxCachedWorkflows): Case => ({
    name: maxCachedWorkflows ? 'update-after-empty-task' : 'update-after-empty-task-without-cache',
    area: 'updates',
    doc: `An update comes just after workflow tasks that gave no command${maxCachedWorkflows ? '' : ', for a worker that keeps no runs'}: what the handler sees.`,
    async run(ctx) {
      await ctx.startWorker({ maxCachedWorkflows });
      const h = await ctx.client.workflow.start('countsTimers', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [[1000, 2000, 600_000], false] });
      const seen: unknown[] = [];
      for (const firings of [1, 2]) {
        await untilEvent(ctx, h, 'TIMER_FIRED', firings);
        await idle(ctx, h);
        seen.push(await settle(h.executeUpdate('fired', { updateId: `u${firings}` })));
        seen.push(await settle(h.query('seen')));
      }
      await h.terminate('enough');
      await ctx.record('main', h);
      return seen;
    },
  })),
  {
    name: 'update-after-two-empty-tasks-without-cache',
    area: 'updates',
    doc: 'An update comes after two workflow tasks that gave no command, for a worker that keeps no runs.',
    async run(ctx) {
      await ctx.startWorker({ maxCachedWorkflows: 0 });
      const h = await ctx.client.workflow.start('countsTimers', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [[1000, 2000, 3000, 600_000], false] });
      await untilEvent(ctx, h, 'TIMER_FIRED', 3);
      await idle(ctx, h);
      const seen = [await settle(h.executeUpdate('fired', { updateId: 'u1' })), await settle(h.query('seen')), await settle(h.executeUpdate('fired', { updateId: 'u2' })), await settle(h.query('seen'))];
      await h.terminate('enough');
      await ctx.record('main', h);
      return seen;
    },
  },
];
