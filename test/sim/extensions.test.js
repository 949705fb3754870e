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
var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
Object.defineProperty(exports, "__esModule", { value: true });
const workflow = __importStar(require("@temporalio/workflow"));
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const modes_1 = require("./modes");
const activities = { greet: async (name) => `Hello, ${name}` };
async function greets(name) {
    return workflow.proxyActivities({ startToCloseTimeout: '1s' }).greet(name);
}
/** Turns every byte over, so that nothing on the server's side can be read. */
class FlipCodec {
    async encode(payloads) {
        return payloads.map((payload) => ({
            metadata: { encoding: Buffer.from('binary/flipped') },
            data: flip(Buffer.from(JSON.stringify({ e: text(payload.metadata.encoding), d: text(payload.data) }))),
        }));
    }
    async decode(payloads) {
        return payloads.map((payload) => {
            const { e, d } = JSON.parse(text(flip(payload.data)));
            return { metadata: { encoding: Buffer.from(e) }, data: Buffer.from(d) };
        });
    }
}
const flip = (bytes) => bytes.map((byte) => byte ^ 255);
const text = (bytes) => Buffer.from(bytes).toString('utf8');
vitest_1.describe.each(modes_1.MODES)('%s', (_, mode) => {
    (0, vitest_1.it)('a codec hides payloads from the server, and nobody else notices', async () => {
        const env_1 = { stack: [], error: void 0, hasError: false };
        try {
            const dataConverter = { payloadCodecs: [new FlipCodec()] };
            const world = __addDisposableResource(env_1, await src_1.World.create({ workflows: { greets }, activities, dataConverter, ...mode }), true);
            const result = await world.client.workflow.execute(greets, { workflowId: 'w', taskQueue: modes_1.taskQueue, args: ['Ada'] });
            (0, vitest_1.expect)(result).toBe('Hello, Ada');
            (0, vitest_1.expect)(JSON.stringify(world.history('w'))).not.toContain(Buffer.from('"Ada"').toString('base64'));
        }
        catch (e_1) {
            env_1.error = e_1;
            env_1.hasError = true;
        }
        finally {
            const result_1 = __disposeResources(env_1);
            if (result_1)
                await result_1;
        }
    });
    (0, vitest_1.it)('interceptors stand around client, workflow and activity calls', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            const order = [];
            const interceptors = {
                client: {
                    workflow: [
                        {
                            start: async (input, next) => {
                                order.push('client');
                                return next(input);
                            },
                        },
                    ],
                },
                workflow: [
                    () => ({
                        inbound: [
                            {
                                execute: async (input, next) => {
                                    if (!workflow.workflowInfo().unsafe.isReplaying)
                                        order.push('workflow');
                                    return `${await next(input)}!`;
                                },
                            },
                        ],
                    }),
                ],
                activity: [
                    () => ({
                        inbound: {
                            execute: async (input, next) => {
                                order.push('activity');
                                return next({ ...input, args: [`dear ${input.args[0]}`] });
                            },
                        },
                    }),
                ],
            };
            const world = __addDisposableResource(env_2, await src_1.World.create({ workflows: { greets }, activities, interceptors, ...mode }), true);
            const result = await world.client.workflow.execute(greets, { workflowId: 'w', taskQueue: modes_1.taskQueue, args: ['Ada'] });
            (0, vitest_1.expect)(result).toBe('Hello, dear Ada!');
            (0, vitest_1.expect)(order).toEqual(['client', 'workflow', 'activity']);
        }
        catch (e_2) {
            env_2.error = e_2;
            env_2.hasError = true;
        }
        finally {
            const result_2 = __disposeResources(env_2);
            if (result_2)
                await result_2;
        }
    });
    (0, vitest_1.it)('sinks are called once, not again in replay, unless they ask for that', async () => {
        const heard = [];
        const sinks = {
            log: {
                once: { fn: (_, what) => void heard.push(what) },
                always: { fn: (_, what) => void heard.push(what), callDuringReplay: true },
            },
        };
        async function logs() {
            const { log } = workflow.proxySinks();
            log.once('before');
            await workflow.sleep('1 day');
            log.once('after');
            log.always('always');
        }
        const { error } = await (0, src_1.simulate)(logs, { sinks, ...mode });
        (0, vitest_1.expect)(error).toBeUndefined();
        (0, vitest_1.expect)(heard.filter((what) => what !== 'always')).toEqual(['before', 'after']);
        (0, vitest_1.expect)(heard.filter((what) => what === 'always').length).toBeGreaterThanOrEqual(1);
    });
});
