"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
const activity_1 = require("@temporalio/activity");
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const workflows = __importStar(require("./fork-workflows"));
const shop = {
    charge: async (amount) => `paid ${amount}`,
    ship: async (order) => `${order} is on its way`,
    refund: async (receipt) => `gave back: ${receipt}`,
};
const taskQueue = 'shop';
const DAY = 24 * 3_600_000;
const worlds = [];
(0, vitest_1.afterEach)(async () => {
    for (const world of worlds.splice(0)) {
        // So that the re-run of what has just closed counts, too.
        await world.settle();
        await world.dispose();
    }
});
function kept(world) {
    worlds.push(world);
    return world;
}
async function create(options = {}) {
    return kept(await src_1.World.create({ workflows, activities: shop, ...options }));
}
function placeOf(history, type, nth = 0) {
    return history.ofType(type)[nth].id;
}
function firstEvents(history, count) {
    return history.events.slice(0, count);
}
(0, vitest_1.describe)('a world that is forked', () => {
    (0, vitest_1.it)('shares the past up to the event and may end otherwise: what if the shop could not ship?', async () => {
        const world = await create();
        const handle = await world.client.workflow.start('order', { workflowId: 'o', taskQueue, args: [5] });
        (0, vitest_1.expect)(await handle.result()).toBe('paid 5, book is on its way');
        const history = world.history('o');
        const eventId = placeOf(history, 'ActivityTaskScheduled', 1);
        const noShipping = { ...shop, ship: async () => Promise.reject(new Error('the van broke down')) };
        const fork = kept(await world.fork({ workflowId: 'o', eventId, activities: noShipping }));
        (0, vitest_1.expect)(fork.now()).toBe(history.event(eventId).time);
        (0, vitest_1.expect)(firstEvents(fork.history('o'), eventId)).toEqual(firstEvents(history, eventId));
        (0, vitest_1.expect)(await fork.client.workflow.getHandle('o').result()).toBe('gave back: paid 5');
        // The world that it came from is as it was.
        (0, vitest_1.expect)(world.history('o').toText()).toBe(history.toText());
        (0, vitest_1.expect)(fork.history('o').runId).toBe(history.runId);
    });
    (0, vitest_1.it)('goes the same way from every event, with the same code', async () => {
        // Without sticky queues, which a fork does not have until its own worker has completed a task.
        const world = await create({ maxCachedWorkflows: 0 });
        const args = [7];
        const result = await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args });
        const history = world.history('o');
        for (let eventId = 1; eventId <= history.length; eventId++) {
            const fork = kept(await world.fork({ workflowId: 'o', eventId }));
            (0, vitest_1.expect)(await fork.client.workflow.getHandle('o').result(), `forked at event ${eventId}`).toBe(result);
            (0, vitest_1.expect)(fork.history('o').toCanonicalText({ times: true }), `forked at event ${eventId}`).toBe(history.toCanonicalText({ times: true }));
        }
    });
    (0, vitest_1.it)('comes to the same end from wherever in a workflow that does a bit of everything, over two runs', async () => {
        const world = await create();
        const result = await world.client.workflow.execute('mixed', { workflowId: 'm', taskQueue, args: [1] });
        (0, vitest_1.expect)(result).toEqual([
            ...['book 2 is on its way', 'gave up', 'hello', 'still there?'],
            ...['paid 1', 'paid 2', 'two is on its way', 'cancelled'],
        ]);
        const runs = world.histories().filter(({ workflowId }) => workflowId === 'm');
        (0, vitest_1.expect)(runs).toHaveLength(2);
        for (const history of runs) {
            // Not from each event: every third one meets all kinds.
            for (let eventId = 1; eventId <= history.length; eventId += 3) {
                const where = `forked at event ${eventId} of ${history.runId}`;
                const fork = await world.fork({ workflowId: 'm', runId: history.runId, eventId });
                (0, vitest_1.expect)(await fork.client.workflow.getHandle('m').result(), where).toEqual(result);
                // The order of what happens at one instant is not the past's to tell, so what follows may differ in that.
                const forked = fork.history('m', history.runId);
                (0, vitest_1.expect)(firstEvents(forked, eventId), where).toEqual(firstEvents(history, eventId));
                (0, vitest_1.expect)(forked.events.at(-1).time, where).toBe(history.events.at(-1).time);
                await fork.settle();
                await fork.dispose();
            }
        }
    });
    (0, vitest_1.it)('goes on at the attempt that an activity was at, with what the attempt before has left', async () => {
        const seen = [];
        const flaky = (works) => ({
            ...shop,
            charge: async (amount) => {
                const { attempt, heartbeatDetails } = (0, activity_1.activityInfo)();
                seen.push([attempt, heartbeatDetails]);
                activity_1.Context.current().heartbeat(`tried ${attempt} times`);
                if (!works)
                    throw new Error(`declined ${attempt}`);
                return `paid ${amount}`;
            },
        });
        const world = await create({ activities: flaky(false) });
        await world.client.workflow.start('order', { workflowId: 'o', taskQueue, args: [2] });
        // Attempts at 0, 1, 3 and 7 seconds.
        await world.sleep('5 seconds');
        await world.client.workflow.start('collect', { workflowId: 'c', taskQueue });
        await world.sleep('1 minute');
        seen.length = 0;
        const fork = kept(await world.fork({ workflowId: 'c', eventId: 1, activities: flaky(true) }));
        const { raw } = await fork.client.workflow.getHandle('o').describe();
        (0, vitest_1.expect)(raw.pendingActivities[0]).toMatchObject({ attempt: 4, lastFailure: { message: 'declined 3' } });
        await fork.sleep('3 seconds');
        (0, vitest_1.expect)(seen).toEqual([[4, 'tried 3 times']]);
        const [started] = fork.history('o').ofType('ActivityTaskStarted');
        (0, vitest_1.expect)(started.time).toBe(fork.history('o').event(1).time + 7000);
    });
    (0, vitest_1.it)('keeps the times of timers: a day that had begun ends when it would have', async () => {
        const world = await create();
        const began = world.now();
        await world.client.workflow.start('order', { workflowId: 'o', taskQueue, args: [1] });
        await world.sleep('5 hours');
        await world.client.workflow.start('collect', { workflowId: 'c', taskQueue });
        await world.settle();
        const fork = kept(await world.fork({ workflowId: 'c', eventId: 1 }));
        (0, vitest_1.expect)(fork.now()).toBe(began + 5 * 3_600_000);
        await fork.client.workflow.getHandle('o').result();
        (0, vitest_1.expect)(fork.now()).toBe(began + DAY);
    });
    (0, vitest_1.it)('runs other workflow code where it is given', async () => {
        const world = await create();
        await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args: [1] });
        const eventId = placeOf(world.history('o'), 'WorkflowTaskScheduled');
        const rewritten = { order: async () => 'closed for renovation' };
        const fork = kept(await world.fork({ workflowId: 'o', eventId, workflows: rewritten }));
        (0, vitest_1.expect)(await fork.client.workflow.getHandle('o').result()).toBe('closed for renovation');
    });
    (0, vitest_1.it)('takes signals and queries where the other one has gone on', async () => {
        const world = await create();
        const handle = await world.client.workflow.start('collect', { workflowId: 'c', taskQueue });
        await world.settle();
        await handle.signal('add', 'a');
        await world.settle();
        const eventId = world.history('c').length;
        await handle.signal('add', 'b');
        await handle.signal('done');
        (0, vitest_1.expect)(await handle.result()).toEqual(['a', 'b']);
        const fork = kept(await world.fork({ workflowId: 'c', eventId }));
        const forked = fork.client.workflow.getHandle('c');
        (0, vitest_1.expect)(await forked.query('items')).toEqual(['a']);
        await forked.signal('add', 'z');
        await forked.signal('done');
        (0, vitest_1.expect)(await forked.result()).toEqual(['a', 'z']);
    });
    (0, vitest_1.it)('has the children of that moment, and their ends reach the parent', async () => {
        const world = await create({ maxCachedWorkflows: 0 });
        await world.client.workflow.execute('parentOfTwo', { workflowId: 'p', taskQueue });
        const history = world.history('p');
        for (let eventId = 1; eventId <= history.length; eventId++) {
            const fork = kept(await world.fork({ workflowId: 'p', eventId }));
            (0, vitest_1.expect)(await fork.client.workflow.getHandle('p').result(), `forked at event ${eventId}`).toBe('brief, slept');
            (0, vitest_1.expect)(fork.history('p').toCanonicalText(), `forked at event ${eventId}`).toBe(history.toCanonicalText());
        }
    });
    (0, vitest_1.it)('has the parent, too, where it is forked at an event of the child', async () => {
        const world = await create();
        await world.client.workflow.execute('parent', { workflowId: 'p', taskQueue });
        const fork = kept(await world.fork({ workflowId: 'child', eventId: placeOf(world.history('child'), 'TimerStarted') }));
        await fork.client.workflow.getHandle('child').terminate('that is enough');
        await (0, vitest_1.expect)(fork.client.workflow.getHandle('p').result()).rejects.toThrow('Workflow execution failed');
    });
    (0, vitest_1.it)('has all other workflows as they were then: ended, running, or not there yet', async () => {
        const world = await create();
        const { workflow } = world.client;
        await workflow.execute('brief', { workflowId: 'before', taskQueue });
        await workflow.start('patient', { workflowId: 'meanwhile', taskQueue });
        await workflow.start('collect', { workflowId: 'c', taskQueue });
        await world.settle();
        const eventId = world.history('c').length;
        await workflow.execute('brief', { workflowId: 'after', taskQueue });
        await workflow.getHandle('meanwhile').result();
        const fork = kept(await world.fork({ workflowId: 'c', eventId }));
        (0, vitest_1.expect)(await fork.client.workflow.getHandle('before').result()).toBe('brief');
        (0, vitest_1.expect)((await fork.client.workflow.getHandle('meanwhile').describe()).status.name).toBe('RUNNING');
        (0, vitest_1.expect)(await fork.client.workflow.getHandle('meanwhile').result()).toBe('slept');
        (0, vitest_1.expect)(() => fork.history('after')).toThrow(src_1.InvalidInputError);
    });
    (0, vitest_1.it)('makes new ids, the same in each fork of one place, and none that the past has', async () => {
        const world = await create();
        const args = [];
        await world.client.workflow.execute('draw', { workflowId: 'd', taskQueue, args });
        const known = new Set(world.histories().map(({ runId }) => runId));
        const newRun = async () => {
            const fork = kept(await world.fork({ workflowId: 'd', eventId: 3 }));
            const handle = await fork.client.workflow.start('brief', { workflowId: 'new', taskQueue });
            const drawn = await fork.client.workflow.getHandle('d').result();
            return { runId: handle.firstExecutionRunId, drawn };
        };
        const [one, two] = [await newRun(), await newRun()];
        (0, vitest_1.expect)(one).toEqual(two);
        (0, vitest_1.expect)(known.has(one.runId)).toBe(false);
        // What workflow code draws comes from its run, which is the same.
        (0, vitest_1.expect)(one.drawn).toEqual(await world.client.workflow.getHandle('d').result());
    });
    (0, vitest_1.it)('can be forked again, before and after the place where it came from', async () => {
        const world = await create();
        await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args: [3] });
        const history = world.history('o');
        const fork = kept(await world.fork({ workflowId: 'o', eventId: placeOf(history, 'TimerStarted') }));
        await fork.client.workflow.getHandle('o').result();
        const eventId = placeOf(history, 'ActivityTaskScheduled');
        const dear = { ...shop, charge: async (amount) => `paid ${amount * 100}` };
        const earlier = kept(await fork.fork({ workflowId: 'o', eventId, activities: dear }));
        (0, vitest_1.expect)(await earlier.client.workflow.getHandle('o').result()).toBe('paid 300, book is on its way');
        const later = kept(await fork.fork({ workflowId: 'o', eventId: placeOf(history, 'TimerFired'), activities: dear }));
        (0, vitest_1.expect)(await later.client.workflow.getHandle('o').result()).toBe('paid 3, book is on its way');
    });
    (0, vitest_1.it)('has workers again that were made by createWorker', async () => {
        const world = kept(await src_1.World.create());
        await world.createWorker({ taskQueue, workflows, activities: shop });
        await world.client.workflow.execute('order', { workflowId: 'o', taskQueue, args: [1] });
        const activities = { ...shop, charge: async () => 'paid nothing' };
        const eventId = placeOf(world.history('o'), 'ActivityTaskScheduled');
        const fork = kept(await world.fork({ workflowId: 'o', eventId, activities }));
        (0, vitest_1.expect)(await fork.client.workflow.getHandle('o').result()).toBe('paid nothing, book is on its way');
    });
    (0, vitest_1.it)('is closed where the event came with the end of the workflow', async () => {
        const world = await create();
        await world.client.workflow.execute('brief', { workflowId: 'b', taskQueue });
        const history = world.history('b');
        const fork = kept(await world.fork({ workflowId: 'b', eventId: placeOf(history, 'WorkflowTaskCompleted') }));
        (0, vitest_1.expect)(fork.history('b').toText()).toBe(history.toText());
        (0, vitest_1.expect)(await fork.client.workflow.execute('brief', { workflowId: 'b', taskQueue })).toBe('brief');
    });
    (0, vitest_1.it)('says which workflow or event it does not have', async () => {
        const world = await create();
        await world.client.workflow.execute('brief', { workflowId: 'b', taskQueue });
        await (0, vitest_1.expect)(world.fork({ workflowId: 'x', eventId: 1 })).rejects.toThrow("world.fork: there is no workflow 'x'; this world has 'b'");
        for (const eventId of [0, 6, 1.5, Number.NaN]) {
            await (0, vitest_1.expect)(world.fork({ workflowId: 'b', eventId })).rejects.toThrow(`world.fork: eventId is ${eventId}; it must be the id of an event of workflow 'b', which has 1 to 5`);
        }
    });
});
