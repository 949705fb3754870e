import { defaultPayloadConverter } from '@temporalio/common';
import { describeError, idle, type Case, type CaseContext } from '../kit';

type Call = () => Promise<unknown>;

/** What a server says to each call: `taken`, or the error. */
async function answers(calls: Record<string, Call>): Promise<Record<string, unknown>> {
  const out: Record<string, unknown> = {};
  for (const [name, call] of Object.entries(calls)) out[name] = await call().then(() => 'taken', describeError);
  return out;
}

const seconds = (count: number) => ({ seconds: count, nanos: 0 });
const LONG = 'x'.repeat(1001);
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** The requests that the client never makes, too: it is asked past its own checks. */
function starter(ctx: CaseContext): (options: Record<string, unknown>) => Call {
  let count = 0;
  return (options) => () =>
    ctx.client.workflowService.startWorkflowExecution({
      namespace: 'default', workflowId: ctx.newWorkflowId(`start ${++count}`), workflowType: { name: 'waitForFinish' },
      taskQueue: { name: ctx.taskQueue }, requestId: `request ${ctx.taskQueue} ${count}`, ...options,
    } as object);
}

export const misuseCases: Case[] = [
  {
    name: 'misuse-start',
    area: 'misuse',
    doc: 'Starts that a server refuses: ids, names, durations, cron, task queues.',
    async run(ctx) {
      const start = starter(ctx);
      return answers({
        noWorkflowId: start({ workflowId: '' }),
        longWorkflowId: start({ workflowId: LONG }),
        noType: start({ workflowType: { name: '' } }),
        noTypeAtAll: start({ workflowType: undefined }),
        longType: start({ workflowType: { name: LONG } }),
        noTaskQueue: start({ taskQueue: { name: '' } }),
        noTaskQueueAtAll: start({ taskQueue: undefined }),
        longTaskQueue: start({ taskQueue: { name: LONG } }),
        reservedTaskQueue: start({ taskQueue: { name: '/_sys/mine' } }),
        longRequestId: start({ requestId: LONG }),
        noRequestId: start({ requestId: '' }),
        noNamespace: start({ namespace: '' }),
        unknownNamespace: start({ namespace: 'nowhere' }),
        negativeExecutionTimeout: start({ workflowExecutionTimeout: seconds(-1) }),
        negativeRunTimeout: start({ workflowRunTimeout: seconds(-1) }),
        negativeTaskTimeout: start({ workflowTaskTimeout: seconds(-1) }),
        negativeDelay: start({ workflowStartDelay: seconds(-1) }),
        mixedSigns: start({ workflowRunTimeout: { seconds: 1, nanos: -1 } }),
        runLongerThanExecution: start({ workflowExecutionTimeout: seconds(5), workflowRunTimeout: seconds(50) }),
        badCron: start({ cronSchedule: 'every day' }),
        cronOfSixFields: start({ cronSchedule: '0 * * * * *' }),
        cronAndDelay: start({ cronSchedule: '* * * * *', workflowStartDelay: seconds(1) }),
      });
    },
  },
  {
    name: 'misuse-start-policies',
    area: 'misuse',
    doc: 'Starts with retry policies and id policies that make no sense.',
    async run(ctx) {
      const start = starter(ctx);
      return answers({
        coefficientBelowOne: start({ retryPolicy: { backoffCoefficient: 0.5 } }),
        negativeInitialInterval: start({ retryPolicy: { initialInterval: seconds(-1) } }),
        negativeMaximumInterval: start({ retryPolicy: { maximumInterval: seconds(-1) } }),
        maximumBelowInitial: start({ retryPolicy: { initialInterval: seconds(10), maximumInterval: seconds(1) } }),
        negativeAttempts: start({ retryPolicy: { maximumAttempts: -1 } }),
        oneAttemptAndNonsense: start({ retryPolicy: { maximumAttempts: 1, backoffCoefficient: 0.5 } }),
        badTimeoutType: start({ retryPolicy: { nonRetryableErrorTypes: ['TemporalTimeout:foo'] } }),
        goodTimeoutType: start({ retryPolicy: { nonRetryableErrorTypes: ['TemporalTimeout:StartToClose'] } }),
        // TERMINATE_IF_RUNNING with USE_EXISTING; REJECT_DUPLICATE with TERMINATE_EXISTING.
        terminateIfRunningAndConflict: start({ workflowIdReusePolicy: 4, workflowIdConflictPolicy: 2 }),
        rejectAndTerminateExisting: start({ workflowIdReusePolicy: 3, workflowIdConflictPolicy: 3 }),
      });
    },
  },
  {
    name: 'misuse-start-data',
    area: 'misuse',
    doc: 'Starts with search attributes of other types or unknown names, and with too much data.',
    async run(ctx) {
      const start = starter(ctx);
      const attributes = (indexedFields: Record<string, unknown>) =>
        start({
          searchAttributes: {
            indexedFields: Object.fromEntries(
              Object.entries(indexedFields).map(([key, value]) => [key, defaultPayloadConverter.toPayload(value)]),
            ),
          },
        });
      const big = defaultPayloadConverter.toPayload('x'.repeat(2 * 1024 * 1024));
      return answers({
        unknown: attributes({ Nope: 1 }),
        system: attributes({ WorkflowId: 'mine' }),
        intFromText: attributes({ CustomIntField: 'x' }),
        intFromFraction: attributes({ CustomIntField: 1.5 }),
        boolFromText: attributes({ CustomBoolField: 'true' }),
        boolFromInt: attributes({ CustomBoolField: 1 }),
        doubleFromInt: attributes({ CustomDoubleField: 1 }),
        doubleFromText: attributes({ CustomDoubleField: '1' }),
        datetimeFromDate: attributes({ CustomDatetimeField: '2030-01-01' }),
        datetimeFromInt: attributes({ CustomDatetimeField: 5 }),
        datetime: attributes({ CustomDatetimeField: '2030-01-01T00:00:00Z' }),
        keywordFromInt: attributes({ CustomKeywordField: 5 }),
        keywordFromTwo: attributes({ CustomKeywordField: ['a', 'b'] }),
        keywordFromOne: attributes({ CustomKeywordField: ['a'] }),
        keywordListFromOne: attributes({ CustomKeywordListField: 'a' }),
        keywordListFromInts: attributes({ CustomKeywordListField: [1, 2] }),
        textFromInt: attributes({ CustomTextField: 5 }),
        empty: attributes({ CustomKeywordField: [] }),
        long: attributes({ CustomKeywordField: 'x'.repeat(2050) }),
        bigInput: start({ input: { payloads: [big] } }),
        bigMemo: start({ memo: { fields: { big } } }),
      });
    },
  },
  {
    name: 'misuse-running',
    area: 'misuse',
    doc: 'Calls on a running workflow that a server refuses, and on ones that never were.',
    async run(ctx) {
      const service = ctx.client.workflowService;
      await ctx.startWorker();
      const h = await ctx.client.workflow.start('counterWithUpdates', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [0] });
      await idle(ctx, h);
      const { workflowId } = h;
      const missing = ctx.newWorkflowId('nobody');
      const namespace = 'default';
      const good = { workflowId };
      const signal = (options: object): Call => () => service.signalWorkflowExecution({ namespace, workflowExecution: good, signalName: 's', ...options });
      const cancel = (options: object): Call => () => service.requestCancelWorkflowExecution({ namespace, workflowExecution: good, ...options });
      const terminate = (options: object): Call => () => service.terminateWorkflowExecution({ namespace, workflowExecution: good, ...options });
      const describe = (execution: object): Call => () => service.describeWorkflowExecution({ namespace, execution });
      const events = (options: object): Call => () => service.getWorkflowExecutionHistory({ namespace, execution: good, ...options });
      const query = (options: object): Call => () => service.queryWorkflow({ namespace, execution: good, query: { queryType: 'count' }, ...options });
      const update = (options: { meta?: object; input?: object; waitPolicy?: object; workflowExecution?: object; firstExecutionRunId?: string }): Call => () =>
        service.updateWorkflowExecution({
          namespace, workflowExecution: options.workflowExecution ?? good, firstExecutionRunId: options.firstExecutionRunId ?? '',
          waitPolicy: options.waitPolicy ?? { lifecycleStage: 3 },
          request: { meta: options.meta ?? { updateId: 'u' }, input: options.input ?? { name: 'add' } },
        });
      const reset = (options: object): Call => () =>
        service.resetWorkflowExecution({ namespace, workflowExecution: good, reason: 'r', requestId: `${workflowId} ${JSON.stringify(options)}`, workflowTaskFinishEventId: 4, ...options } as object);
      const outcome = await answers({
        'signal without a name': signal({ signalName: '' }),
        'signal with a long name': signal({ signalName: LONG }),
        'signal with a long request id': signal({ requestId: LONG }),
        'signal without an id': signal({ workflowExecution: { workflowId: '' } }),
        'signal without an execution': signal({ workflowExecution: undefined }),
        'signal to a bad run id': signal({ workflowExecution: { workflowId, runId: 'run' } }),
        'signal to another run id': signal({ workflowExecution: { workflowId, runId: NOBODY } }),
        'signal to nobody': signal({ workflowExecution: { workflowId: missing } }),
        'signal in an unknown namespace': signal({ namespace: 'nowhere' }),
        'cancel without an id': cancel({ workflowExecution: { workflowId: '' } }),
        'cancel of a bad run id': cancel({ workflowExecution: { workflowId, runId: 'run' } }),
        'cancel of another chain': cancel({ firstExecutionRunId: NOBODY }),
        'cancel of a bad chain': cancel({ firstExecutionRunId: 'run' }),
        'cancel of another run id': cancel({ workflowExecution: { workflowId, runId: NOBODY } }),
        'terminate without an id': terminate({ workflowExecution: { workflowId: '' } }),
        'terminate a bad run id': terminate({ workflowExecution: { workflowId, runId: 'run' } }),
        'terminate another chain': terminate({ firstExecutionRunId: NOBODY }),
        'terminate nobody': terminate({ workflowExecution: { workflowId: missing } }),
        'describe without an id': describe({ workflowId: '' }),
        'describe a bad run id': describe({ workflowId, runId: 'run' }),
        'describe another run id': describe({ workflowId, runId: NOBODY }),
        'describe nobody': describe({ workflowId: missing }),
        'events without an id': events({ execution: { workflowId: '' } }),
        'events of a bad run id': events({ execution: { workflowId, runId: 'run' } }),
        'events of nobody': events({ execution: { workflowId: missing } }),
        'events from a token of nobody': events({ nextPageToken: Buffer.from('token') }),
        'query without a type': query({ query: { queryType: '' } }),
        'query without a query': query({ query: undefined }),
        'query without an id': query({ execution: { workflowId: '' } }),
        'query a bad run id': query({ execution: { workflowId, runId: 'run' } }),
        'query nobody': query({ execution: { workflowId: missing } }),
        'update without a name': update({ input: { name: '' } }),
        'update without an id': update({ workflowExecution: { workflowId: '' } }),
        'update with a long update id': update({ meta: { updateId: LONG } }),
        'update that waits for admission': update({ waitPolicy: { lifecycleStage: 1 } }),
        'update of another chain': update({ firstExecutionRunId: NOBODY }),
        'update of a bad run id': update({ workflowExecution: { workflowId, runId: 'run' } }),
        'update of nobody': update({ workflowExecution: { workflowId: missing } }),
        'poll an unknown update': () =>
          service.pollWorkflowExecutionUpdate({ namespace, updateRef: { workflowExecution: good, updateId: 'never' }, waitPolicy: { lifecycleStage: 3 } }),
        'poll without an update': () => service.pollWorkflowExecutionUpdate({ namespace, waitPolicy: { lifecycleStage: 3 } }),
        'poll an update of nobody': () =>
          service.pollWorkflowExecutionUpdate({ namespace, updateRef: { workflowExecution: { workflowId: missing }, updateId: 'u' }, waitPolicy: { lifecycleStage: 3 } }),
        'reset to event 0': reset({ workflowTaskFinishEventId: 0 }),
        'reset to event 1': reset({ workflowTaskFinishEventId: 1 }),
        'reset to event 5': reset({ workflowTaskFinishEventId: 5 }),
        'reset to event 100': reset({ workflowTaskFinishEventId: 100 }),
        'reset without an id': reset({ workflowExecution: { workflowId: '' } }),
        'reset of nobody': reset({ workflowExecution: { workflowId: missing } }),
        'reset with a long request id': reset({ requestId: LONG }),
      });
      await h.signal('finish');
      await h.result();
      await ctx.record('main', h);
      return outcome;
    },
  },
  {
    name: 'misuse-closed',
    area: 'misuse',
    doc: 'Calls on a closed workflow, by its handle and by other means.',
    async run(ctx) {
      const service = ctx.client.workflowService;
      await ctx.startWorker();
      const h = await ctx.client.workflow.start('counterWithUpdates', { workflowId: ctx.newWorkflowId(), taskQueue: ctx.taskQueue, args: [0] });
      await idle(ctx, h);
      await h.executeUpdate('add', { args: [1], updateId: 'known' });
      await h.signal('finish');
      await h.result();
      const failed = await ctx.client.workflow.start('failWorkflow', { workflowId: ctx.newWorkflowId('failed'), taskQueue: ctx.taskQueue, args: [{ message: 'x', nonRetryable: true }] });
      await failed.result().catch(() => undefined);
      const query = (workflowId: string, queryRejectCondition: number): Call => () =>
        service.queryWorkflow({ namespace: 'default', execution: { workflowId }, query: { queryType: 'count' }, queryRejectCondition })
          .then(({ queryRejected }) => { if (queryRejected) throw new Error(`rejected: ${queryRejected.status}`); });
      return answers({
        signal: () => h.signal('finish'),
        cancel: () => h.cancel(),
        terminate: () => h.terminate(),
        update: () => h.executeUpdate('add', { args: [1], updateId: 'new' }),
        'update with a known id': () => h.executeUpdate('add', { args: [1], updateId: 'known' }),
        'poll a known update': () => h.getUpdateHandle('known').result(),
        'poll an unknown update': () => h.getUpdateHandle('new').result(),
        query: () => h.query('count'),
        'query that must be open': query(h.workflowId, 2),
        'query that must have completed': query(h.workflowId, 3),
        'query of a failed one': query(failed.workflowId, 1),
        'query of a failed one that must have completed': query(failed.workflowId, 3),
        'query of a failed one that must be open': query(failed.workflowId, 2),
        'signal with start': () =>
          ctx.client.workflow.signalWithStart('waitForFinish', { workflowId: h.workflowId, taskQueue: ctx.taskQueue, signal: 'finish', workflowIdReusePolicy: 'REJECT_DUPLICATE' }),
        'signal with start, failed only': () =>
          ctx.client.workflow.signalWithStart('waitForFinish', { workflowId: h.workflowId, taskQueue: ctx.taskQueue, signal: 'finish', workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY' }),
        'signal with start, conflicts fail': () =>
          ctx.client.workflow.signalWithStart('waitForFinish', { workflowId: h.workflowId, taskQueue: ctx.taskQueue, signal: 'finish', workflowIdConflictPolicy: 'FAIL' }),
      });
    },
  },
  {
    name: 'misuse-schedules',
    area: 'misuse',
    doc: 'Schedules that a server refuses, and calls on ones that are not there.',
    async run(ctx) {
      const service = ctx.client.workflowService;
      let count = 0;
      const startWorkflow = () => ({ workflowId: `${ctx.taskQueue} ${count}`, workflowType: { name: 'echoWorkflow' }, taskQueue: { name: ctx.taskQueue } });
      const create = (schedule: object, options: object = {}): Call => () =>
        service.createSchedule({
          namespace: 'default', scheduleId: ctx.newWorkflowId(`schedule ${++count}`), requestId: `${ctx.taskQueue} ${count}`,
          schedule: { action: { startWorkflow: startWorkflow() }, ...schedule }, ...options,
        } as object);
      const spec = (given: object): Call => create({ spec: given });
      const action = (given: object): Call => create({ action: { startWorkflow: { ...startWorkflow(), ...given } } });
      const gone = await ctx.client.schedule.create({
        scheduleId: ctx.newWorkflowId('gone'), spec: {}, action: { type: 'startWorkflow', workflowType: 'echoWorkflow', taskQueue: ctx.taskQueue },
      });
      const options = { spec: {}, action: { type: 'startWorkflow' as const, workflowType: 'echoWorkflow', taskQueue: ctx.taskQueue } };
      await gone.delete();
      const never = ctx.client.schedule.getHandle(ctx.newWorkflowId('never'));
      return answers({
        longScheduleId: create({}, { scheduleId: LONG }),
        noSchedule: () => service.createSchedule({ namespace: 'default', scheduleId: ctx.newWorkflowId('empty'), requestId: `${ctx.taskQueue} empty` }),
        noAction: create({ action: {} }),
        noWorkflowId: action({ workflowId: '' }),
        noWorkflowType: action({ workflowType: undefined }),
        noTaskQueue: action({ taskQueue: undefined }),
        actionWithCron: action({ cronSchedule: '* * * * *' }),
        actionWithReusePolicy: action({ workflowIdReusePolicy: 2 }),
        actionWithUnknownAttribute: action({ searchAttributes: { indexedFields: { Nope: defaultPayloadConverter.toPayload(1) } } }),
        shortCatchup: create({ policies: { catchupWindow: seconds(1) } }),
        cronOfWords: spec({ cronString: ['every day'] }),
        cronOutOfRange: spec({ cronString: ['99 * * * *'] }),
        cronWithQuestionMark: spec({ cronString: ['0 0 ? * *'] }),
        zeroInterval: spec({ interval: [{ interval: seconds(0) }] }),
        phaseBeyondInterval: spec({ interval: [{ interval: seconds(10), phase: seconds(20) }] }),
        negativePhase: spec({ interval: [{ interval: seconds(10), phase: seconds(-1) }] }),
        unknownZone: spec({ timezoneName: 'Nowhere/Land' }),
        twoZones: spec({ timezoneName: 'Europe/Berlin', cronString: ['CRON_TZ=Asia/Tokyo 0 0 * * *'] }),
        hourOutOfRange: spec({ structuredCalendar: [{ hour: [{ start: 24 }] }] }),
        'describe nothing': () => never.describe(),
        'trigger nothing': () => never.trigger(),
        'pause nothing': () => never.pause(),
        'backfill nothing': () => never.backfill({ start: new Date(0), end: new Date(1000) }),
        'update nothing': () => never.update((previous) => previous),
        'delete nothing': () => never.delete(),
        'describe a deleted one': () => gone.describe(),
        'trigger a deleted one': () => gone.trigger(),
        'pause a deleted one': () => gone.pause(),
        'delete a deleted one': () => gone.delete(),
        'create it again': () => ctx.client.schedule.create({ ...options, scheduleId: gone.scheduleId }),
        'create it twice': () => ctx.client.schedule.create({ ...options, scheduleId: gone.scheduleId }),
      });
    },
  },
  {
    name: 'misuse-queries-of-visibility',
    area: 'misuse',
    doc: 'List filters that a server refuses.',
    async run(ctx) {
      const list = (query: string): Call => () => ctx.client.workflowService.listWorkflowExecutions({ namespace: 'default', query });
      const count = (query: string): Call => () => ctx.client.workflowService.countWorkflowExecutions({ namespace: 'default', query });
      // Not those with errors of syntax: the server tells a position in the SQL that it makes of the filter.
      const filters = [
        'garbage', 'Foo = 1', "ExecutionStatus = 'Nope'", "WorkflowId LIKE 'a%'", "WorkflowId = 'a' ORDER BY StartTime", "WorkflowId = 'a' LIMIT 1",
        'CustomIntField = 1.5', "CustomIntField = 'x'", "CustomBoolField = 'yes'",
        "CustomDatetimeField = 'yesterday'", "StartTime > '2030-01-01'", "CustomKeywordListField > 'a'", "CustomTextField > 'a'", "WorkflowId IN ('a', 1)",
        "WorkflowId STARTS_WITH 1", "ExecutionDuration > 'long'", "a.b = 1", "WorkflowId = WorkflowType", "1 = 1", "CustomDoubleField = 'x'",
      ];
      return answers({
        ...Object.fromEntries(filters.map((filter) => [filter, list(filter)])),
        'count by type': count('GROUP BY WorkflowType'),
        'count by two': count('GROUP BY ExecutionStatus, WorkflowType'),
        'list by status': list('GROUP BY ExecutionStatus'),
        'unknown namespace': () => ctx.client.workflowService.listWorkflowExecutions({ namespace: 'nowhere' }),
      });
    },
  },
  {
    name: 'misuse-service',
    area: 'misuse',
    doc: 'Namespaces, search attributes, tokens of tasks: what a server refuses.',
    async run(ctx) {
      const service = ctx.client.workflowService;
      const operator = (ctx.client.connection as any).operatorService;
      const token = Buffer.from('token');
      const namespace = 'default';
      return answers({
        'describe no namespace': () => service.describeNamespace({}),
        'describe an unknown namespace': () => service.describeNamespace({ namespace: 'nowhere' }),
        'describe an unknown namespace id': () => service.describeNamespace({ id: NOBODY }),
        'register without a name': () => service.registerNamespace({ workflowExecutionRetentionPeriod: seconds(86400 * 2) } as object),
        'register without retention': () => service.registerNamespace({ namespace: `ns-${ctx.taskQueue}` }),
        'register with short retention': () => service.registerNamespace({ namespace: `ns-${ctx.taskQueue}`, workflowExecutionRetentionPeriod: seconds(60) } as object),
        'register default': () => service.registerNamespace({ namespace: 'default', workflowExecutionRetentionPeriod: seconds(86400 * 2) } as object),
        'update an unknown namespace': () => service.updateNamespace({ namespace: 'nowhere' }),
        'complete an activity without a token': () => service.respondActivityTaskCompleted({ namespace }),
        'complete an activity with a bad token': () => service.respondActivityTaskCompleted({ namespace, taskToken: token }),
        'fail an activity with a bad token': () => service.respondActivityTaskFailed({ namespace, taskToken: token, failure: { applicationFailureInfo: {} } }),
        'cancel an activity with a bad token': () => service.respondActivityTaskCanceled({ namespace, taskToken: token }),
        'heartbeat with a bad token': () => service.recordActivityTaskHeartbeat({ namespace, taskToken: token }),
        'complete an activity without an id': () => service.respondActivityTaskCompletedById({ namespace, workflowId: 'w' }),
        'complete an activity of nobody': () => service.respondActivityTaskCompletedById({ namespace, workflowId: `nobody ${ctx.taskQueue}`, activityId: 'a' }),
        'describe a queue without a name': () => service.describeTaskQueue({ namespace, taskQueue: { name: '' } }),
        'describe no queue': () => service.describeTaskQueue({ namespace }),
        'add an attribute twice': () => operator.addSearchAttributes({ namespace, searchAttributes: { CustomIntField: 3 } }),
        'add an attribute of the system': () => operator.addSearchAttributes({ namespace, searchAttributes: { WorkflowId: 2 } }),
        'add an attribute of no type': () => operator.addSearchAttributes({ namespace, searchAttributes: { Untyped: 0 } }),
        'remove an unknown attribute': () => operator.removeSearchAttributes({ namespace, searchAttributes: ['Nope'] }),
        'remove an attribute of the system': () => operator.removeSearchAttributes({ namespace, searchAttributes: ['WorkflowId'] }),
      });
    },
  },
];
