import { eventually, eventTypes, idle, settle, untilEvent, type Case, type CaseContext } from '../kit';

/** Waits until the chain has so many runs, all but the last closed, then terminates it; records each run. */
async function chain(ctx: CaseContext, type: string, options: object, runs: number, end?: (workflowId: string) => Promise<unknown>) {
  await ctx.startWorker();
  const workflowId = ctx.newWorkflowId();
  const h = await ctx.client.workflow.start(type, { workflowId, taskQueue: ctx.taskQueue, ...options } as any);
  const ids = [h.firstExecutionRunId];
  const outcomes: unknown[] = [];
  while (ids.length < runs) {
    const ended = await settle(ctx.client.workflow.result(workflowId, ids.at(-1), { followRuns: false }));
    outcomes.push(ended);
    const { runId } = await ctx.client.workflow.getHandle(workflowId).describe();
    if (runId === ids.at(-1)) break;
    ids.push(runId);
  }
  if (end) await end(workflowId);
  const last = ctx.client.workflow.getHandle(workflowId, ids.at(-1));
  if ((await last.describe()).status.name === 'RUNNING') await last.terminate('enough');
  outcomes.push(await settle(ctx.client.workflow.result(workflowId, ids.at(-1), { followRuns: false })));
  for (const [i, runId] of ids.entries()) await ctx.record(`run ${i + 1}`, { workflowId, runId });
  return outcomes;
}

