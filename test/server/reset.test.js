"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const proto_1 = require("@temporalio/proto");
const workflow_1 = require("@temporalio/workflow");
const long_1 = __importDefault(require("long"));
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const restored_state_1 = require("./restored-state");
const addSignal = (0, workflow_1.defineSignal)('add');
const addUpdate = (0, workflow_1.defineUpdate)('addUpdate');
const { work } = (0, workflow_1.proxyActivities)({
    startToCloseTimeout: '1 hour',
    retry: { maximumAttempts: 3 },
});
const workflows = {
    /** Collects what signals and updates bring, until it has `count`. */
    async collect(count) {
        const collected = [];
        (0, workflow_1.setHandler)(addSignal, (item) => void collected.push(item));
        (0, workflow_1.setHandler)(addUpdate, (item) => collected.push(`updated ${item}`));
        await (0, workflow_1.condition)(() => collected.length >= count);
        return collected;
    },
    async chain(run) {
        const collected = [];
        (0, workflow_1.setHandler)(addSignal, (item) => void collected.push(item));
        await (0, workflow_1.condition)(() => collected.length >= 1);
        if (run === 1)
            return await (0, workflow_1.continueAsNew)(2);
        await (0, workflow_1.condition)(() => collected.length >= 3);
        return collected;
    },
    async draw() {
        const first = (0, workflow_1.uuid4)();
        await (0, workflow_1.sleep)('1 hour');
        return [first, (0, workflow_1.uuid4)()];
    },
    async hasChild() {
        const child = (0, workflow_1.executeChild)(workflows.naps, { workflowId: 'child' });
        await (0, workflow_1.sleep)('1 minute');
        return `child: ${await child}`;
    },
    async naps() {
        await (0, workflow_1.sleep)('1 hour');
        return 'rested';
    },
    async works() {
        return await work();
    },
    async limited() {
        await (0, workflow_1.sleep)('30 days');
    },
};
(0, vitest_1.describe)('a reset', () => {
    let world;
    let attempts;
    (0, vitest_1.beforeEach)(async () => {
        attempts = 0;
        const activities = {
            work: async () => {
                attempts++;
                await new Promise((resolve) => setTimeout(resolve, 60_000));
                if (attempts < 3)
                    throw new Error('not yet');
                return `worked at attempt ${attempts}`;
            },
        };
        world = await src_1.World.create({ workflows, activities });
    });
    (0, vitest_1.afterEach)(async () => {
        await world.settle();
        await world.dispose();
    });
    async function start(type, ...args) {
        const handle = await world.client.workflow.start(type, { workflowId: 'w', taskQueue: 'q', args });
        await world.settle();
        return handle;
    }
    async function reset(finishId, more = {}) {
        const { runId } = await world.client.workflowService.resetWorkflowExecution({
            namespace: 'default',
            workflowExecution: { workflowId: 'w' },
            reason: 'try again',
            workflowTaskFinishEventId: long_1.default.fromNumber(finishId),
            requestId: 'reset-1',
            ...more,
        });
        return runId;
    }
    const types = (runId) => world.history('w', runId).events.map(({ type }) => type);
    const lastOf = (type, runId) => world.history('w', runId).ofType(type).at(-1);
    (0, vitest_1.it)('ends the run and begins another one, from the task on, with what came later', async () => {
        const handle = await start('collect', 3);
        await handle.signal('add', 'a');
        await handle.executeUpdate('addUpdate', { args: ['b'], updateId: 'u' });
        const oldRunId = handle.firstExecutionRunId;
        const runId = await reset(4);
        (0, vitest_1.expect)(lastOf('WorkflowExecutionTerminated', oldRunId).attributes).toMatchObject({
            reason: 'try again',
            identity: 'history-resetter',
        });
        const history = world.history('w', runId);
        (0, vitest_1.expect)(history.events.slice(0, 3)).toEqual(world.history('w', oldRunId).events.slice(0, 3));
        (0, vitest_1.expect)(types(runId).slice(3)).toEqual([
            'WorkflowTaskFailed',
            'WorkflowExecutionSignaled',
            'WorkflowExecutionUpdateAdmitted',
            'WorkflowTaskScheduled',
        ]);
        (0, vitest_1.expect)(history.event(4).attributes).toMatchObject({
            scheduledEventId: 2,
            startedEventId: 3,
            cause: proto_1.temporal.api.enums.v1.WorkflowTaskFailedCause.WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW,
            failure: { message: 'try again', resetWorkflowFailureInfo: {} },
            identity: 'history-service',
            baseRunId: oldRunId,
            newRunId: runId,
        });
        (0, vitest_1.expect)(history.event(6).attributes).toMatchObject({
            origin: proto_1.temporal.api.enums.v1.UpdateAdmittedEventOrigin.UPDATE_ADMITTED_EVENT_ORIGIN_REAPPLY,
        });
        await world.settle();
        const now = world.client.workflow.getHandle('w', runId);
        (0, vitest_1.expect)(await now.getUpdateHandle('u').result()).toBe(2);
        await now.signal('add', 'c');
        (0, vitest_1.expect)(await now.result()).toEqual(['a', 'updated b', 'c']);
        await (0, vitest_1.expect)(world.client.workflow.getHandle('w', oldRunId).result()).rejects.toThrow('try again');
    });
    (0, vitest_1.it)('leaves out what it is told to leave out', async () => {
        const handle = await start('collect', 9);
        await handle.signal('add', 'a');
        await handle.executeUpdate('addUpdate', { args: ['b'] });
        const reapplied = (runId) => types(runId).filter((type) => /Signaled|Admitted/.test(type));
        (0, vitest_1.expect)(reapplied(await reset(4, { resetReapplyExcludeTypes: [1], requestId: 'r1' }))).toEqual([
            'WorkflowExecutionUpdateAdmitted',
        ]);
        const base = { workflowExecution: { workflowId: 'w', runId: handle.firstExecutionRunId } };
        (0, vitest_1.expect)(reapplied(await reset(4, { ...base, resetReapplyExcludeTypes: [2], requestId: 'r2' }))).toEqual([
            'WorkflowExecutionSignaled',
        ]);
        (0, vitest_1.expect)(reapplied(await reset(4, { ...base, resetReapplyType: 1, requestId: 'r3' }))).toEqual([
            'WorkflowExecutionSignaled',
        ]);
        (0, vitest_1.expect)(reapplied(await reset(4, { ...base, resetReapplyType: 2, requestId: 'r4' }))).toEqual([]);
    });
    (0, vitest_1.it)('takes the signals of the runs that the workflow continued as, too', async () => {
        const handle = await start('chain', 1);
        await handle.signal('add', 'first');
        await world.sleep('2 seconds');
        const second = world.client.workflow.getHandle('w');
        await second.signal('add', 'second');
        await second.signal('add', 'third');
        await world.settle();
        const runId = await reset(4, { workflowExecution: { workflowId: 'w', runId: handle.firstExecutionRunId } });
        const signals = world.history('w', runId).ofType('WorkflowExecutionSignaled');
        (0, vitest_1.expect)(signals).toHaveLength(3);
        (0, vitest_1.expect)(world.history('w', runId).workflowType).toBe('chain');
    });
    (0, vitest_1.it)('gives the same answer to the same request', async () => {
        await start('collect', 1);
        const runId = await reset(4);
        (0, vitest_1.expect)(await reset(4)).toBe(runId);
        (0, vitest_1.expect)(world.histories()).toHaveLength(2);
    });
    (0, vitest_1.it)('begins a task that no worker has started, and fails it', async () => {
        const bare = await src_1.World.create();
        try {
            await bare.client.workflow.start('collect', { workflowId: 'w', taskQueue: 'q', args: [1] });
            await bare.client.workflow.getHandle('w').signal('add', 'a');
            const { runId } = await bare.client.workflowService.resetWorkflowExecution({
                namespace: 'default',
                workflowExecution: { workflowId: 'w' },
                workflowTaskFinishEventId: long_1.default.fromNumber(3),
                reason: 'early',
            });
            const { events } = bare.history('w', runId);
            (0, vitest_1.expect)(events.map(({ type }) => type)).toEqual([
                'WorkflowExecutionStarted',
                'WorkflowTaskScheduled',
                'WorkflowTaskStarted',
                'WorkflowTaskFailed',
                'WorkflowExecutionSignaled',
                'WorkflowTaskScheduled',
            ]);
            (0, vitest_1.expect)(events[2].attributes).toMatchObject({ identity: 'history-service', scheduledEventId: 2 });
        }
        finally {
            await bare.dispose();
        }
    });
    (0, vitest_1.it)('does a closed run again', async () => {
        const handle = await start('collect', 1);
        await handle.signal('add', 'a');
        await handle.result();
        const runId = await reset(4, { resetReapplyExcludeTypes: [1] });
        const again = world.client.workflow.getHandle('w', runId);
        await again.signal('add', 'b');
        (0, vitest_1.expect)(await again.result()).toEqual(['b']);
        (0, vitest_1.expect)(await world.client.workflow.getHandle('w', handle.firstExecutionRunId).result()).toEqual(['a']);
    });
    (0, vitest_1.it)('keeps the times of timers, and fires at once what is overdue', async () => {
        const began = world.now();
        await start('draw');
        await world.sleep('50 minutes');
        const finishId = 4;
        // Before the timer was started: it is started anew.
        await reset(finishId, { requestId: 'r1' });
        await world.client.workflow.getHandle('w').result();
        (0, vitest_1.expect)(world.now()).toBe(began + 110 * 60_000);
        // After it had fired, and before the code saw it: nothing is waited for.
        const fired = lastOf('TimerFired').id;
        await reset(fired + 3, { requestId: 'r2' });
        await world.client.workflow.getHandle('w').result();
        (0, vitest_1.expect)(world.now()).toBe(began + 110 * 60_000);
    });
    (0, vitest_1.it)('gives the new run other random numbers from the reset on, and the old ones before', async () => {
        await start('draw');
        const drawn = await world.client.workflow.getHandle('w').result();
        await reset(lastOf('WorkflowTaskCompleted').id);
        const redrawn = await world.client.workflow.getHandle('w').result();
        (0, vitest_1.expect)(redrawn[0]).toBe(drawn[0]);
        (0, vitest_1.expect)(redrawn[1]).not.toBe(drawn[1]);
    });
    (0, vitest_1.it)('begins pending activities again at attempt 1, and hears no more of the old attempt', async () => {
        const handle = await start('works');
        await world.sleep('70 seconds');
        (0, vitest_1.expect)((await handle.describe()).raw.pendingActivities[0].attempt).toBe(2);
        await handle.signal('add', 'so that there is a task after the activity was scheduled');
        await world.settle();
        await reset(lastOf('WorkflowTaskCompleted').id);
        const now = world.client.workflow.getHandle('w');
        (0, vitest_1.expect)((await now.describe()).raw.pendingActivities[0].attempt).toBe(1);
        (0, vitest_1.expect)(await now.result()).toBe('worked at attempt 3');
        (0, vitest_1.expect)(lastOf('ActivityTaskStarted').attributes.attempt).toBe(1);
    });
    (0, vitest_1.it)('leaves a child that was there to the new run, and a close policy out', async () => {
        await start('hasChild');
        await world.sleep('2 minutes');
        const finishId = lastOf('WorkflowTaskCompleted').id;
        const childStarted = lastOf('ChildWorkflowExecutionStarted').id;
        (0, vitest_1.expect)(childStarted).toBeLessThan(finishId);
        await reset(finishId);
        (0, vitest_1.expect)(await world.client.workflow.getHandle('w').result()).toBe('child: rested');
        (0, vitest_1.expect)(world.histories().filter(({ workflowId }) => workflowId === 'child')).toHaveLength(1);
    });
    (0, vitest_1.it)('tells the new run how a child ended that had ended by then', async () => {
        await start('hasChild');
        await world.sleep('2 minutes');
        const finishId = lastOf('WorkflowTaskCompleted').id;
        await world.client.workflow.getHandle('w').result();
        await reset(finishId);
        (0, vitest_1.expect)(types()).toContain('ChildWorkflowExecutionCompleted');
        const closed = lastOf('ChildWorkflowExecutionCompleted').attributes;
        (0, vitest_1.expect)(world.history('w').event(closed.startedEventId).type).toBe('ChildWorkflowExecutionStarted');
        (0, vitest_1.expect)(await world.client.workflow.getHandle('w').result()).toBe('child: rested');
    });
    (0, vitest_1.it)('counts the execution timeout anew', async () => {
        await world.client.workflow.start('limited', {
            workflowId: 'w',
            taskQueue: 'q',
            workflowExecutionTimeout: '1 day',
        });
        await world.sleep('20 hours');
        const at = world.now();
        await reset(4);
        await (0, vitest_1.expect)(world.client.workflow.getHandle('w').result()).rejects.toThrow('timed out');
        (0, vitest_1.expect)(world.now()).toBe(at + 24 * 3_600_000);
    });
    (0, vitest_1.it)('can be reset again', async () => {
        const handle = await start('collect', 2);
        await handle.executeUpdate('addUpdate', { args: ['x'], updateId: 'u' });
        await reset(4, { requestId: 'r1' });
        await world.settle();
        await reset(4, { requestId: 'r2' });
        await world.settle();
        (0, vitest_1.expect)(world.history('w').ofType('WorkflowExecutionUpdateAdmitted')).toHaveLength(1);
        (0, vitest_1.expect)(world.history('w').runId).not.toBe(handle.firstExecutionRunId);
        await world.client.workflow.getHandle('w').signal('add', 'y');
        (0, vitest_1.expect)(await world.client.workflow.getHandle('w').result()).toEqual(['updated x', 'y']);
    });
    vitest_1.it.each([
        [0, 'Workflow task finish ID must be > 1 && <= workflow last event ID.'],
        [1, 'Workflow task finish ID must be > 1 && <= workflow last event ID.'],
        [99, 'Workflow task finish ID must be > 1 && <= workflow last event ID.'],
        [2, 'Can only reset workflow to event ID in range [WorkflowTaskScheduled +1, WorkflowTaskStarted + 1]: 2'],
        [5, 'Can only reset workflow to event ID in range [WorkflowTaskScheduled +1, WorkflowTaskStarted + 1]: 5'],
    ])('is refused at event %i', async (finishId, details) => {
        await start('draw');
        await (0, vitest_1.expect)(reset(finishId)).rejects.toMatchObject({ code: 3, details });
        (0, vitest_1.expect)((0, restored_state_1.serverOf)(world).find('default', 'w').isRunning).toBe(true);
    });
    (0, vitest_1.it)('is refused for what is not there', async () => {
        await (0, vitest_1.expect)(reset(4)).rejects.toMatchObject({ code: 5, details: 'workflow not found for ID: w' });
    });
});
