"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const errors_1 = require("../../src/base/errors");
const event_log_1 = require("../../src/history/event-log");
function event(id, timerId = '') {
    return { id, time: id, type: 'TimerStarted', attributes: { timerId } };
}
function timerIds(view) {
    return Array.from((0, event_log_1.eventsOf)(view), (e) => (e.type === 'TimerStarted' ? (e.attributes.timerId ?? '') : ''));
}
(0, vitest_1.describe)('EventLog', () => {
    (0, vitest_1.it)('takes only the event that is next, so that ids have no gaps', () => {
        const log = new event_log_1.EventLog([event(1), event(2)]);
        (0, vitest_1.expect)(() => log.append(event(2))).toThrow(/event 2 .* where event 3 is due/);
        (0, vitest_1.expect)(() => log.append(event(4))).toThrow(errors_1.WorldlineBug);
        (0, vitest_1.expect)(log.length).toBe(2);
    });
    (0, vitest_1.it)('has no event 0 and none beyond its end', () => {
        const log = new event_log_1.EventLog([event(1)]);
        for (const id of [0, 2, -1, Number.NaN])
            (0, vitest_1.expect)(() => log.event(id)).toThrow(errors_1.WorldlineBug);
    });
    (0, vitest_1.it)('gives views that later events do not change', () => {
        const log = new event_log_1.EventLog([event(1, 'a')]);
        const view = log.view();
        log.append(event(2, 'b'));
        (0, vitest_1.expect)(timerIds(view)).toEqual(['a']);
        (0, vitest_1.expect)(() => view.event(2)).toThrow(errors_1.WorldlineBug);
        (0, vitest_1.expect)(() => log.view(3)).toThrow(errors_1.WorldlineBug);
    });
    (0, vitest_1.it)('shows provisional events at the end of a view, and leaves the log as it is', () => {
        const log = new event_log_1.EventLog([event(1, 'a')]);
        const extended = (0, event_log_1.withTail)(log.view(), [event(2, 'provisional')]);
        (0, vitest_1.expect)(timerIds(extended)).toEqual(['a', 'provisional']);
        (0, vitest_1.expect)(log.length).toBe(1);
        (0, vitest_1.expect)(() => (0, event_log_1.withTail)(log.view(), [event(3)])).toThrow(/stands where|where event 2 is due/);
    });
    (0, vitest_1.it)('behaves as arrays that are copied at each fork, whoever appends in which order', () => {
        const step = fast_check_1.default.record({ log: fast_check_1.default.nat(), fork: fast_check_1.default.boolean(), length: fast_check_1.default.nat() });
        fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.array(step, { maxLength: 60 }), (steps) => {
            const logs = [new event_log_1.EventLog()];
            const models = [[]];
            steps.forEach((next, index) => {
                const at = next.log % logs.length;
                const [log, model] = [logs[at], models[at]];
                if (next.fork) {
                    const length = next.length % (model.length + 1);
                    logs.push(log.fork(length));
                    models.push(model.slice(0, length));
                }
                else {
                    log.append(event(model.length + 1, `step ${index}`));
                    model.push(`step ${index}`);
                }
            });
            (0, vitest_1.expect)(logs.map(timerIds)).toEqual(models);
        }));
    });
});
