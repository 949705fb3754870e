"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.runProgram = runProgram;
/** The one workflow of this corpus: it runs a program, a JSON value. */
const workflow_1 = require("@temporalio/workflow");
const describe_error_1 = require("./describe-error");
async function runProgram(input) {
    return await new Run(input).run();
}
function failureOf(script) {
    const { cause, nextRetryDelayMs, ...rest } = script;
    return workflow_1.ApplicationFailure.create({
        ...rest,
        ...(nextRetryDelayMs === undefined ? {} : { nextRetryDelay: nextRetryDelayMs }),
        ...(cause === undefined ? {} : { cause: failureOf(cause) }),
    });
}
class Run {
    input;
    log;
    received = new Map();
    scopes = new Map();
    children = new Map();
    constructor(input) {
        this.input = input;
        this.log = [...(input.log ?? [])];
    }
    async run() {
        for (const handler of this.input.program.handlers ?? [])
            this.handle(handler);
        await this.steps(this.input.program.steps);
        return this.log;
    }
    async steps(steps) {
        for (const step of steps)
            await this.step(step);
    }
    async step(step) {
        switch (step.op) {
            case 'activity': {
                const value = await (0, workflow_1.proxyActivities)(step.options)[step.type](step.script);
                this.log.push([step.id, value ?? null]);
                return;
            }
            case 'local': {
                const value = await (0, workflow_1.proxyLocalActivities)(step.options)[step.type](step.script);
                this.log.push([step.id, value ?? null]);
                return;
            }
            case 'timer':
                await (0, workflow_1.sleep)(step.ms, step.summary === undefined ? undefined : { summary: step.summary });
                return;
            case 'all':
                await Promise.all(step.branches.map((b) => this.steps(b)));
                return;
            case 'allSettled': {
                const results = await Promise.allSettled(step.branches.map((b) => this.steps(b)));
                this.log.push(['settled', ...results.map((r) => (r.status === 'fulfilled' ? 'ok' : (0, describe_error_1.describeError)(r.reason)))]);
                return;
            }
            case 'race': {
                const scope = new workflow_1.CancellationScope();
                try {
                    await scope.run(() => Promise.race(step.branches.map((b, i) => this.steps(b).then(() => void this.log.push(['first', i])))));
                }
                finally {
                    if (step.cancelLosers)
                        scope.cancel();
                }
                return;
            }
            case 'try':
                try {
                    await this.steps(step.body);
                }
                catch (e) {
                    if (!step.catch)
                        throw e;
                    this.log.push(['caught', (0, describe_error_1.describeError)(e)]);
                    await this.steps(step.catch);
                    if (step.rethrow)
                        throw e;
                }
                finally {
                    if (step.finally)
                        await this.steps(step.finally);
                }
                return;
            case 'scope': {
                if (step.kind === 'timeout')
                    return await workflow_1.CancellationScope.withTimeout(step.ms, () => this.steps(step.body));
                const scope = new workflow_1.CancellationScope({ cancellable: step.kind === 'cancellable' });
                if (step.name)
                    this.scopes.set(step.name, scope);
                return await scope.run(() => this.steps(step.body));
            }
            case 'cancelScope':
                this.scopes.get(step.name)?.cancel();
                return;
            case 'child': {
                const child = await (0, workflow_1.startChild)(runProgram, {
                    ...step.options,
                    workflowId: (0, workflow_1.workflowInfo)().workflowId + step.id,
                    args: [{ root: this.input.root, program: step.program }],
                });
                this.children.set(step.id, child);
                if (step.mode === 'execute')
                    this.log.push([step.id, await child.result()]);
                return;
            }
            case 'awaitChild':
                this.log.push([step.id, (await this.children.get(step.id)?.result()) ?? null]);
                return;
            case 'signalChild':
                await this.children.get(step.id).signal(step.signal, step.value);
                return;
            case 'signalExternal':
                await (0, workflow_1.getExternalWorkflowHandle)(this.target(step.to)).signal(step.signal, step.value);
                return;
            case 'cancelExternal':
                await (0, workflow_1.getExternalWorkflowHandle)(this.target(step.to)).cancel();
                return;
            case 'handle':
                this.handle(step.handler);
                return;
            case 'wait': {
                const met = () => (this.received.get(step.signal) ?? 0) >= step.count;
                if (step.timeoutMs === undefined)
                    await (0, workflow_1.condition)(met);
                else
                    this.log.push([`wait ${step.signal}`, await (0, workflow_1.condition)(met, step.timeoutMs)]);
                return;
            }
            case 'memo':
                (0, workflow_1.upsertMemo)(step.set);
                return;
            case 'search':
                (0, workflow_1.upsertSearchAttributes)(step.set);
                return;
            case 'patched':
                if (step.deprecate)
                    (0, workflow_1.deprecatePatch)(step.id);
                else
                    this.log.push([`patched ${step.id}`, (0, workflow_1.patched)(step.id)]);
                return;
            case 'log':
                this.log.push(step.value);
                return;
            case 'info': {
                const i = (0, workflow_1.workflowInfo)();
                this.log.push(['info', {
                        attempt: i.attempt, historyLength: i.historyLength, memo: i.memo ?? null, search: i.searchAttributes,
                        parent: i.parent?.workflowId ?? null, continued: i.continuedFromExecutionRunId !== undefined,
                        lastFailure: i.lastFailure ? (0, describe_error_1.describeError)(i.lastFailure) : null,
                    }]);
                return;
            }
            case 'repeat':
                for (let i = 0; i < step.times; i++)
                    await this.steps(step.body);
                return;
            case 'fail':
                throw failureOf(step.failure);
            case 'failUntilAttempt':
                if ((0, workflow_1.workflowInfo)().attempt < step.attempt)
                    throw failureOf(step.failure);
                this.log.push(['attempt', (0, workflow_1.workflowInfo)().attempt]);
                return;
            case 'continueAsNew':
                return await (0, workflow_1.continueAsNew)({ root: this.input.root, program: step.program, log: this.log });
        }
    }
    /** `parent`, or the suffix of an id within this program's family, such as `.c1` or `.peer`. */
    target(to) {
        if (to === 'parent')
            return (0, workflow_1.workflowInfo)().parent.workflowId;
        return this.input.root + to;
    }
    handle(h) {
        if (h.kind === 'signal') {
            (0, workflow_1.setHandler)((0, workflow_1.defineSignal)(h.name), async (value) => {
                this.received.set(h.name, (this.received.get(h.name) ?? 0) + 1);
                this.log.push([h.name, value ?? null]);
                if (h.body)
                    await this.steps(h.body);
            });
        }
        else if (h.kind === 'update') {
            (0, workflow_1.setHandler)((0, workflow_1.defineUpdate)(h.name), async (value) => {
                this.log.push([h.name, value]);
                if (h.body)
                    await this.steps(h.body);
                return { doubled: value * 2, logged: this.log.length };
            }, h.validate
                ? {
                    validator: (value) => {
                        if (value < 0)
                            throw new TypeError('only up');
                        if (value > 100)
                            throw workflow_1.ApplicationFailure.nonRetryable('too much', 'TooMuch', { limit: 100 });
                    },
                }
                : undefined);
        }
        else {
            (0, workflow_1.setHandler)((0, workflow_1.defineQuery)(h.name), (value) => {
                if (value === 'throw')
                    throw new Error('the query handler throws');
                return { length: this.log.length, last: this.log[this.log.length - 1] ?? null };
            });
        }
    }
}
