"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.DrivenActivity = void 0;
const activity_1 = require("@temporalio/activity");
const common_1 = require("@temporalio/common");
const api_1 = require("../../src/base/api");
const realm_1 = require("./realm");
const run_1 = require("./run");
/** One activity with its attempts: the function is really called, its arguments and results really converted. */
class DrivenActivity {
    command;
    fn;
    host;
    onClose;
    #cancelRequested = false;
    #cancel;
    constructor(command, fn, host, onClose) {
        this.command = command;
        this.fn = fn;
        this.host = host;
        this.onClose = onClose;
    }
    requestCancel() {
        this.#cancelRequested = true;
    }
    /** Runs attempt n, and later ones as the retry policy says (1 s, twice as long each time). */
    async attempt(n) {
        const { fn, command } = this;
        const args = (command.arguments ?? []).map((payload) => common_1.defaultPayloadConverter.fromPayload(payload));
        try {
            // Only activities that heartbeat look at their context; the floor for all others is the call itself.
            const value = await (command.heartbeatTimeout ? this.#inContext(() => fn(...args)) : fn(...args));
            this.onClose({ completed: { result: (0, run_1.toPayloads)([value])[0] } });
        }
        catch (error) {
            const failure = common_1.defaultFailureConverter.errorToFailure(error, common_1.defaultPayloadConverter);
            if (error instanceof common_1.CancelledFailure)
                this.onClose({ cancelled: { failure } });
            else {
                const initialMs = (0, api_1.durationToMs)(command.retryPolicy?.initialInterval) || 1000;
                this.host.idle(true);
                this.host.after(initialMs * 2 ** (n - 1), () => {
                    this.host.idle(false);
                    void this.attempt(n + 1);
                });
            }
        }
    }
    #inContext(call) {
        const abort = new AbortController();
        const cancelled = new Promise((_, reject) => {
            this.#cancel = (failure) => {
                abort.abort(failure);
                reject(failure);
            };
        });
        cancelled.catch(() => undefined); // Most activities are never cancelled, or do not look.
        const heartbeat = (details) => {
            (0, run_1.toPayloads)([details]);
            if (this.#cancelRequested)
                this.#cancel(new common_1.CancelledFailure('CANCELLED'));
        };
        const context = new activity_1.Context({}, cancelled, abort.signal, heartbeat, undefined, undefined, undefined, {});
        return activity_1.asyncLocalStorage.run(context, () => realm_1.activityTimers.run(this.#timers, call));
    }
    /** The timers of one activity; while one is pending, the activity waits for it. */
    #timers = {
        setTimeout: (callback, ms) => {
            this.host.idle(true);
            const pending = { handle: undefined, isPending: true };
            pending.handle = this.host.after(ms, () => {
                pending.isPending = false;
                this.host.idle(false);
                callback();
            });
            return pending;
        },
        clearTimeout: (pending) => {
            if (!pending?.isPending)
                return;
            pending.isPending = false;
            this.host.idle(false);
            this.host.cancel(pending.handle);
        },
    };
}
exports.DrivenActivity = DrivenActivity;
