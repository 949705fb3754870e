"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const activity_1 = require("@temporalio/activity");
const common_1 = require("@temporalio/common");
const vitest_1 = require("vitest");
const api_1 = require("../../../src/base/api");
const realm_1 = require("../../../src/clock/realm");
const activity_functions_1 = require("../../../src/worker/activity/activity-functions");
const harness_1 = require("./harness");
let release;
(0, vitest_1.beforeAll)(() => {
    release = (0, harness_1.acquireGlobals)();
});
(0, vitest_1.afterAll)(() => release());
function resultOf(h) {
    if (h.answer.kind !== 'completed')
        throw new Error(`expected a result, got ${JSON.stringify(h.answer)}`);
    return (0, harness_1.values)(h.answer.result)[0];
}
(0, vitest_1.describe)('what an activity sees', () => {
    (0, vitest_1.it)('has all of activityInfo()', async () => {
        let info;
        const h = new harness_1.Harness({
            look: async () => {
                info = (0, activity_1.activityInfo)();
            },
        });
        await h.start('look', {
            activityId: '7',
            attempt: 2,
            startToClose: 10_000,
            scheduledTime: 1_000,
            currentAttemptScheduledTime: 2_000,
            retryPolicy: {
                initialInterval: (0, api_1.msToDuration)(1000),
                backoffCoefficient: 2,
                maximumInterval: (0, api_1.msToDuration)(100_000),
                maximumAttempts: 3,
                nonRetryableErrorTypes: ['Fatal'],
            },
        });
        (0, vitest_1.expect)(info).toEqual({
            taskToken: Uint8Array.of(1),
            base64TaskToken: 'AQ==',
            taskQueue: 'queue',
            activityId: '7',
            activityType: 'look',
            workflowExecution: { workflowId: 'order-1', runId: 'run-1' },
            workflowType: 'order',
            workflowNamespace: 'default',
            activityNamespace: 'default',
            namespace: 'default',
            attempt: 2,
            isLocal: false,
            inWorkflow: true,
            heartbeatTimeoutMs: 0,
            heartbeatDetails: undefined,
            scheduledTimestampMs: 1_000,
            currentAttemptScheduledTimestampMs: 2_000,
            startToCloseTimeoutMs: 10_000,
            scheduleToCloseTimeoutMs: 0,
            priority: {},
            retryPolicy: {
                initialInterval: 1000,
                backoffCoefficient: 2,
                maximumInterval: 100_000,
                maximumAttempts: 3,
                nonRetryableErrorTypes: ['Fatal'],
            },
            activityRunId: undefined,
        });
    });
    (0, vitest_1.it)('sleeps in virtual time, inside its own realm', async () => {
        const realms = [];
        const h = new harness_1.Harness({
            nap: async () => {
                const before = Date.now();
                realms.push((0, realm_1.currentRealm)());
                await (0, activity_1.sleep)('1 hour');
                realms.push((0, realm_1.currentRealm)());
                return Date.now() - before;
            },
        });
        await h.start('nap', { startToClose: 7_200_000 });
        (0, vitest_1.expect)(h.worker.running).toEqual([
            {
                activityType: 'nap',
                activityId: '1',
                workflowId: 'order-1',
                runId: 'run-1',
                attempt: 1,
                isLocal: false,
                since: h.clock.now(),
            },
        ]);
        await h.runTo(3_600_000);
        (0, vitest_1.expect)(resultOf(h)).toBe(3_600_000);
        (0, vitest_1.expect)(realms[0]).toBeDefined();
        (0, vitest_1.expect)(realms[1]).toBe(realms[0]);
    });
    (0, vitest_1.it)('logs with its attributes, counts with its tags, and interceptors add theirs', async () => {
        const tags = [];
        const meter = {
            createCounter: () => ({ add: (_, extra) => tags.push(extra) }),
        };
        const h = new harness_1.Harness({
            talk: async () => {
                activity_1.log.info('hello', { mine: 1 });
                activity_1.metricMeter.createCounter('c').add(1);
            },
        }, {
            metricMeter: meter,
            interceptors: {
                activity: [
                    () => ({
                        outbound: {
                            getLogAttributes: (input, next) => next({ ...input, tenant: 'a' }),
                            getMetricTags: (input, next) => next({ ...input, tenant: 'a' }),
                        },
                    }),
                ],
            },
        });
        await h.start('talk');
        const hello = h.logs.find(({ message }) => message === 'hello');
        (0, vitest_1.expect)(hello.meta).toMatchObject({
            activityType: 'talk',
            attempt: 1,
            tenant: 'a',
            mine: 1,
            sdkComponent: 'activity',
        });
        (0, vitest_1.expect)(tags).toEqual([{ namespace: 'default', taskQueue: 'queue', activityType: 'talk', tenant: 'a' }]);
    });
    (0, vitest_1.it)('logs into the void where nobody listens, and fails no less for it', async () => {
        const talk = async () => {
            activity_1.log.info('hello');
            throw new Error('no');
        };
        const h = new harness_1.Harness({ talk }, { logger: undefined });
        await h.start('talk');
        (0, vitest_1.expect)(h.failure.message).toBe('no');
        (0, vitest_1.expect)(h.logs).toEqual([]);
    });
    (0, vitest_1.it)('has a client whose calls end with its cancellation', async () => {
        const signals = [];
        const connection = {
            withAbortSignal: (signal, fn) => {
                signals.push(signal);
                return fn();
            },
        };
        const client = { connection };
        const h = new harness_1.Harness({ use: async () => (0, activity_1.getClient)() === client }, { client });
        await h.start('use');
        (0, vitest_1.expect)(resultOf(h)).toBe(true);
        (0, vitest_1.expect)(signals).toHaveLength(1);
    });
    (0, vitest_1.it)('gets its input through the payload codecs, and gives its result through them', async () => {
        const flip = {
            encode: async (all) => all.map((p) => ({ ...p, data: p.data && Uint8Array.from(p.data).reverse() })),
            decode: async (all) => all.map((p) => ({ ...p, data: p.data && Uint8Array.from(p.data).reverse() })),
        };
        const h = new harness_1.Harness({ twice: async (text) => text + text }, { converter: { payloadCodecs: [flip] } });
        const [input] = await flip.encode((0, harness_1.payloads)('ab').payloads);
        h.worker.start({ ...h.task('twice'), input: { payloads: [input] } });
        await h.runTo(0);
        const [output] = await flip.decode((h.answer.kind === 'completed' && h.answer.result?.payloads));
        (0, vitest_1.expect)(common_1.defaultPayloadConverter.fromPayload(output)).toBe('abab');
    });
});
(0, vitest_1.describe)('which functions are activities', () => {
    class Base {
        factor = 2;
        async twice(n) {
            return n * this.factor;
        }
        async name() {
            return 'base';
        }
    }
    class Derived extends Base {
        async name() {
            return 'derived';
        }
        own = async () => this.factor;
    }
    vitest_1.it.each([
        ['twice', [21], 42],
        ['name', [], 'derived'],
        ['own', [], 2],
    ])('finds %s of a class instance', async (name, args, result) => {
        const h = new harness_1.Harness(new Derived());
        await h.start(name, { args: args });
        (0, vitest_1.expect)(resultOf(h)).toBe(result);
    });
    (0, vitest_1.it)('falls back to the dynamic activity', async () => {
        const h = new harness_1.Harness({ default: async () => (0, activity_1.activityInfo)().activityType, notAFunction: 1 });
        await h.start('anything');
        (0, vitest_1.expect)(resultOf(h)).toBe('anything');
    });
    (0, vitest_1.it)('keeps the type information of a bound method', async () => {
        class Typed {
            async give() {
                return 'plain';
            }
        }
        (0, activity_1.setActivityOptions)({
            typeInfo: {
                outputType: { toJSONValue: (v) => `converted ${v}`, fromJSONValue: (v) => v },
            },
        }, Typed.prototype.give);
        (0, vitest_1.expect)((0, activity_functions_1.activityFunctions)(new Typed()).get('give')).toHaveProperty('activityDefinitionOptions.typeInfo.outputType');
    });
    (0, vitest_1.it)('refuses names that Temporal reserves', () => {
        (0, vitest_1.expect)(() => new harness_1.Harness({ __temporal_x: async () => 1 })).toThrow("Cannot use activity name: '__temporal_x', with reserved prefix: '__temporal_'");
    });
});
(0, vitest_1.it)('runs inbound interceptors in order, those of activityInbound first', async () => {
    const order = [];
    const named = (name) => ({
        execute: async (input, next) => {
            order.push(name);
            return `${name}(${await next({ ...input, args: [...input.args, name] })})`;
        },
    });
    const h = new harness_1.Harness({ join: async (...names) => names.join('+') }, { interceptors: { activity: [() => ({ inbound: named('b') })], activityInbound: [() => named('a')] } });
    await h.start('join');
    (0, vitest_1.expect)(order).toEqual(['a', 'b']);
    (0, vitest_1.expect)(resultOf(h)).toBe('a(b(a+b))');
});
(0, vitest_1.it)('fails the attempt where an interceptor factory throws', async () => {
    const h = new harness_1.Harness({ a: async () => 1 }, {
        interceptors: {
            activity: [
                () => {
                    throw new TypeError('bad interceptor');
                },
            ],
        },
    });
    await h.start('a');
    (0, vitest_1.expect)(h.failure).toMatchObject({ message: 'bad interceptor', applicationFailureInfo: { type: 'TypeError' } });
});
(0, vitest_1.describe)('a crash', () => {
    (0, vitest_1.it)('drops everything: no result, no heartbeat, no timer of the worker', async () => {
        let wentOn = false;
        const h = new harness_1.Harness({
            work: async () => {
                activity_1.Context.current().heartbeat(1);
                await (0, activity_1.sleep)(1000);
                activity_1.Context.current().heartbeat(2);
                wentOn = true;
                return 'lost';
            },
        });
        await h.start('work', { heartbeat: 10_000 });
        h.worker.crash();
        (0, vitest_1.expect)(h.worker.running).toEqual([]);
        await h.runTo(100_000);
        (0, vitest_1.expect)(wentOn).toBe(true);
        (0, vitest_1.expect)(h.heartbeats).toEqual([{ at: 0, what: 1 }]);
        (0, vitest_1.expect)(h.answers).toEqual([]);
    });
    (0, vitest_1.it)('loses an attempt that has ended but is not reported', async () => {
        let encoded = false;
        const slow = {
            decode: async (all) => all,
            encode: async (all) => {
                await (0, activity_1.sleep)(1000);
                encoded = true;
                return all;
            },
        };
        const h = new harness_1.Harness({ work: async () => 'done' }, { converter: { payloadCodecs: [slow] } });
        await h.start('work');
        await h.runTo(500);
        h.worker.crash();
        await h.runTo(2000);
        (0, vitest_1.expect)(encoded).toBe(true);
        (0, vitest_1.expect)(h.answers).toEqual([]);
    });
});
(0, vitest_1.describe)('a shutdown', () => {
    const untilCancelled = async () => {
        activity_1.Context.current().heartbeat('last');
        await activity_1.Context.current().cancelled;
    };
    (0, vitest_1.it)('cancels what still runs after the grace time, and asks for a retry elsewhere', async () => {
        const h = new harness_1.Harness({ untilCancelled }, { shutdownGraceTime: 5000 });
        await h.start('untilCancelled');
        let done = false;
        void h.worker.shutdown().then(() => {
            done = true;
        });
        await h.runTo(4999);
        (0, vitest_1.expect)([h.answers, done]).toEqual([[], false]);
        await h.runTo(5000);
        (0, vitest_1.expect)(done).toBe(true);
        (0, vitest_1.expect)(h.failure).toEqual({
            message: 'Worker is shutting down and this activity did not complete in time',
            source: '',
            applicationFailureInfo: { type: 'WorkerShutdown', nonRetryable: false },
        });
        (0, vitest_1.expect)(h.answer.kind === 'failed' && (0, harness_1.values)(h.answer.lastHeartbeatDetails)).toEqual(['last']);
    });
    (0, vitest_1.it)('does not cancel activities that end within the grace time', async () => {
        const h = new harness_1.Harness({ nap: async () => (0, activity_1.sleep)(1000) }, { shutdownGraceTime: 5000 });
        await h.start('nap');
        const done = h.worker.shutdown();
        await h.runTo(1000);
        await done;
        (0, vitest_1.expect)(h.answer.kind).toBe('completed');
        (0, vitest_1.expect)(h.clock.nextDueAt()).toBeUndefined();
    });
    (0, vitest_1.it)('waits for activities that ignore the cancellation', async () => {
        const h = new harness_1.Harness({ stubborn: async () => new Promise((resolve) => setTimeout(resolve, 10_000, 'done')) });
        await h.start('stubborn');
        const done = h.worker.shutdown();
        await h.runTo(10_000);
        await done;
        (0, vitest_1.expect)(resultOf(h)).toBe('done');
    });
    (0, vitest_1.it)('is over at once where nothing runs', async () => {
        const h = new harness_1.Harness({}, { shutdownGraceTime: 5000 });
        await h.worker.shutdown();
        (0, vitest_1.expect)(h.clock.nextDueAt()).toBeUndefined();
    });
    (0, vitest_1.it)('cancels an attempt that comes after the grace time', async () => {
        const h = new harness_1.Harness({ untilCancelled });
        void h.worker.shutdown();
        await h.start('untilCancelled');
        (0, vitest_1.expect)(h.failure.applicationFailureInfo?.type).toBe('WorkerShutdown');
    });
});
