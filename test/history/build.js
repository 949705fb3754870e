"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.HistoryBuilder = exports.ms = exports.START = void 0;
exports.json = json;
exports.build = build;
const api_1 = require("../../src/base/api");
const event_log_1 = require("../../src/history/event-log");
const history_1 = require("../../src/history/history");
exports.START = Date.UTC(2030, 0, 1);
exports.ms = api_1.msToDuration;
function json(...values) {
    const encode = (text) => new TextEncoder().encode(text);
    return {
        payloads: values.map((value) => ({
            metadata: { encoding: encode('json/plain') },
            data: encode(JSON.stringify(value)),
        })),
    };
}
class HistoryBuilder {
    log = new event_log_1.EventLog();
    #time = exports.START;
    /** Time of the events that follow, in milliseconds since the start. */
    at(elapsedMs) {
        this.#time = exports.START + elapsedMs;
        return this;
    }
    add(type, attributes = {}) {
        const event = { id: this.log.length + 1, time: this.#time, type, attributes };
        this.log.append(event);
        return this;
    }
    /** A workflow task that is scheduled, started and completed at once. */
    task() {
        const scheduledEventId = this.log.length + 1;
        return this.add('WorkflowTaskScheduled', { attempt: 1 })
            .add('WorkflowTaskStarted', { scheduledEventId })
            .add('WorkflowTaskCompleted', { scheduledEventId, startedEventId: scheduledEventId + 1 });
    }
    get history() {
        return new history_1.History(this.log);
    }
}
exports.HistoryBuilder = HistoryBuilder;
/** A history that begins with a started workflow: `checkout("order-1")`. */
function build(started = {}) {
    return new HistoryBuilder().add('WorkflowExecutionStarted', {
        workflowType: { name: 'checkout' },
        workflowId: 'order-1',
        originalExecutionRunId: '00000000-0000-4000-8000-000000000001',
        taskQueue: { name: 'orders', kind: 1 },
        ...started,
    });
}
