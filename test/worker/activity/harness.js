"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.acquireGlobals = exports.Harness = void 0;
exports.payloads = payloads;
exports.values = values;
/** One activity worker on a virtual clock, with a server that remembers what it is told and answers as a test wants. */
const common_1 = require("@temporalio/common");
const internal_non_workflow_1 = require("@temporalio/common/lib/internal-non-workflow");
const api_1 = require("../../../src/base/api");
const drain_1 = require("../../../src/clock/drain");
const globals_1 = require("../../../src/clock/globals");
Object.defineProperty(exports, "acquireGlobals", { enumerable: true, get: function () { return globals_1.acquireGlobals; } });
const realm_1 = require("../../../src/clock/realm");
const virtual_clock_1 = require("../../../src/clock/virtual-clock");
const world_realm_1 = require("../../../src/clock/world-realm");
const activity_worker_1 = require("../../../src/worker/activity/activity-worker");
const START = Date.UTC(2030, 0, 1);
function payloads(...values) {
    return { payloads: values.map((value) => common_1.defaultPayloadConverter.toPayload(value)) };
}
function values(of) {
    return of?.payloads?.map((payload) => common_1.defaultPayloadConverter.fromPayload(payload));
}
class Harness {
    clock = new virtual_clock_1.VirtualClock(START);
    realm = (0, world_realm_1.createWorldRealm)({ clock: this.clock, random: () => 0.5, nextUuid: () => 'uuid' });
    answers = [];
    heartbeats = [];
    logs = [];
    worker;
    /** What the server says to a heartbeat; throwing is a failed call. */
    onHeartbeat = () => ({});
    onRespond = () => undefined;
    #tokens = 0;
    constructor(activities, options = {}) {
        const { converter, ...rest } = options;
        this.worker = new activity_worker_1.ActivityWorker({
            namespace: 'default',
            taskQueue: 'queue',
            activities,
            dataConverter: converter ? (0, internal_non_workflow_1.loadDataConverter)(converter) : common_1.defaultDataConverter,
            logger: this.#logger(),
            clock: this.clock,
            enter: (owner, _label, fn) => (0, realm_1.enterRealm)(this.realm.child({ owner }), fn),
            respond: async (_task, answer) => {
                this.onRespond();
                this.answers.push({ at: this.elapsed, what: answer });
            },
            heartbeat: async (_token, details) => {
                this.heartbeats.push({ at: this.elapsed, what: values(details)[0] });
                return { cancelRequested: false, activityPaused: false, activityReset: false, ...this.onHeartbeat() };
            },
            ...rest,
        });
    }
    get elapsed() {
        return this.clock.now() - START;
    }
    /** The only answer given so far. */
    get answer() {
        if (this.answers.length !== 1)
            throw new Error(`expected one answer, there are ${this.answers.length}`);
        return this.answers[0].what;
    }
    get failure() {
        if (this.answer.kind !== 'failed')
            throw new Error(`expected a failure, got: ${this.answer.kind}`);
        return this.answer.failure;
    }
    task(activityType, fields = {}) {
        const { args = [], lastHeartbeat, startToClose = 60_000, scheduleToClose = 0, heartbeat = 0, ...rest } = fields;
        return {
            taskToken: Uint8Array.of(++this.#tokens),
            workflowNamespace: 'default',
            workflowType: 'order',
            workflowExecution: { workflowId: 'order-1', runId: 'run-1' },
            taskQueue: 'queue',
            activityType,
            activityId: '1',
            input: payloads(...args),
            heartbeatDetails: lastHeartbeat === undefined ? null : payloads(lastHeartbeat),
            scheduledTime: this.clock.now(),
            currentAttemptScheduledTime: this.clock.now(),
            startedTime: this.clock.now(),
            attempt: 1,
            startToCloseTimeout: (0, api_1.msToDuration)(startToClose),
            scheduleToCloseTimeout: (0, api_1.msToDuration)(scheduleToClose),
            heartbeatTimeout: (0, api_1.msToDuration)(heartbeat),
            ...rest,
        };
    }
    /** Starts an attempt and lets it go as far as it can without time. */
    async start(activityType, fields) {
        this.worker.start(this.task(activityType, fields));
        await (0, drain_1.drain)();
    }
    /** Moves time to so many milliseconds after the start, timer by timer. */
    async runTo(elapsedMs) {
        await (0, drain_1.drain)();
        const target = START + elapsedMs;
        for (let due = this.clock.nextDueAt(); due !== undefined && due <= target; due = this.clock.nextDueAt()) {
            this.clock.advanceTo(due);
            this.clock.takeDue()?.fire();
            await (0, drain_1.drain)();
        }
        this.clock.advanceTo(target);
    }
    #logger() {
        const log = (level, message, meta) => void this.logs.push({ level, message, meta });
        return {
            log,
            trace: (m, meta) => log('TRACE', m, meta),
            debug: (m, meta) => log('DEBUG', m, meta),
            info: (m, meta) => log('INFO', m, meta),
            warn: (m, meta) => log('WARN', m, meta),
            error: (m, meta) => log('ERROR', m, meta),
        };
    }
}
exports.Harness = Harness;
