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
/** How much the runs of workflow code share. */
const node_url_1 = require("node:url");
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const counting = __importStar(require("./counting-workflows"));
const modes_1 = require("./modes");
const workflows = require.resolve('./counting-workflows.ts');
async function countTwice(options) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const world = __addDisposableResource(env_1, await src_1.World.create({ workflows, ...options }), true);
        const count = (workflowId) => world.client.workflow.execute('count', { workflowId, taskQueue: modes_1.taskQueue });
        return [await count('a'), await count('b')];
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
}
(0, vitest_1.describe)('module state of workflow code', () => {
    vitest_1.it.each([
        ['a path, by default', {}],
        ['a URL, by default', { workflows: (0, node_url_1.pathToFileURL)(workflows) }],
        ['run', { isolation: 'run' }],
        ['vm', { isolation: 'vm' }],
    ])('belongs to a run: %s', async (_, options) => {
        (0, vitest_1.expect)(await countTwice(options)).toEqual([1, 1]);
    });
    (0, vitest_1.it)('is shared where modules are, which a replay notices where it matters', async () => {
        const env_2 = { stack: [], error: void 0, hasError: false };
        try {
            (0, vitest_1.expect)(await countTwice({ isolation: 'realm', replay: 'off' })).toEqual([1, 2]);
            const world = __addDisposableResource(env_2, await src_1.World.create({ workflows: counting }), true);
            const result = world.client.workflow.execute('sleepsOnce', { workflowId: 'w', taskQueue: modes_1.taskQueue });
            await (0, vitest_1.expect)(result).rejects.toThrow(src_1.ReplayMismatchError);
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
    (0, vitest_1.it)('cannot be kept apart in a module that is loaded already', async () => {
        const making = src_1.World.create({ workflows: counting, isolation: 'run' });
        await (0, vitest_1.expect)(making).rejects.toThrow(src_1.InvalidInputError);
        await (0, vitest_1.expect)(making).rejects.toThrow(/isolation 'run' needs the path of the workflow code/);
    });
});