export const chainCases: Case[] = [
  {
    name: 'cron-failures',
    area: 'chains',
    doc: 'Cron: a run fails, one returns, one times out; what the next has of it.',
    run: (ctx) => chain(ctx, 'tellsOfLast', { args: [['return', 'fail', 'return']], cronSchedule: '@every 2s' }, 4),
  },
  {
    name: 'cron-with-retries',
    area: 'chains',
    doc: 'Cron with a retry policy: the attempts of a run come before the next run.',
    run: (ctx) => chain(ctx, 'tellsOfLast', { args: [['fail, to be retried', 'fail, to be retried', 'return']], cronSchedule: '@every 4s', retry: { initialInterval: '1s', maximumAttempts: 2 } }, 4),
  },
  {
    name: 'cron-run-timeout',
    area: 'chains',
    doc: 'Cron: a run times out and another follows.',
    run: (ctx) => chain(ctx, 'tellsOfLast', { args: [['hang']], cronSchedule: '@every 2s', workflowRunTimeout: '1s' }, 2),
  },
  {
    name: 'cron-continue-as-new',
    area: 'chains',
    doc: 'Cron: a run continues as new; its successor is no cron run.',
    run: (ctx) => chain(ctx, 'countDown', { args: [1], cronSchedule: '@every 2s' }, 3),
  },
  {
    name: 'cron-cancel-in-backoff',
    area: 'chains',
    doc: 'Cron: a cancel request before the first workflow task of a run.',
    run: (ctx) => chain(ctx, 'waitForever', { cronSchedule: '0 0 1 1 *' }, 1, async (workflowId) => {
      await ctx.client.workflow.getHandle(workflowId).cancel();
      await settle(ctx.client.workflow.getHandle(workflowId).result());
    }),
  },
  {
    name: 'retry-delay-beyond-maximum',
    area: 'chains',
    doc: 'A workflow that fails asks for a longer delay than the maximum interval of its policy.',
    timing: true,
    run: (ctx) => chain(ctx, 'failsWithDelay', { args: [2, '1h'], retry: { initialInterval: '1s', maximumInterval: '2s' } }, 2, (workflowId) => ctx.client.workflow.getHandle(workflowId).result()),
  },
  {
    name: 'retry-beyond-execution-timeout',
    area: 'chains',
    doc: 'The next attempt would begin after the execution timeout.',
    run: (ctx) => chain(ctx, 'failsWithDelay', { args: [2, '1h'], retry: { initialInterval: '1s' }, workflowExecutionTimeout: '1m' }, 2),
  },
  {
    name: 'retry-listed-types',
    area: 'chains',
    doc: 'Failure types that the policy lists as final, and attempts used up.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const [label, retry] of Object.entries({
        listed: { nonRetryableErrorTypes: ['NotYet'] }, 'in other letters': { nonRetryableErrorTypes: ['notyet'], maximumAttempts: 2, initialInterval: '1s' }, 'one attempt': { maximumAttempts: 1 },
      })) {
        const h = await ctx.client.workflow.start('failUntilAttempt', { workflowId: ctx.newWorkflowId(label), taskQueue: ctx.taskQueue, args: [5], retry: retry as object });
        out[label] = await settle(h.result());
        await ctx.record(label, { workflowId: h.workflowId, runId: h.firstExecutionRunId });
      }
      return out;
    },
  },
  {
    name: 'run-timeouts-retried',
    area: 'chains',
    doc: 'Run timeouts are retried, unless they are listed, until the execution timeout.',
    timing: true,
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const [label, options] of Object.entries({
        retried: { workflowRunTimeout: '1s', retry: { initialInterval: '1s', maximumAttempts: 2 } },
        listed: { workflowRunTimeout: '1s', retry: { nonRetryableErrorTypes: ['TemporalTimeout:StartToClose'] } },
        'until the execution timeout': { workflowRunTimeout: '2s', workflowExecutionTimeout: '4s', retry: { initialInterval: '1s', maximumInterval: '1s' } },
      })) {
        const h = await ctx.client.workflow.start('waitForever', { workflowId: ctx.newWorkflowId(label), taskQueue: ctx.taskQueue, ...(options as object) });
        out[label] = await settle(h.result());
        await ctx.record(label, { workflowId: h.workflowId, runId: h.firstExecutionRunId });
        await ctx.record(`${label}, last`, { workflowId: h.workflowId });
      }
      return out;
    },
  },
  {
    name: 'child-of-closing-parent',
    area: 'child workflows',
    doc: 'A child is started in the workflow task that completes the parent: it never begins.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const parentClosePolicy of ['TERMINATE', 'ABANDON', 'REQUEST_CANCEL']) {
        const childId = ctx.newWorkflowId(`child ${parentClosePolicy}`);
        const h = await ctx.client.workflow.start('startAndReturn', { workflowId: ctx.newWorkflowId(parentClosePolicy), taskQueue: ctx.taskQueue, args: [{ workflowId: childId, parentClosePolicy }] });
        const result = await settle(h.result());
        await ctx.sleep(500);
        out[parentClosePolicy] = { result, child: await settle(ctx.client.workflow.getHandle(childId).describe().then((d) => d.status.name)) };
        await ctx.record(parentClosePolicy, h);
      }
      return out;
    },
  },
  {
    name: 'child-cancellation-types',
    area: 'child workflows',
    doc: 'A child is cancelled, before it is sent and while it runs, with each cancellation type.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const when of ['before', 'started'] as const) {
        for (const cancellationType of ['ABANDON', 'TRY_CANCEL', 'WAIT_CANCELLATION_REQUESTED', 'WAIT_CANCELLATION_COMPLETED']) {
          const label = `${when} ${cancellationType}`;
          const childId = ctx.newWorkflowId(`child ${label}`);
          const h = await ctx.client.workflow.start('cancelsChild', { workflowId: ctx.newWorkflowId(label), taskQueue: ctx.taskQueue, args: [when, 'cleanUpOnCancel', { workflowId: childId, cancellationType, parentClosePolicy: 'ABANDON' }] });
          out[label] = await settle(h.result());
          await ctx.record(label, h);
          if (when === 'started' && cancellationType === 'ABANDON') await ctx.client.workflow.getHandle(childId).terminate('enough');
        }
      }
      return out;
    },
  },
  {
    name: 'child-id-reuse',
    area: 'child workflows',
    doc: 'Children with the id of a closed workflow, with each reuse policy, and of their own parent.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      const used = ctx.newWorkflowId('used');
      await settle(ctx.client.workflow.execute('echoWorkflow', { workflowId: used, taskQueue: ctx.taskQueue, args: [1] }));
      for (const workflowIdReusePolicy of ['REJECT_DUPLICATE', 'ALLOW_DUPLICATE_FAILED_ONLY', 'ALLOW_DUPLICATE']) {
        const h = await ctx.client.workflow.start('settleChild', { workflowId: ctx.newWorkflowId(workflowIdReusePolicy), taskQueue: ctx.taskQueue, args: ['echoWorkflow', { workflowId: used, workflowIdReusePolicy, args: ['child'] }] });
        out[workflowIdReusePolicy] = await settle(h.result());
        await ctx.record(workflowIdReusePolicy, h);
      }
      const own = ctx.newWorkflowId('own');
      const h = await ctx.client.workflow.start('settleChild', { workflowId: own, taskQueue: ctx.taskQueue, args: ['echoWorkflow', { workflowId: own, args: ['child'] }] });
      out.own = await settle(h.result());
      await ctx.record('own', h);
      return out;
    },
  },
  {
    name: 'child-chains',
    area: 'child workflows',
    doc: 'A child that continues as new, one that is retried until it fails for good, one that fails with a delay.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const [label, args] of Object.entries({
        'continues as new': ['countDown', { args: [1] }],
        'fails for good': ['failUntilAttempt', { args: [9], retry: { maximumAttempts: 2, initialInterval: '1s' } }],
        'times out and is retried': ['waitForever', { workflowRunTimeout: '1s', retry: { maximumAttempts: 2, initialInterval: '1s' } }],
      })) {
        const childId = ctx.newWorkflowId(`child ${label}`);
        const h = await ctx.client.workflow.start('settleChild', { workflowId: ctx.newWorkflowId(label), taskQueue: ctx.taskQueue, args: [args[0], { workflowId: childId, ...(args[1] as object) }] });
        out[label] = await settle(h.result());
        await ctx.record(label, h);
        await ctx.record(`${label}, child`, { workflowId: childId });
      }
      return out;
    },
  },
  {
    name: 'child-ends-fail-parent',
    area: 'child workflows',
    doc: 'A child is cancelled, terminated, times out or fails, and its parent lets that fail it: the failure as history has it.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const end of ['cancel', 'terminate', 'time out', 'fail']) {
        const childId = ctx.newWorkflowId(`child ${end}`);
        const child = ctx.client.workflow.getHandle(childId);
        const type = end === 'fail' ? 'failWorkflow' : 'waitForever';
        const options = { workflowId: childId, ...(end === 'time out' ? { workflowRunTimeout: '1s' } : {}), ...(end === 'fail' ? { args: [{ message: 'untyped' }] } : {}) };
        const parent = await ctx.client.workflow.start('runChild', { workflowId: ctx.newWorkflowId(end), taskQueue: ctx.taskQueue, args: [type, options] });
        if (end === 'cancel' || end === 'terminate') {
          await untilEvent(ctx, parent, 'CHILD_WORKFLOW_EXECUTION_STARTED');
          await idle(ctx, parent);
          await idle(ctx, child);
          await (end === 'cancel' ? child.cancel() : child.terminate('by the test'));
        }
        out[end] = await settle(parent.result());
        await ctx.record(end, parent);
      }
      return out;
    },
  },
  {
    name: 'summaries',
    area: 'activities',
    doc: 'The summaries of a timer, an activity and a child, also where these are cancelled; of a workflow, also where it is retried or continues.',
    async run(ctx) {
      await ctx.startWorker();
      const h = await ctx.client.workflow.start('cancelsSummaries', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [ctx.newWorkflowId('child')], staticSummary: 'the root' });
      await settle(h.result());
      await ctx.record('main', h);
      const out: Record<string, unknown> = {};
      for (const [label, [type, options]] of Object.entries({
        retried: ['failUntilAttempt', { args: [2], retry: { initialInterval: '1s' } }], continued: ['countDown', { args: [1] }],
      } as Record<string, [string, object]>)) {
        const run = await ctx.client.workflow.start(type, { workflowId: ctx.newWorkflowId(label), taskQueue: ctx.taskQueue, staticSummary: label, staticDetails: 'details', ...options } as any);
        await run.result();
        const last = ctx.client.workflow.getHandle(run.workflowId);
        const described = await last.describe();
        out[label] = { summary: (await described.staticSummary()) ?? null, details: (await described.staticDetails()) ?? null };
        await ctx.record(label, last);
      }
      return out;
    },
  },
  {
    name: 'continue-as-new-leaves-child',
    area: 'child workflows',
    doc: 'A workflow continues as new with a running child: the parent close policy holds.',
    async run(ctx) {
      await ctx.startWorker();
      const out: Record<string, unknown> = {};
      for (const parentClosePolicy of ['TERMINATE', 'ABANDON']) {
        const childId = ctx.newWorkflowId(`child ${parentClosePolicy}`);
        const h = await ctx.client.workflow.start('leaveChild', { workflowId: ctx.newWorkflowId(parentClosePolicy), taskQueue: ctx.taskQueue, args: ['waitForFinish', { workflowId: childId, parentClosePolicy, cronSchedule: '' }], workflowExecutionTimeout: '1h', retry: { maximumAttempts: 1 } });
        await untilEvent(ctx, h, 'CHILD_WORKFLOW_EXECUTION_STARTED');
        await idle(ctx, h);
        await idle(ctx, { workflowId: childId });
        await h.terminate('the parent is terminated');
        await ctx.sleep(500);
        const child = ctx.client.workflow.getHandle(childId);
        out[parentClosePolicy] = (await child.describe()).status.name;
        if (parentClosePolicy === 'ABANDON') await child.terminate('enough');
        await ctx.record(`child ${parentClosePolicy}`, child);
      }
      return out;
    },
  },
  {
    name: 'external-requests',
    area: 'signals',
    doc: 'A workflow signals and cancels itself, closed ones, other runs.',
    async run(ctx) {
      await ctx.startWorker();
      const closed = await ctx.client.workflow.start('echoWorkflow', { workflowId: ctx.newWorkflowId('closed'), taskQueue: ctx.taskQueue, args: [1] });
      await closed.result();
      const open = await ctx.client.workflow.start('waitForever', { workflowId: ctx.newWorkflowId('open'), taskQueue: ctx.taskQueue });
      await idle(ctx, open);
      const nobody = '00000000-0000-4000-8000-000000000000';
      const calls = [
        { to: 'self', how: 'signal' }, { to: closed.workflowId, how: 'signal' }, { to: closed.workflowId, runId: closed.firstExecutionRunId, how: 'signal' },
        { to: closed.workflowId, how: 'cancel' }, { to: open.workflowId, runId: nobody, how: 'signal' }, { to: open.workflowId, runId: nobody, how: 'cancel' },
        { to: open.workflowId, runId: open.firstExecutionRunId, how: 'signal' }, { to: open.workflowId, how: 'cancel' }, { to: open.workflowId, how: 'cancel' }, { to: 'self', how: 'cancel' },
      ];
      const h = await ctx.client.workflow.start('reachesOut', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [calls] });
      const result = await settle(h.result());
      await ctx.record('main', h);
      await ctx.sleep(300);
      return { result, open: (await open.describe()).status.name };
    },
  },
  {
    name: 'reset-corners',
    area: 'workflows',
    doc: 'Resets: of a closed workflow, with signals and updates to be applied again or not, twice with one request.',
    async run(ctx) {
      await ctx.startWorker();
      const service = ctx.client.workflowService;
      const workflowId = ctx.newWorkflowId();
      const h = await ctx.client.workflow.start('endsAsTold', { workflowId, taskQueue: ctx.taskQueue });
      await idle(ctx, h);
      await h.signal('release');
      await idle(ctx, h);
      const updated = await h.executeUpdate('quick', { args: ['one'], updateId: 'u1' });
      await idle(ctx, h);
      await h.signal('end', 'return');
      const first = await settle(h.result());
      const reset = async (name: string, options: object) => {
        const { runId } = await service.resetWorkflowExecution({
          namespace: 'default', workflowExecution: { workflowId, runId: h.firstExecutionRunId }, reason: `reset ${name}`, requestId: `${workflowId} ${name}`, workflowTaskFinishEventId: 4, ...options,
        } as object);
        return runId!;
      };
      const all = await reset('all', {});
      const again = await reset('all', {});
      const outcomes = { first, updated, same: all === again, all: await settle(ctx.client.workflow.result(workflowId, all)) };
      const none = await reset('none', { resetReapplyExcludeTypes: [1, 2] });
      await idle(ctx, { workflowId, runId: none });
      const state = await ctx.client.workflow.getHandle(workflowId, none).query('state');
      await ctx.client.workflow.getHandle(workflowId, none).terminate('enough');
      await ctx.record('first', { workflowId, runId: h.firstExecutionRunId });
      await ctx.record('all', { workflowId, runId: all });
      await ctx.record('none', { workflowId, runId: none });
      return { ...outcomes, state };
    },
  },
];
