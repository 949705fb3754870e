"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const timer_heap_1 = require("../../src/clock/timer-heap");
const byKey = (a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence;
(0, vitest_1.test)('agrees with a sorted list whatever is pushed, removed and popped', () => {
    const operation = fast_check_1.default.oneof({ weight: 5, arbitrary: fast_check_1.default.record({ kind: fast_check_1.default.constant('push'), dueAt: fast_check_1.default.integer({ min: 0, max: 20 }) }) }, { weight: 2, arbitrary: fast_check_1.default.record({ kind: fast_check_1.default.constant('remove'), index: fast_check_1.default.nat() }) }, { weight: 2, arbitrary: fast_check_1.default.constant({ kind: 'pop' }) });
    fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.array(operation, { maxLength: 200, size: 'max' }), (operations) => {
        const heap = new timer_heap_1.TimerHeap();
        const model = [];
        let sequence = 0;
        for (const op of operations) {
            if (op.kind === 'push') {
                const entry = { dueAt: op.dueAt, sequence: sequence++, slot: timer_heap_1.NOT_IN_HEAP };
                heap.push(entry);
                model.push(entry);
                model.sort(byKey);
            }
            else if (op.kind === 'pop') {
                (0, vitest_1.expect)(heap.pop()).toBe(model.shift());
            }
            else if (model.length > 0) {
                const [entry] = model.splice(op.index % model.length, 1);
                (0, vitest_1.expect)(heap.remove(entry)).toBe(true);
                (0, vitest_1.expect)(heap.remove(entry)).toBe(false);
            }
            (0, vitest_1.expect)(heap.size).toBe(model.length);
            (0, vitest_1.expect)(heap.peek()).toBe(model[0]);
        }
        for (const entry of model)
            (0, vitest_1.expect)(heap.pop()).toBe(entry);
        (0, vitest_1.expect)(heap.pop()).toBeUndefined();
    }));
});
(0, vitest_1.test)('an entry of another heap is not removed', () => {
    const mine = new timer_heap_1.TimerHeap();
    const theirs = new timer_heap_1.TimerHeap();
    mine.push({ dueAt: 1, sequence: 0, slot: timer_heap_1.NOT_IN_HEAP });
    const entry = { dueAt: 1, sequence: 0, slot: timer_heap_1.NOT_IN_HEAP };
    theirs.push(entry);
    (0, vitest_1.expect)(mine.remove(entry)).toBe(false);
    (0, vitest_1.expect)([mine.size, theirs.size]).toEqual([1, 1]);
});
