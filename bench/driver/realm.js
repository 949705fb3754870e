"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.activityTimers = exports.activators = void 0;
exports.hop = hop;
/**
 * Makes the SDK's workflow runtime usable in this process: an activator for each async context, and the globals that the SDK
 * would put into its sandbox, seen by workflow code only. Must be loaded before `@temporalio/workflow`.
 */
const node_async_hooks_1 = require("node:async_hooks");
exports.activators = new node_async_hooks_1.AsyncLocalStorage();
exports.activityTimers = new node_async_hooks_1.AsyncLocalStorage();
const hopOn = setImmediate;
/** One turn of the event loop: every promise continuation that can run has run. */
function hop() {
    return new Promise((resolve) => hopOn(resolve));
}
const REPLACED = ['Date', 'setTimeout', 'clearTimeout', 'WeakRef', 'FinalizationRegistry'];
function install() {
    const globals = globalThis;
    // The SDK makes its scopes' storages from this class when it is loaded.
    globals.AsyncLocalStorage = node_async_hooks_1.AsyncLocalStorage;
    Object.defineProperty(globals, '__TEMPORAL_ACTIVATOR__', {
        configurable: true,
        get: () => exports.activators.getStore(),
        // The SDK clears it on dispose; here it is the context that says which activator there is.
        set: () => undefined,
    });
    const real = Object.fromEntries(REPLACED.map((name) => [name, globals[name]]));
    const realRandom = Math.random;
    require('@temporalio/workflow/lib/global-overrides').overrideGlobals();
    const sdk = Object.fromEntries(REPLACED.map((name) => [name, globals[name]]));
    const sdkRandom = Math.random;
    for (const name of REPLACED) {
        Object.defineProperty(globals, name, {
            configurable: true,
            get: () => (exports.activators.getStore() ? sdk : (exports.activityTimers.getStore() ?? real))[name] ??
                real[name],
        });
    }
    Math.random = () => (exports.activators.getStore() ? sdkRandom() : realRandom());
}
install();
