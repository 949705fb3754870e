"use strict";
/** What a program is: JSON that `interpreter.ts` runs as a workflow, and what its driver does from outside. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.Rng = exports.SIZES = void 0;
exports.generate = generate;
exports.features = features;
exports.SIZES = ['tiny', 'small', 'medium', 'large', 'huge'];
/** The number of steps, and the ms of waiting at most. */
const BUDGET = { tiny: [2, 3000], small: [6, 3000], medium: [13, 4000], large: [28, 5000], huge: [55, 6000] };
/* ------------------------------------------------------------------------------------------------------ the generator */
class Rng {
    state;
    constructor(seed) {
        this.state = (seed * 2654435761) >>> 0;
        for (let i = 0; i < 4; i++)
            this.next();
    }
    /** mulberry32 */
    next() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = this.state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    }
    int(from, to) {
        return from + Math.floor(this.next() * (to - from + 1));
    }
    chance(p) {
        return this.next() < p;
    }
    pick(values) {
        return values[this.int(0, values.length - 1)];
    }
    weighted(values) {
        let r = this.next() * values.reduce((sum, [w]) => sum + w, 0);
        for (const [w, v] of values)
            if ((r -= w) < 0)
                return v;
        return values[values.length - 1][1];
    }
}
exports.Rng = Rng;
/** The driver decides when. */
const DRIVER = Infinity;
function generate(seed) {
    return new Generator(seed).entry();
}
class Generator {
    seed;
    rng;
    size;
    stepsLeft;
    msLeft;
    counters = new Map();
    actions = [];
    handlers = [];
    peer;
    fatal = false;
    constructor(seed) {
        this.seed = seed;
        this.rng = new Rng(seed);
        this.size = this.rng.weighted([[12, 'tiny'], [30, 'small'], [30, 'medium'], [19, 'large'], [9, 'huge']]);
        [this.stepsLeft, this.msLeft] = BUDGET[this.size];
    }
    entry() {
        const { rng } = this;
        const driver = { start: 'start', actions: this.actions };
        if (rng.chance(0.08))
            driver.maxCachedWorkflows = 0;
        this.handlers = this.someHandlers();
        const handlers = this.handlers;
        const ctx = this.freshCtx('', 0);
        const before = [];
        if (rng.chance(0.12))
            this.startWith(driver, handlers);
        if (rng.chance(0.08))
            this.beforeWorker(driver, handlers);
        if (rng.chance(0.12))
            this.addPeer();
        if (rng.chance(0.07)) {
            // The run fails, or times out, and is retried.
            driver.startOptions = { ...driver.startOptions, retry: { maximumAttempts: rng.int(2, 3), initialInterval: 1000, backoffCoefficient: 1 } };
            before.push({ op: 'failUntilAttempt', attempt: rng.int(2, 3), failure: this.failure() });
            this.msLeft -= 1500;
            ctx.limit = this.msLeft;
        }
        else if (rng.chance(0.15)) {
            driver.startOptions = {
                ...driver.startOptions,
                ...(rng.chance(0.4) ? { memo: { started: 'with', n: rng.int(1, 9) } } : {}),
                ...(rng.chance(0.4) ? { searchAttributes: { CustomKeywordField: [rng.pick(['red', 'blue'])], CustomIntField: [rng.int(1, 9)] } } : {}),
                ...(rng.chance(0.3) ? { workflowExecutionTimeout: 3_600_000 } : {}),
                ...(rng.chance(0.3) ? { workflowRunTimeout: 1_800_000 } : {}),
            };
        }
        const body = this.sequence(ctx, this.stepsLeft);
        const program = { handlers, steps: [...before, ...body.steps] };
        if (body.end === 'ok') {
            if (!driver.startOptions?.retry && this.size !== 'tiny' && rng.chance(0.14))
                program.steps.push(this.continueAsNew(ctx, handlers));
            else if (rng.chance(0.06))
                program.steps.push({ op: 'fail', failure: this.failure() });
        }
        if (rng.chance(0.12))
            this.actions.push(this.anyAction(handlers, true));
        return {
            name: `p${this.seed}`, seed: this.seed, size: this.size, program, ...(this.peer ? { peer: this.peer } : {}), driver,
        };
    }
    /* -------------------------------------------------------------------------------------------------- small things */
    id(prefix) {
        const n = (this.counters.get(prefix) ?? 0) + 1;
        this.counters.set(prefix, n);
        return `${prefix}${n}`;
    }
    freshCtx(path, childDepth) {
        return { taken: new Set(), now: 0, limit: this.msLeft, owns: true, alone: true, depth: 0, childDepth, path, gated: false };
    }
    isFree(ctx, at) {
        return at <= ctx.limit && !ctx.taken.has(at);
    }
    moveTo(ctx, at) {
        ctx.taken.add(at);
        if (ctx.alone && ctx.path === '')
            this.msLeft -= Math.max(0, at - ctx.now);
        ctx.now = at;
        ctx.owns = true;
    }
    /** After the driver let the program go on, nothing else is pending that time alone could end. */
    renew(ctx) {
        if (!(ctx.alone && ctx.path === ''))
            this.msLeft -= ctx.now;
        ctx.taken = new Set();
        ctx.now = 0;
        ctx.limit = ctx.alone ? Math.max(0, this.msLeft) : Math.min(1500, Math.max(0, this.msLeft));
        ctx.owns = true;
        ctx.gated = true;
    }
    value() {
        const { rng } = this;
        return rng.pick([
            () => rng.int(-5, 1000), () => rng.pick(['alpha', 'beta', 'grün', '']), () => null, () => ({ n: rng.int(0, 9), list: [1, 'two', null] }),
            () => true, () => [rng.int(0, 9)], () => 0.5,
        ])();
    }
    failure(nonRetryable = this.rng.chance(0.3)) {
        const { rng } = this;
        return {
            message: rng.pick(['it broke', 'no stock', 'card refused']), type: rng.pick(['Broken', 'NoStock', 'Refused']),
            ...(nonRetryable ? { nonRetryable } : {}),
            ...(rng.chance(0.3) ? { details: [this.value(), 'more'] } : {}),
            ...(rng.chance(0.2) ? { cause: { message: 'below it', type: 'Below', ...(rng.chance(0.3) ? { details: [1] } : {}) } } : {}),
        };
    }
    activityType() {
        return this.rng.pick(['perform', 'charge', 'notify']);
    }
    /* ------------------------------------------------------------------------------------------------------ activities */
    baseOptions() {
        const { rng } = this;
        const options = { startToCloseTimeout: rng.pick([10_000, 30_000, 60_000]) };
        if (rng.chance(0.15))
            options.scheduleToCloseTimeout = 120_000;
        if (rng.chance(0.1))
            options.scheduleToStartTimeout = 60_000;
        if (rng.chance(0.15))
            options.cancellationType = rng.pick(['TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'ABANDON']);
        if (rng.chance(0.08))
            options.summary = `summary ${rng.int(1, 9)}`;
        return options;
    }
    ok(afterMs = 0) {
        return { ...(afterMs ? { afterMs } : {}), do: 'return', value: this.value() };
    }
    bad(afterMs = 0) {
        const { rng } = this;
        const base = afterMs ? { afterMs } : {};
        return rng.chance(0.2) ? { ...base, do: 'throw', message: 'not a failure of Temporal' } : { ...base, do: 'fail', failure: this.failure(false) };
    }
    retry(maximumAttempts) {
        const { rng } = this;
        const initialInterval = 1000;
        const backoffCoefficient = rng.weighted([[3, 1], [2, 2]]);
        const maximumInterval = rng.chance(0.3) ? 1000 : undefined;
        return {
            policy: {
                initialInterval, backoffCoefficient, ...(maximumInterval ? { maximumInterval } : {}), ...(maximumAttempts ? { maximumAttempts } : {}),
                ...(rng.chance(0.2) ? { nonRetryableErrorTypes: ['Fatal'] } : {}),
            },
            backoff: (n) => Math.min(maximumInterval ?? Infinity, initialInterval * backoffCoefficient ** (n - 1)),
        };
    }
    /** An activity that ends at once. */
    instantShape() {
        const { rng } = this;
        const options = this.baseOptions();
        return rng.weighted([
            [10, () => ({ script: [this.ok()], options, totalMs: 0, end: 'ok' })],
            [2, () => ({ script: [{ do: 'fail', failure: this.failure(true) }], options, totalMs: 0, end: 'throw' })],
            [2, () => ({ script: [this.bad()], options: { ...options, retry: { maximumAttempts: 1 } }, totalMs: 0, end: 'throw' })],
            [1, () => ({
                    script: [{ do: 'fail', failure: { message: 'fatal', type: 'Fatal' } }],
                    options: { ...options, retry: { nonRetryableErrorTypes: ['Other', 'Fatal'] } }, totalMs: 0, end: 'throw',
                })],
            [1, () => ({ script: [{ beats: [this.value()], do: 'return', value: 'beat once' }], options, totalMs: 0, end: 'ok' })],
        ])();
    }
    /** An activity that takes time: delays, retries, timeouts. */
    timedShape(alone) {
        const { rng } = this;
        const options = this.baseOptions();
        delete options.scheduleToCloseTimeout;
        const shapes = [
            [6, () => {
                    const d = rng.pick([500, 1000, 1500]);
                    return { script: [this.ok(d)], options, totalMs: d, end: 'ok' };
                }],
            [2, () => {
                    const d = rng.pick([500, 1000]);
                    return { script: [{ afterMs: d, do: 'fail', failure: this.failure(true) }], options, totalMs: d, end: 'throw' };
                }],
            [6, () => {
                    const failures = rng.weighted([[3, 1], [1, 2]]);
                    const retry = this.retry(rng.chance(0.5) ? failures + rng.int(1, 2) : undefined);
                    let total = 0;
                    const script = [];
                    for (let n = 1; n <= failures; n++) {
                        const delay = rng.chance(0.3) ? 500 : 0;
                        const attempt = this.bad(delay);
                        total += delay;
                        let backoff = retry.backoff(n);
                        if (attempt.do === 'fail' && rng.chance(0.25))
                            attempt.failure.nextRetryDelayMs = backoff = rng.pick([1000, 2000]);
                        script.push(attempt);
                        total += backoff;
                    }
                    script.push(this.ok());
                    return { script, options: { ...options, retry: retry.policy }, totalMs: total, end: 'ok' };
                }],
            [4, () => {
                    const attempts = rng.weighted([[3, 2], [1, 3]]);
                    const retry = this.retry(attempts);
                    let total = 0;
                    for (let n = 1; n < attempts; n++)
                        total += retry.backoff(n);
                    return { script: [this.bad()], options: { ...options, retry: retry.policy }, totalMs: total, end: 'throw' };
                }],
            [2, () => ({
                    script: [this.bad(), { do: 'fail', failure: { message: 'fatal', type: 'Fatal' } }],
                    options: { ...options, retry: { initialInterval: 1000, nonRetryableErrorTypes: ['Fatal'] } }, totalMs: 1000, end: 'throw',
                })],
            [3, () => ({
                    script: [{ do: 'hang' }], options: { ...options, startToCloseTimeout: 1000, retry: { maximumAttempts: 1 } }, totalMs: 1000, end: 'throw',
                })],
            [2, () => ({
                    script: [{ do: 'hang' }, this.ok()],
                    options: { ...options, startToCloseTimeout: 1000, retry: { initialInterval: 1000, maximumAttempts: 2 } }, totalMs: 2000, end: 'ok',
                })],
            [2, () => ({
                    script: [{ do: 'hang' }], options: { ...options, heartbeatTimeout: 1000, retry: { maximumAttempts: 1 } }, totalMs: 1000, end: 'throw',
                })],
            [3, () => ({
                    script: [{ beats: [this.value()], do: 'fail', failure: this.failure(false) }, { do: 'resume' }],
                    options: { ...options, heartbeatTimeout: rng.pick([2000, 5000]), retry: { initialInterval: 1000 } }, totalMs: 1000, end: 'ok',
                })],
            [1, () => ({
                    script: [{ do: 'hang' }], options: { scheduleToCloseTimeout: 1000 }, totalMs: 1000, end: 'throw',
                })],
            [1, () => ({
                    // The next retry would pass the deadline: it ends with the failure of its second attempt.
                    script: [this.bad()], options: { scheduleToCloseTimeout: 2000, retry: { initialInterval: 1500, backoffCoefficient: 1 } }, totalMs: 1500, end: 'throw',
                })],
        ];
        if (alone) {
            // After a heartbeat a real server notices the next heartbeat's absence up to 1 s late.
            shapes.push([2, () => ({
                    script: [{ beats: [this.value()], do: 'hang' }],
                    options: { ...options, heartbeatTimeout: 1000, retry: { maximumAttempts: 1 } }, totalMs: 2000, end: 'throw',
                })], [2, () => ({
                    script: [{ beats: [{ done: rng.int(1, 9) }], do: 'hang' }, { do: 'resume' }],
                    options: { ...options, heartbeatTimeout: 1000, retry: { initialInterval: 1000 } }, totalMs: 3000, end: 'ok',
                })], [1, () => ({
                    // The second heartbeat is held back until 0.8 s have passed, and only then counts.
                    script: [{ beats: ['first', 'second'], do: 'hang' }],
                    options: { ...options, heartbeatTimeout: 1000, retry: { maximumAttempts: 1 } }, totalMs: 3000, end: 'throw',
                })]);
        }
        return rng.weighted(shapes)();
    }
    activity(shape) {
        return { op: 'activity', id: this.id('a'), type: this.activityType(), script: shape.script, options: shape.options };
    }
    localStep(alone) {
        const { rng } = this;
        const make = (script, options, end, totalMs = 0) => ({
            step: { op: 'local', id: this.id('l'), type: this.activityType(), script, options: { startToCloseTimeout: 10_000, ...options } }, end, totalMs,
        });
        const choices = [
            [6, () => make([this.ok()], {}, 'ok')],
            [2, () => make([{ do: 'fail', failure: this.failure(true) }], {}, 'throw')],
            [1, () => make([this.bad()], { retry: { maximumAttempts: 1 } }, 'throw')],
        ];
        if (alone) {
            choices.push([2, () => make([this.bad(), this.ok()], { retry: { initialInterval: 500 } }, 'ok', 500)], [1, () => make([this.bad()], { retry: { initialInterval: 500, backoffCoefficient: 1, maximumAttempts: 2 } }, 'throw', 500)], [1, () => make([this.ok(500)], {}, 'ok', 500)], [1, () => make([{ do: 'hang' }], { startToCloseTimeout: 1000, retry: { maximumAttempts: 1 } }, 'throw', 1000)], [1, () => make([this.bad(), this.ok()], { localRetryThreshold: 500, retry: { initialInterval: 1000 } }, 'ok', 1000)]);
        }
        return rng.weighted(choices)();
    }
    /* ------------------------------------------------------------------------------------------------------- sequences */
    sequence(ctx, count) {
        const steps = [];
        for (let i = 0; i < count && this.stepsLeft > 0; i++) {
            const made = this.one(ctx);
            if (!made)
                continue;
            const big = this.size === 'large' || this.size === 'huge';
            const uncaught = ctx.path === '' && ctx.depth === 0 ? (big ? 0.02 : 0.08) : 0.25;
            if (made.end === 'throw' && !this.rng.chance(uncaught)) {
                steps.push(this.caught(ctx, made));
                continue;
            }
            steps.push(...made.steps);
            if (made.end !== 'ok')
                return { steps, end: made.end };
        }
        return { steps, end: 'ok' };
    }
    /** The thrown thing is caught; the handler may do something of its own. */
    caught(ctx, made) {
        const { rng } = this;
        const step = { op: 'try', body: made.steps, catch: rng.chance(0.3) && ctx.owns ? this.quick(ctx) : [] };
        if (rng.chance(0.15))
            step.finally = [{ op: 'log', value: 'finally' }, ...(ctx.owns && rng.chance(0.5) ? this.quick(ctx) : [])];
        return step;
    }
    /** One step without waiting that does not fail. */
    quick(ctx) {
        const { rng } = this;
        const act = () => this.activity({ script: [this.ok()], options: this.baseOptions(), totalMs: 0, end: 'ok' });
        return rng.weighted([
            [3, () => (ctx.owns ? [act()] : [])],
            [1, () => (ctx.owns ? [{ op: 'scope', kind: 'nonCancellable', body: [act()] }] : [])],
            [1, () => [{ op: 'log', value: this.id('note') }]],
            [1, () => [{ op: 'memo', set: { [rng.pick(['k1', 'k2'])]: this.value() } }]],
        ])();
    }
    one(ctx) {
        const { rng } = this;
        this.stepsLeft--;
        const nothing = () => undefined;
        const big = this.size === 'large' || this.size === 'huge';
        return rng.weighted([
            [ctx.owns ? (big ? 22 : 12) : 0, () => {
                    const shape = this.instantShape();
                    return { steps: [this.activity(shape)], end: shape.end };
                }],
            [12, () => this.timedActivity(ctx)],
            [9, () => this.timer(ctx)],
            [ctx.owns ? 6 : 0, () => this.local(ctx)],
            [3, () => ({ steps: [{ op: 'memo', set: { [rng.pick(['k1', 'k2', 'k3'])]: rng.chance(0.15) ? null : this.value() } }], end: 'ok' })],
            [3, () => ({ steps: [this.search()], end: 'ok' })],
            [2, () => ({ steps: [{ op: 'patched', id: rng.pick(['v1', 'v2', 'v3']), ...(rng.chance(0.2) ? { deprecate: true } : {}) }], end: 'ok' })],
            [2, () => ({ steps: [rng.chance(0.5) ? { op: 'info' } : { op: 'log', value: this.value() }], end: 'ok' })],
            [ctx.alone && ctx.path === '' ? 2 : 0, () => this.lateHandler(ctx)],
            [ctx.depth < 3 ? 9 : 0, () => this.gateOrWait(ctx)],
            [ctx.depth < 2 && ctx.owns ? 12 : 0, () => this.parallel(ctx)],
            [ctx.depth < 3 ? 3 : 0, () => this.timeoutScope(ctx)],
            [ctx.depth < 3 ? 3 : 0, () => this.plainScope(ctx)],
            [ctx.depth < 2 && ctx.owns ? 7 : 0, () => this.cancelledScope(ctx)],
            [ctx.childDepth < 2 && ctx.owns && this.size !== 'tiny' ? 10 : 3, () => (ctx.owns && ctx.childDepth < 2 ? this.child(ctx) : undefined)],
            [this.peer && ctx.owns && ctx.path === '' ? 8 : 0, () => this.toPeer(ctx)],
            [ctx.owns ? 1 : 0, () => this.toNobody()],
            [ctx.alone && this.quietSince(ctx) && ctx.path === '' ? (this.size === 'huge' ? 14 : big ? 4 : 0) : 0, () => this.repeat(ctx)],
            [ctx.alone && ctx.path === '' && ctx.depth === 0 ? 4 : 0, () => this.marked(ctx)],
            [1, nothing],
        ])();
    }
    /** Is nothing pending but what this branch does? */
    quietSince(ctx) {
        return [...ctx.taken].every((t) => t <= ctx.now);
    }
    timedActivity(ctx) {
        for (let i = 0; i < 8; i++) {
            const shape = this.timedShape(ctx.alone && this.quietSince(ctx));
            if (!this.isFree(ctx, ctx.now + shape.totalMs))
                continue;
            this.moveTo(ctx, ctx.now + shape.totalMs);
            return { steps: [this.activity(shape)], end: shape.end };
        }
        return undefined;
    }
    timer(ctx) {
        const { rng } = this;
        const summary = rng.chance(0.1) ? { summary: 'a pause' } : {};
        if (ctx.owns && ctx.alone && this.quietSince(ctx) && rng.chance(0.1))
            return { steps: [{ op: 'timer', ms: rng.pick([0, 0, -1, 1]), ...summary }], end: 'ok' };
        for (let i = 0; i < 4; i++) {
            const ms = rng.pick([1000, 1000, 2000]);
            if (!this.isFree(ctx, ctx.now + ms))
                continue;
            this.moveTo(ctx, ctx.now + ms);
            return { steps: [{ op: 'timer', ms, ...summary }], end: 'ok' };
        }
        return undefined;
    }
    local(ctx) {
        const alone = ctx.alone && this.quietSince(ctx);
        const { step, end, totalMs } = this.localStep(alone);
        if (totalMs > 0) {
            if (!this.isFree(ctx, ctx.now + totalMs))
                return undefined;
            this.moveTo(ctx, ctx.now + totalMs);
        }
        return { steps: [step], end };
    }
    search() {
        const { rng } = this;
        const set = {};
        if (rng.chance(0.6))
            set.CustomKeywordField = rng.chance(0.15) ? [] : [rng.pick(['one', 'two', 'three'])];
        if (rng.chance(0.5) || Object.keys(set).length === 0)
            set.CustomIntField = rng.chance(0.15) ? [] : [rng.int(0, 99)];
        if (rng.chance(0.2))
            set.CustomBoolField = [rng.chance(0.5)];
        if (rng.chance(0.2))
            set.CustomDoubleField = [1.5];
        if (rng.chance(0.2))
            set.CustomKeywordListField = ['a', 'b'];
        return { op: 'search', set };
    }
    /** A signal comes, perhaps while its handler is not yet set; later it is. */
    lateHandler(ctx) {
        const name = this.id('late');
        const g = this.gate(ctx, [{ do: 'signal', signal: name, value: this.value() }, ...(this.rng.chance(0.4) ? [{ do: 'signal', signal: name, value: 2 }] : [])]);
        return { steps: [g, { op: 'handle', handler: { kind: 'signal', name } }, { op: 'wait', signal: name, count: 1 }], end: 'ok' };
    }
    /** A gate; `first` happens while it holds. */
    gate(ctx, first = [], options = {}, script = {}) {
        const name = this.id('g');
        const to = ctx.path ? { to: ctx.path } : {};
        for (const a of first)
            this.actions.push({ ...to, ...a });
        this.actions.push({ do: 'openGate', gate: name, ...to });
        this.renew(ctx);
        return {
            op: 'activity', id: this.id('a'), type: 'perform', script: [{ ...script, do: 'gate', gate: name }],
            options: { startToCloseTimeout: 60_000, ...options },
        };
    }
    gateOrWait(ctx) {
        const { rng } = this;
        if (rng.chance(0.5)) {
            const extra = [];
            while (rng.chance(0.5) && extra.length < 3)
                extra.push(this.anyAction(ctx.path === '' ? this.handlers : [], false));
            if (ctx.path === '' && !this.fatal && rng.chance(0.13)) {
                this.fatal = true;
                extra.push(rng.chance(0.7) ? { do: 'cancel' } : { do: 'terminate', reason: 'because of the test' });
                const cancellationType = rng.pick(['TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'ABANDON']);
                const beats = rng.chance(0.5);
                const gate = this.gate(ctx, extra, { cancellationType, ...(beats ? { heartbeatTimeout: 1000 } : {}) }, beats ? { beatEveryMs: 200, then: rng.pick(['cancelled', 'completed', 'failed']) } : {});
                const cleanUp = { op: 'scope', kind: 'nonCancellable', body: [this.activity({ script: [this.ok(rng.pick([0, 500]))], options: this.baseOptions(), totalMs: 0, end: 'ok' })] };
                return { steps: rng.chance(0.7) ? [{ op: 'try', body: [gate], catch: [cleanUp], ...(rng.chance(0.6) ? { rethrow: true } : {}) }] : [gate], end: 'ok' };
            }
            return { steps: [this.gate(ctx, extra)], end: 'ok' };
        }
        const signal = this.id('s');
        const handle = { op: 'handle', handler: { kind: 'signal', name: signal } };
        const to = ctx.path ? { to: ctx.path } : {};
        if (rng.chance(0.2)) {
            // Times out: the driver does nothing while a near timer is pending.
            const ms = rng.pick([1000, 2000]);
            if (this.isFree(ctx, ctx.now + ms)) {
                this.moveTo(ctx, ctx.now + ms);
                return { steps: [handle, { op: 'wait', signal, count: 1, timeoutMs: ms }], end: 'ok' };
            }
        }
        const count = rng.weighted([[4, 1], [1, 2]]);
        for (let i = 0; i < count; i++)
            this.actions.push({ do: 'signal', signal, value: this.value(), ...to });
        this.renew(ctx);
        return { steps: [handle, { op: 'wait', signal, count, ...(rng.chance(0.3) ? { timeoutMs: 3_600_000 } : {}) }], end: 'ok' };
    }
    someHandlers() {
        const { rng } = this;
        const handlers = [];
        const ctx = { ...this.freshCtx('', 0), alone: false, depth: 3 };
        const body = () => {
            if (rng.chance(0.6))
                return [];
            const shape = rng.chance(0.5) ? { script: [this.ok()], options: this.baseOptions(), totalMs: 0, end: 'ok' } : this.instantShape();
            return rng.chance(0.25) ? [{ op: 'timer', ms: 1000 }] : [this.activity(shape)];
        };
        void ctx;
        if (rng.chance(0.5))
            handlers.push({ kind: 'signal', name: 'h1', ...(rng.chance(0.4) ? { body: this.safe(body()) } : {}) });
        if (rng.chance(0.6))
            handlers.push({ kind: 'update', name: 'u1', validate: rng.chance(0.6), body: body() });
        if (rng.chance(0.2))
            handlers.push({ kind: 'update', name: 'u2', body: body() });
        if (rng.chance(0.45))
            handlers.push({ kind: 'query', name: 'q1' });
        return handlers;
    }
    safe(steps) {
        return steps.length === 0 ? steps : [{ op: 'try', body: steps, catch: [] }];
    }
    /** Something from outside that ends nothing. */
    anyAction(handlers, atEnd) {
        const { rng } = this;
        const h = handlers.length > 0 && rng.chance(0.9) ? rng.pick(handlers) : undefined;
        if (atEnd && rng.chance(0.4))
            return rng.pick([{ do: 'cancel' }, { do: 'terminate', reason: 'too late' }]);
        if (!h)
            return rng.pick([{ do: 'query', query: 'missing' }, { do: 'signal', signal: 'nobodyHandles', value: 1 }, { do: 'update', update: 'missing', value: 1 }]);
        if (h.kind === 'query')
            return { do: 'query', query: h.name, ...(rng.chance(0.15) ? { value: 'throw' } : {}) };
        if (h.kind === 'signal')
            return { do: 'signal', signal: h.name, value: this.value() };
        return {
            do: 'update', update: h.name, value: rng.pick([1, 2, 50, -1, 101]),
            ...(rng.chance(0.3) ? { wait: 'accepted' } : {}), ...(rng.chance(0.2) ? { updateId: rng.pick(['once', 'twice']) } : {}),
        };
    }
    /* -------------------------------------------------------------------------------------------------------- composite */
    inner(ctx) {
        return { ...ctx, depth: ctx.depth + 1, alone: false };
    }
    parallel(ctx) {
        const { rng } = this;
        const op = rng.weighted([[5, 'all'], [3, 'allSettled'], [3, 'race']]);
        const n = rng.int(2, 4);
        const start = ctx.now;
        const taken = ctx.taken;
        const limit = Math.min(ctx.limit, start + 3500);
        const branches = [];
        const ends = [];
        const owner = rng.int(0, n - 1);
        for (let i = 0; i < n; i++) {
            const c = { ...this.inner(ctx), taken, limit, owns: i === owner, gated: false };
            const made = this.sequence(c, rng.int(1, 3));
            branches.push(made.steps);
            if (c.gated)
                this.msLeft -= c.now;
            ends.push({ at: c.gated ? DRIVER : c.now, end: made.end });
        }
        // An empty branch is rare: it ends a race before that began.
        if (branches.filter((b) => b.length === 0).length > (rng.chance(0.1) ? 1 : 0))
            return undefined;
        // Two branches may be let go by the driver; then which of them ends it all is the order of the driver's actions.
        const throws = ends.filter((e) => e.end === 'throw');
        let at;
        let end = 'ok';
        if (op === 'race') {
            const first = ends.reduce((a, b) => (b.at < a.at ? b : a));
            at = first.at;
            end = first.end;
            if (ends.filter((e) => e.at === first.at).length > 1 && at !== DRIVER)
                at = first.at; // an empty branch: the race is over at once
        }
        else if (op === 'all' && throws.length > 0) {
            at = Math.min(...throws.map((e) => e.at));
            end = 'throw';
        }
        else
            at = Math.max(...ends.map((e) => e.at));
        if (at === DRIVER)
            this.renew(ctx);
        else {
            if (ctx.alone && ctx.path === '')
                this.msLeft -= Math.max(0, at - start);
            ctx.now = at;
            ctx.owns = at > start || ctx.owns;
            // At `start` another branch may cause events too.
            if (at === start)
                ctx.owns = false;
        }
        const step = op === 'race' ? { op, branches, ...(rng.chance(0.6) ? { cancelLosers: true } : {}) } : { op, branches };
        return { steps: [step], end };
    }
    timeoutScope(ctx) {
        const { rng } = this;
        const ms = rng.pick([1000, 2000]);
        const useTimer = rng.chance(0.35);
        const bodyMs = rng.pick((useTimer ? [1000, 2000, 3000] : [500, 1500, 2500]).filter((d) => d !== ms));
        const [first, second] = [ctx.now + Math.min(ms, bodyMs), ctx.now + Math.max(ms, bodyMs)];
        if (!this.isFree(ctx, first) || !this.isFree(ctx, second))
            return undefined;
        const options = this.baseOptions();
        const body = useTimer
            ? { op: 'timer', ms: bodyMs }
            : this.activity({ script: [this.ok(bodyMs)], options: { ...options, cancellationType: rng.pick(['TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'ABANDON']) }, totalMs: bodyMs, end: 'ok' });
        const step = { op: 'scope', kind: 'timeout', ms, body: [body] };
        ctx.taken.add(second);
        const waits = body.op === 'activity' && body.options.cancellationType === 'WAIT_CANCELLATION_COMPLETED';
        if (bodyMs < ms) {
            this.moveTo(ctx, first);
            return { steps: [step], end: 'ok' };
        }
        if (waits) {
            ctx.taken.add(first);
            this.moveTo(ctx, second);
            return { steps: [step], end: 'ok' };
        }
        this.moveTo(ctx, first);
        return { steps: [step], end: 'throw' };
    }
    plainScope(ctx) {
        const kind = this.rng.pick(['cancellable', 'nonCancellable']);
        ctx.depth++;
        const made = this.sequence(ctx, this.rng.int(1, 2));
        ctx.depth--;
        if (made.steps.length === 0)
            return undefined;
        return { steps: [{ op: 'scope', kind, body: made.steps }], end: made.end };
    }
    /** One branch cancels what another does. */
    cancelledScope(ctx) {
        const { rng } = this;
        const at = ctx.now + rng.pick([500, 1000]);
        const end = at + (at - ctx.now === 500 ? 500 : 1000);
        if (!this.isFree(ctx, at) || !this.isFree(ctx, end) || !this.isFree(ctx, at + 500))
            return undefined;
        const name = this.id('scope');
        const kind = rng.weighted([[3, 'timer'], [3, 'activity'], [3, 'heartbeating']]);
        const cancellationType = rng.pick(['TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'ABANDON']);
        const canceller = this.pause(at - ctx.now);
        let body;
        let endsAt = at;
        if (kind === 'timer')
            body = { op: 'timer', ms: end - ctx.now };
        else if (kind === 'activity') {
            body = this.activity({ script: [this.ok(end - ctx.now)], options: { startToCloseTimeout: 10_000, cancellationType }, totalMs: 0, end: 'ok' });
            ctx.taken.add(end);
            if (cancellationType === 'WAIT_CANCELLATION_COMPLETED')
                endsAt = end;
        }
        else {
            if (!(ctx.alone && this.quietSince(ctx)))
                return undefined;
            // It learns of its cancellation at a heartbeat, which are 0.8 s apart.
            body = this.activity({
                script: [{ do: 'beatUntilCancelled', everyMs: 200, then: rng.pick(['cancelled', 'completed', 'failed']) }],
                options: { startToCloseTimeout: 10_000, heartbeatTimeout: 1000, cancellationType: cancellationType === 'ABANDON' ? 'TRY_CANCEL' : cancellationType, retry: { maximumAttempts: 1 } },
                totalMs: 0, end: 'ok',
            });
            for (const t of [500, 1000, 1500, 2000])
                ctx.taken.add(ctx.now + t);
            if (cancellationType === 'WAIT_CANCELLATION_COMPLETED')
                endsAt = ctx.now + 2000;
        }
        const scope = { op: 'scope', kind: 'cancellable', name, body: [body] };
        const branches = [[scope], [canceller, { op: 'cancelScope', name }]];
        this.moveTo(ctx, at);
        if (endsAt > ctx.now)
            this.moveTo(ctx, endsAt);
        return { steps: [{ op: rng.pick(['all', 'allSettled']), branches }].map((s) => ({ op: 'try', body: [s], catch: [] })), end: 'ok' };
    }
    repeat(ctx) {
        const { rng } = this;
        const body = [];
        const n = rng.int(1, 4);
        for (let i = 0; i < n; i++) {
            body.push(...rng.weighted([
                [6, () => [this.activity({ script: [this.ok()], options: this.baseOptions(), totalMs: 0, end: 'ok' })]],
                [1, () => {
                        const shape = this.instantShape();
                        return this.safe([this.activity(shape)]);
                    }],
                [2, () => [this.localStep(false).step].map((s) => ({ op: 'try', body: [s], catch: [] }))],
                [1, () => this.quick(ctx)],
            ])());
        }
        return { steps: [{ op: 'repeat', times: this.size === 'huge' ? rng.int(6, 14) : rng.int(2, 6), body }], end: 'ok' };
    }
    /** The driver acts while an activity or a timer is under way. */
    marked(ctx) {
        const { rng } = this;
        if (!this.quietSince(ctx) || !this.isFree(ctx, ctx.now + 2000))
            return undefined;
        const mark = this.id('m');
        const action = { when: { mark, plusMs: 300 }, ...this.anyAction(this.handlers.filter((h) => !h.body || h.body.length === 0), false) };
        this.actions.push(action);
        this.moveTo(ctx, ctx.now + 2000);
        const options = this.baseOptions();
        if (rng.chance(0.5)) {
            return { steps: [this.activity({ script: [{ mark, afterMs: 1500, do: 'return', value: 'meanwhile' }], options, totalMs: 1500, end: 'ok' })], end: 'ok' };
        }
        return { steps: [this.activity({ script: [{ mark, do: 'return', value: 'marked' }], options, totalMs: 0, end: 'ok' }), { op: 'timer', ms: 2000 }], end: 'ok' };
    }
    /* ------------------------------------------------------------------------------------------------- other workflows */
    childOptions() {
        const { rng } = this;
        return {
            ...(rng.chance(0.3) ? { cancellationType: rng.pick(['ABANDON', 'TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'WAIT_CANCELLATION_REQUESTED']) } : {}),
            ...(rng.chance(0.15) ? { memo: { from: 'parent' } } : {}),
            ...(rng.chance(0.15) ? { searchAttributes: { CustomKeywordField: ['child'] } } : {}),
            ...(rng.chance(0.1) ? { workflowRunTimeout: 60_000 } : {}),
            ...(rng.chance(0.1) ? { staticSummary: 'a child' } : {}),
        };
    }
    child(ctx) {
        return this.rng.weighted([
            [5, () => this.executedChild(ctx)],
            [3, () => this.concurrentChild(ctx)],
            [ctx.alone && ctx.path === '' ? 4 : 0, () => this.leftChild(ctx)],
            [2, () => this.retriedChild(ctx)],
            [ctx.alone ? 4 : 0, () => this.cancelledChild(ctx)],
            [2, () => this.talkingChild(ctx)],
            [1, () => this.timedOutChild(ctx)],
            [ctx.alone ? 1 : 0, () => this.sameId(ctx)],
            [ctx.alone && ctx.path === '' ? 1 : 0, () => this.endedChild(ctx)],
        ])();
    }
    childStep(program, mode, options = this.childOptions()) {
        return { op: 'child', id: `.${this.id('c')}`, program, options, mode };
    }
    pause(ms) {
        return ms % 1000 === 0 && this.rng.chance(0.5)
            ? { op: 'timer', ms }
            : this.activity({ script: [this.ok(ms)], options: this.baseOptions(), totalMs: ms, end: 'ok' });
    }
    /** A program of the child's own; it never ends at the instant it begins. */
    childProgram(ctx, path) {
        const { rng } = this;
        const c = { ...this.freshCtx(path, ctx.childDepth + 1), limit: Math.min(2500, ctx.limit - ctx.now), depth: 1 };
        const first = rng.pick([500, 1000]);
        c.taken.add(first);
        c.now = first;
        const made = this.sequence(c, rng.int(0, 3));
        const steps = [this.pause(first), ...made.steps];
        // Whatever a child does last, its end comes later than what it made its parent or the driver see.
        if (made.end === 'ok' && made.steps.length > 0) {
            let more = 500;
            while (c.taken.has(c.now + more))
                more += 500;
            steps.push(this.pause(more));
            c.now += more;
        }
        if (c.gated)
            this.msLeft -= c.now;
        if (made.end === 'ok' && rng.chance(0.12)) {
            steps.push({ op: 'fail', failure: this.failure() });
            return { program: { steps }, end: 'throw', at: c.gated ? DRIVER : c.now };
        }
        return { program: { steps }, end: made.end, at: c.gated ? DRIVER : c.now };
    }
    executedChild(ctx) {
        const step = this.childStep({ steps: [] }, 'execute');
        const made = this.childProgram(ctx, ctx.path + step.id);
        step.program = made.program;
        if (made.at === DRIVER) {
            this.renew(ctx);
            return { steps: [step], end: made.end };
        }
        let at = ctx.now + made.at;
        while (ctx.taken.has(at) && made.end === 'ok') {
            step.program.steps.push(this.pause(500));
            at += 500;
        }
        if (ctx.taken.has(at))
            return undefined;
        this.moveTo(ctx, at);
        return { steps: [step], end: made.end };
    }
    /** The parent goes on while its child runs, and awaits it later. */
    concurrentChild(ctx) {
        const { rng } = this;
        const childMs = rng.pick([1000, 1500, 2000]);
        const parentMs = rng.pick([500, 2500].filter((d) => d !== childMs));
        if (!this.isFree(ctx, ctx.now + childMs) || !this.isFree(ctx, ctx.now + parentMs))
            return undefined;
        const fails = rng.chance(0.2) && parentMs < childMs;
        const program = { steps: [this.pause(childMs), fails ? { op: 'fail', failure: this.failure() } : { op: 'log', value: 'child' }] };
        const child = this.childStep(program, 'start');
        ctx.taken.add(ctx.now + childMs);
        const until = ctx.now + Math.max(childMs, parentMs);
        this.moveTo(ctx, ctx.now + parentMs);
        if (until > ctx.now)
            this.moveTo(ctx, until);
        return { steps: [child, this.pause(parentMs), { op: 'awaitChild', id: child.id }], end: fails ? 'throw' : 'ok' };
    }
    /** The child is still there when its parent closes. */
    leftChild(ctx) {
        const { rng } = this;
        const gate = this.id('g');
        const held = {
            op: 'activity', id: this.id('a'), type: 'perform', script: [{ do: 'gate', gate }],
            options: { startToCloseTimeout: 60_000, cancellationType: rng.pick(['TRY_CANCEL', 'ABANDON']) },
        };
        const waiting = rng.chance(0.5) ? held : { op: 'wait', signal: 'never', count: 1 };
        const cleanUp = { op: 'scope', kind: 'nonCancellable', body: [this.pause(500)] };
        const body = rng.chance(0.6) ? [{ op: 'try', body: [waiting], catch: [cleanUp], rethrow: rng.chance(0.5) }] : [waiting];
        const child = this.childStep({ steps: body }, 'start', {
            ...this.childOptions(), ...(rng.chance(0.85) ? { parentClosePolicy: rng.pick(['TERMINATE', 'ABANDON', 'REQUEST_CANCEL']) } : {}),
        });
        return { steps: [child, ...(this.isFree(ctx, ctx.now + 500) ? (this.moveTo(ctx, ctx.now + 500), [this.pause(500)]) : [])], end: 'ok' };
    }
    retriedChild(ctx) {
        const { rng } = this;
        const attempt = rng.int(2, 3);
        const maximumAttempts = rng.int(2, 3);
        const runs = Math.min(attempt, maximumAttempts);
        const at = ctx.now + runs * 500 + (runs - 1) * 1000;
        if (!this.isFree(ctx, at))
            return undefined;
        const child = this.childStep({ steps: [this.pause(500), { op: 'failUntilAttempt', attempt, failure: this.failure(false) }] }, 'execute', { ...this.childOptions(), retry: { initialInterval: 1000, backoffCoefficient: 1, maximumAttempts } });
        this.moveTo(ctx, at);
        return { steps: [child], end: maximumAttempts < attempt ? 'throw' : 'ok' };
    }
    /** A scope around a child is cancelled; the child takes its time to clean up. */
    cancelledChild(ctx) {
        const { rng } = this;
        if (!this.quietSince(ctx) || !this.isFree(ctx, ctx.now + 2500))
            return undefined;
        const name = this.id('scope');
        const cleanUp = { op: 'scope', kind: 'nonCancellable', body: [this.pause(500)] };
        const waiting = { op: 'wait', signal: 'never', count: 1, ...(rng.chance(0.5) ? { timeoutMs: 3_600_000 } : {}) };
        const ignores = rng.chance(0.3);
        const cancellationType = rng.pick(['ABANDON', 'TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'WAIT_CANCELLATION_REQUESTED']);
        const child = this.childStep({ steps: [{ op: 'try', body: [waiting], catch: [cleanUp], rethrow: !ignores }] }, 'execute', { cancellationType });
        for (const t of [500, 1000, 1500])
            ctx.taken.add(ctx.now + t);
        const branches = [
            [{ op: 'scope', kind: 'cancellable', name, body: [child] }],
            [{ op: 'timer', ms: 500 }, { op: 'cancelScope', name }],
        ];
        this.moveTo(ctx, ctx.now + 2500);
        return { steps: [{ op: 'try', body: [{ op: 'all', branches }], catch: [] }, { op: 'timer', ms: 2000 }], end: 'ok' };
    }
    /** Signals between parent and child, either way. */
    talkingChild(ctx) {
        const { rng } = this;
        const signal = this.id('t');
        const handle = { op: 'handle', handler: { kind: 'signal', name: signal } };
        const wait = { op: 'wait', signal, count: 1 };
        if (rng.chance(0.5)) {
            if (!this.isFree(ctx, ctx.now + 500) || !this.isFree(ctx, ctx.now + 1000))
                return undefined;
            const child = this.childStep({ steps: [handle, wait, this.pause(500)] }, 'start');
            this.moveTo(ctx, ctx.now + 500);
            this.moveTo(ctx, ctx.now + 500);
            const tell = rng.chance(0.6) || ctx.path !== '' ? { op: 'signalChild', id: child.id, signal, value: this.value() } : { op: 'signalExternal', to: child.id, signal, value: this.value() };
            return { steps: [child, this.pause(500), tell, { op: 'awaitChild', id: child.id }], end: 'ok' };
        }
        if (!this.isFree(ctx, ctx.now + 500) || !this.isFree(ctx, ctx.now + 1000))
            return undefined;
        const child = this.childStep({ steps: [this.pause(500), { op: 'signalExternal', to: 'parent', signal, value: this.value() }, this.pause(500)] }, 'start');
        this.moveTo(ctx, ctx.now + 500);
        this.moveTo(ctx, ctx.now + 500);
        return { steps: [handle, child, wait, { op: 'awaitChild', id: child.id }], end: 'ok' };
    }
    timedOutChild(ctx) {
        if (!this.isFree(ctx, ctx.now + 1000))
            return undefined;
        this.moveTo(ctx, ctx.now + 1000);
        const child = this.childStep({ steps: [{ op: 'wait', signal: 'never', count: 1 }] }, 'execute', {
            ...(this.rng.chance(0.5) ? { workflowRunTimeout: 1000 } : { workflowExecutionTimeout: 1000 }),
        });
        return { steps: [child], end: 'throw' };
    }
    /** A second child with the id of the first. */
    sameId(ctx) {
        if (!this.isFree(ctx, ctx.now + 1000) || !this.isFree(ctx, ctx.now + 500))
            return undefined;
        const first = this.childStep({ steps: [this.pause(1000)] }, 'start', {});
        const second = { ...first, program: { steps: [] } };
        this.moveTo(ctx, ctx.now + 1000);
        return { steps: [first, { op: 'try', body: [second], catch: [] }, { op: 'awaitChild', id: first.id }], end: 'ok' };
    }
    /** The driver ends the child. */
    endedChild(ctx) {
        const { rng } = this;
        const child = this.childStep({ steps: [{ op: 'wait', signal: 'never', count: 1 }] }, 'execute');
        this.actions.push({ ...(rng.chance(0.5) ? { do: 'cancel' } : { do: 'terminate', reason: 'the child only' }), to: child.id });
        this.renew(ctx);
        return { steps: [child], end: 'throw' };
    }
    addPeer() {
        const { rng } = this;
        const n = rng.int(1, 2);
        const steps = [{ op: 'wait', signal: 'ping', count: n }, this.pause(500)];
        this.peer = {
            handlers: [{ kind: 'signal', name: 'ping' }],
            steps: rng.chance(0.6) ? [{ op: 'try', body: steps, catch: [{ op: 'scope', kind: 'nonCancellable', body: [this.pause(500)] }], rethrow: rng.chance(0.5) }] : steps,
        };
    }
    toPeer(ctx) {
        if (!this.isFree(ctx, ctx.now + 1000))
            return undefined;
        this.moveTo(ctx, ctx.now + 1000);
        const step = this.rng.chance(0.75)
            ? { op: 'signalExternal', to: '.peer', signal: 'ping', value: this.value() }
            : { op: 'cancelExternal', to: '.peer' };
        return { steps: [{ op: 'try', body: [step], catch: [] }, this.pause(1000)], end: 'ok' };
    }
    toNobody() {
        const step = this.rng.chance(0.5)
            ? { op: 'signalExternal', to: '.nobody', signal: 'ping', value: 1 }
            : { op: 'cancelExternal', to: '.nobody' };
        return { steps: [step], end: 'throw' };
    }
    /* ------------------------------------------------------------------------------------------------- ends and starts */
    continueAsNew(ctx, handlers) {
        const c = this.freshCtx('', 0);
        c.limit = Math.min(1500, Math.max(0, this.msLeft - 1000));
        c.depth = 1;
        this.stepsLeft = Math.max(this.stepsLeft, 4);
        const made = this.sequence(c, this.rng.int(1, 4));
        void ctx;
        return { op: 'continueAsNew', program: { handlers, steps: [...(this.rng.chance(0.5) ? [{ op: 'info' }] : []), ...made.steps] } };
    }
    startWith(driver, handlers) {
        const { rng } = this;
        if (rng.chance(0.65)) {
            driver.start = 'signalWithStart';
            driver.with = { name: handlers.some((h) => h.name === 'h1') ? 'h1' : 'early', value: 7 };
        }
        else {
            driver.start = 'updateWithStart';
            handlers.push({ kind: 'update', name: 'u0', validate: true });
            driver.with = { name: 'u0', value: rng.pick([1, 5, -1]) };
        }
    }
    beforeWorker(driver, handlers) {
        const { rng } = this;
        if (driver.start !== 'start')
            return;
        const signals = handlers.filter((h) => h.kind === 'signal' && !h.body);
        driver.beforeWorker = rng.weighted([
            [4, () => Array.from({ length: rng.int(1, 3) }, (_, i) => ({ do: 'signal', signal: signals.length > 0 ? 'h1' : 'early', value: i }))],
            [1, () => [{ do: 'cancel' }]],
            [1, () => [{ do: 'terminate', reason: 'before it began' }]],
        ])();
    }
}
/** What a program uses, for counting. */
function features(entry) {
    const found = new Set();
    const walk = (value) => {
        if (Array.isArray(value))
            return value.forEach(walk);
        if (typeof value !== 'object' || value === null)
            return;
        const v = value;
        if (typeof v.op === 'string') {
            found.add(v.op === 'scope' ? `scope ${v.kind}` : v.op);
            if (v.op === 'child' && v.options?.retry)
                found.add('child retry');
            if (v.op === 'child' && v.options?.parentClosePolicy)
                found.add(`parentClosePolicy ${v.options.parentClosePolicy}`);
            if (v.op === 'wait' && v.timeoutMs !== undefined)
                found.add('wait with timeout');
            if (v.op === 'try' && v.finally)
                found.add('finally');
            if ((v.op === 'child' || v.op === 'activity') && v.options?.cancellationType)
                found.add(`${v.op} ${v.options.cancellationType}`);
            if (v.op === 'activity' && v.options?.heartbeatTimeout)
                found.add('heartbeat timeout set');
            if (v.op === 'activity' && v.options?.retry)
                found.add('activity retry policy');
            if (v.op === 'handle')
                found.add(`handler set late: ${v.handler.kind}`);
        }
        if (typeof v.do === 'string' && !v.op) {
            const action = ['signal', 'update', 'query', 'openGate', 'cancel', 'terminate'].includes(v.do);
            found.add(action ? `driver ${v.do}${v.when ? ' while it runs' : ''}` : `attempt ${v.do}`);
            if (v.failure?.nextRetryDelayMs)
                found.add('nextRetryDelay');
            if (v.beats)
                found.add('heartbeat details');
        }
        Object.values(v).forEach(walk);
    };
    walk(entry);
    for (const h of entry.program.handlers ?? [])
        found.add(`handler ${h.kind}${h.body?.length ? ' with steps' : ''}`);
    if (entry.driver.start !== 'start')
        found.add(entry.driver.start);
    if (entry.driver.beforeWorker)
        found.add('actions before the worker');
    if (entry.driver.maxCachedWorkflows === 0)
        found.add('no cache');
    if (entry.driver.startOptions?.retry)
        found.add('workflow retry');
    if (entry.peer)
        found.add('peer');
    return [...found];
}
