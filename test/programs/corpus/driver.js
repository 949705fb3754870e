"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.drive = drive;
const client_1 = require("@temporalio/client");
const kit_1 = require("../../conformance/kit/kit");
const gates_1 = require("./gates");
const POLL_MS = 40;
const PATIENCE_MS = 60_000;
const FAR_MS = 60_000;
async function drive(env, entry) {
    return await new Drive(env, entry).run();
}
function typeOf(event) {
    return String(event.eventType).replace(/^EVENT_TYPE_/, '');
}
function attributesOf(event) {
    const key = Object.keys(event).find((k) => k.endsWith('Attributes'));
    return (key && event[key]) || {};
}
function durationMs(text) {
    return Number(String(text ?? '0').replace(/s$/, '')) * 1000;
}
const CLOSED = /^WORKFLOW_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/;
const ACTIVITY_CLOSED = /^ACTIVITY_TASK_(COMPLETED|FAILED|TIMED_OUT|CANCELED)$/;
const CHILD_CLOSED = /^CHILD_WORKFLOW_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED)$/;
class Drive {
    env;
    entry;
    results = [];
    late = [];
    constructor(env, entry) {
        this.env = env;
        this.entry = entry;
    }
    async run() {
        const { env, entry } = this;
        const { driver } = entry;
        const start = async () => await env.startWorker(driver.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: driver.maxCachedWorkflows });
        if (!driver.beforeWorker)
            await start();
        if (entry.peer) {
            await this.start(`${env.rootId}.peer`, entry.peer);
            if (!driver.beforeWorker)
                await this.quiet([`${env.rootId}.peer`]);
        }
        const family = [env.rootId, ...(entry.peer ? [`${env.rootId}.peer`] : [])];
        let started;
        if (driver.start === 'updateWithStart')
            started = await this.updateWithStart();
        else if (driver.start === 'signalWithStart') {
            await env.client.workflow.signalWithStart('runProgram', { ...this.options(), signal: driver.with.name, signalArgs: [driver.with.value] });
        }
        else
            await env.client.workflow.start('runProgram', this.options());
        for (const action of driver.beforeWorker ?? [])
            this.results.push(await this.act(action));
        if (driver.beforeWorker)
            await start();
        for (const action of driver.actions) {
            if (!action.when)
                await this.quiet(family);
            else {
                const { mark, plusMs } = action.when;
                const what = await this.until(async () => (0, gates_1.isReached)(`${env.rootId}/${mark}`) || (await this.isQuietTwice(family)), `mark ${mark}`);
                void what;
                if ((0, gates_1.isReached)(`${env.rootId}/${mark}`))
                    await env.sleep(plusMs);
            }
            this.results.push(await this.act(action));
        }
        await this.quiet(family);
        // Whoever is still open waits for something that never comes.
        const leftovers = [];
        for (const step of ['gates', 'cancel', 'terminate']) {
            if (await this.isClosed(env.rootId))
                break;
            leftovers.push(step);
            await this.end(env.rootId, step);
            await this.quiet(family);
        }
        const main = env.client.workflow.getHandle(env.rootId);
        const outcome = { result: await (0, kit_1.settle)(this.firstRun().result()) };
        outcome.status = (await main.describe()).status.name;
        for (const step of ['gates', 'terminate']) {
            await this.quiet(family);
            for (const id of await this.descendants(family)) {
                if (await this.isClosed(id))
                    continue;
                leftovers.push(`${step} ${id.slice(env.rootId.length)}`);
                await this.end(id, step);
                await this.quiet(family);
            }
        }
        await env.sleep(100);
        await this.quiet(family);
        for (const { at, result } of this.late)
            this.results[at] = await result;
        outcome.actions = this.results;
        if (started !== undefined)
            outcome.started = started;
        if (leftovers.length > 0)
            outcome.leftovers = leftovers;
        const histories = {};
        for (const id of [env.rootId, ...(await this.descendants(family)).filter((i) => i !== env.rootId)]) {
            const chain = await this.chain(id);
            chain.forEach((h, i) => (histories[`main${id.slice(env.rootId.length)}${i === 0 ? '' : `~${i + 1}`}`] = h));
        }
        return { outcome, histories };
    }
    /* --------------------------------------------------------------------------------------------------------- starting */
    options(id = this.env.rootId, program = this.entry.program) {
        const input = { root: this.env.rootId, program };
        const extra = id === this.env.rootId ? this.entry.driver.startOptions : {};
        return { ...extra, workflowId: id, taskQueue: this.env.taskQueue, args: [input] };
    }
    async start(id, program) {
        await this.env.client.workflow.start('runProgram', this.options(id, program));
    }
    async updateWithStart() {
        const { name, value } = this.entry.driver.with;
        const startOperation = new client_1.WithStartWorkflowOperation('runProgram', { ...this.options(), workflowIdConflictPolicy: 'FAIL' });
        return await this.inTime((0, kit_1.settle)(this.env.client.workflow.executeUpdateWithStart(name, { args: [value], startWorkflowOperation: startOperation })));
    }
    /** A handle that follows the chain of runs. */
    firstRun() {
        return this.env.client.workflow.getHandle(this.env.rootId);
    }
    /* ---------------------------------------------------------------------------------------------------------- actions */
    async act(action) {
        const id = this.env.rootId + (action.to ?? '');
        const handle = this.env.client.workflow.getHandle(id);
        const done = (p) => this.inTime((0, kit_1.settle)(p.then((v) => (v === undefined ? 'done' : v))));
        switch (action.do) {
            case 'signal':
                return await done(handle.signal(action.signal, action.value));
            case 'query':
                return await done(handle.query(action.query, action.value ?? null));
            case 'update': {
                const options = { args: [action.value], ...(action.updateId ? { updateId: `${id}-${action.updateId}` } : {}) };
                if (action.wait !== 'accepted')
                    return await done(handle.executeUpdate(action.update, options));
                const started = await this.inTime(settleRaw(handle.startUpdate(action.update, { ...options, waitForStage: 'ACCEPTED' })));
                if ('error' in started)
                    return { error: (0, kit_1.describeError)(started.error) };
                this.late.push({ at: this.results.length, result: done(started.ok.result()) });
                return 'accepted';
            }
            case 'openGate':
                (0, gates_1.openGate)(`${id}/${action.gate}`);
                return 'done';
            case 'cancel':
                return await done(handle.cancel().then(() => undefined));
            case 'terminate':
                return await done(handle.terminate(action.reason).then(() => undefined));
        }
    }
    async end(id, how) {
        const handle = this.env.client.workflow.getHandle(id);
        if (how === 'gates')
            (0, gates_1.openAll)(id);
        else if (how === 'cancel')
            await handle.cancel();
        else
            await (0, kit_1.settle)(handle.terminate('left over'));
    }
    async inTime(promise) {
        let over = false;
        const late = (async () => {
            for (let waited = 0; waited < 10_000 && !over; waited += 250)
                await this.env.sleep(250);
            if (!over)
                throw new Error('the server did not answer the driver');
            return undefined;
        })();
        late.catch(() => undefined);
        try {
            return await Promise.race([promise, late]);
        }
        finally {
            over = true;
        }
    }
    /* ---------------------------------------------------------------------------------------------------------- waiting */
    async until(predicate, what) {
        for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
            if (await predicate())
                return;
            await this.env.sleep(POLL_MS);
        }
        throw new Error(`gave up waiting for ${what}`);
    }
    async history(id, runId) {
        return (0, kit_1.historyJson)(await this.env.client.workflow.getHandle(id, runId).fetchHistory());
    }
    /** Waits until no member of the family can go on by itself. */
    async quiet(ids) {
        await this.until(() => this.isQuietTwice(ids), 'a quiet family');
    }
    async isQuietTwice(ids) {
        const first = await this.state(ids);
        if (first === undefined)
            return false;
        await this.env.sleep(2 * POLL_MS);
        return (await this.state(ids)) === first;
    }
    /** The number of events of each member, or undefined when one of them can go on by itself. */
    async state(ids) {
        const counts = [];
        const todo = [...ids];
        const seen = new Set();
        for (let id = todo.shift(); id !== undefined; id = todo.shift()) {
            if (seen.has(id))
                continue;
            seen.add(id);
            const { events } = await this.history(id);
            counts.push(`${id} ${events.length}`);
            const openChildren = this.canGoOn(id, events);
            if (openChildren === undefined)
                return undefined;
            todo.push(...openChildren.all);
            for (const child of openChildren.open) {
                // Closed, but its parent does not know yet.
                if (!openChildren.closed && (await this.isClosed(child)))
                    return undefined;
            }
        }
        return counts.join(' ');
    }
    canGoOn(id, events) {
        const pending = new Map();
        const all = [];
        let lastTask = '';
        let closed = false;
        for (const event of events) {
            const type = typeOf(event);
            const a = attributesOf(event);
            if (type.startsWith('WORKFLOW_TASK_'))
                lastTask = type;
            else if (CLOSED.test(type)) {
                closed = true;
                if (a.newExecutionRunId || type === 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW')
                    return undefined;
            }
            else if (type === 'ACTIVITY_TASK_SCHEDULED')
                pending.set(event.eventId, { kind: 'activity', attributes: a });
            else if (type === 'ACTIVITY_TASK_CANCEL_REQUESTED') {
                const p = pending.get(a.scheduledEventId);
                if (p)
                    p.cancelled = true;
            }
            else if (ACTIVITY_CLOSED.test(type))
                pending.delete(a.scheduledEventId);
            else if (type === 'TIMER_STARTED')
                pending.set(event.eventId, { kind: 'timer', attributes: a });
            else if (type === 'TIMER_FIRED' || type === 'TIMER_CANCELED')
                pending.delete(a.startedEventId);
            else if (type === 'START_CHILD_WORKFLOW_EXECUTION_INITIATED')
                pending.set(event.eventId, { kind: 'child', attributes: a });
            else if (type === 'START_CHILD_WORKFLOW_EXECUTION_FAILED')
                pending.delete(a.initiatedEventId);
            else if (type === 'CHILD_WORKFLOW_EXECUTION_STARTED') {
                const p = pending.get(a.initiatedEventId);
                p.started = true;
                all.push(p.attributes.workflowId);
            }
            else if (CHILD_CLOSED.test(type))
                pending.delete(a.initiatedEventId);
            else if (/EXTERNAL_WORKFLOW_EXECUTION_INITIATED$/.test(type))
                pending.set(event.eventId, { kind: 'external', attributes: a });
            else if (/EXTERNAL_WORKFLOW_EXECUTION_FAILED$/.test(type) || /^EXTERNAL_WORKFLOW_EXECUTION_/.test(type))
                pending.delete(a.initiatedEventId);
        }
        const open = [...pending.values()].filter((p) => p.kind === 'child').map((p) => p.attributes.workflowId);
        if (closed)
            return { all, open, closed };
        if (lastTask === '' || lastTask === 'WORKFLOW_TASK_SCHEDULED' || lastTask === 'WORKFLOW_TASK_STARTED')
            return undefined;
        for (const p of pending.values()) {
            if (p.kind === 'external')
                return undefined;
            if (p.kind === 'timer' && durationMs(p.attributes.startToFireTimeout) < FAR_MS)
                return undefined;
            if (p.kind === 'child' && !p.started)
                return undefined;
            if (p.kind === 'activity') {
                const script = JSON.parse(Buffer.from(p.attributes.input.payloads[0].data, 'base64').toString('utf8'));
                if (script[0].do !== 'gate' || !(0, gates_1.isHeld)(`${id}/${script[0].gate}`))
                    return undefined;
                if (p.cancelled && script[0].beatEveryMs !== undefined)
                    return undefined;
            }
        }
        return { all, open, closed };
    }
    async isClosed(id) {
        const { events } = await this.history(id);
        return CLOSED.test(typeOf(events[events.length - 1]));
    }
    /* -------------------------------------------------------------------------------------------------------- collecting */
    /** All runs of an id, beginning with the first. */
    async chain(id) {
        const latest = await this.history(id);
        const firstRunId = attributesOf(latest.events[0]).firstExecutionRunId;
        const out = [];
        let runId = firstRunId;
        while (runId) {
            const history = await this.history(id, runId);
            out.push(history);
            runId = attributesOf(history.events[history.events.length - 1]).newExecutionRunId;
        }
        return out.length > 0 ? out : [latest];
    }
    async descendants(ids) {
        const out = [];
        const visit = async (id) => {
            if (out.includes(id))
                return;
            out.push(id);
            for (const history of await this.chain(id)) {
                for (const event of history.events) {
                    if (typeOf(event) === 'CHILD_WORKFLOW_EXECUTION_STARTED')
                        await visit(attributesOf(event).workflowExecution.workflowId);
                }
            }
        };
        for (const id of ids)
            await visit(id);
        return out;
    }
}
async function settleRaw(promise) {
    try {
        return { ok: await promise };
    }
    catch (error) {
        return { error };
    }
}
