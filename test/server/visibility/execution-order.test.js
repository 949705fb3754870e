"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const execution_order_1 = require("../../../src/server/visibility/execution-order");
const everything = () => true;
function allPages(order, size) {
    const names = [];
    for (let token;;) {
        const page = (0, execution_order_1.pageOf)(order, everything, size, token);
        names.push(...page.runs.map(({ name }) => name));
        if (page.nextPageToken.length === 0)
            return names;
        token = page.nextPageToken;
    }
}
(0, vitest_1.describe)('the order of lists', () => {
    (0, vitest_1.it)('gives every run once, in the same order, whatever the size of pages', () => {
        const runs = fast_check_1.default.array(fast_check_1.default.record({ startTime: fast_check_1.default.nat(4), lasts: fast_check_1.default.option(fast_check_1.default.nat(4)) }), { maxLength: 30 });
        fast_check_1.default.assert(fast_check_1.default.property(runs, fast_check_1.default.integer({ min: 1, max: 7 }), (given, size) => {
            const order = new execution_order_1.ExecutionOrder();
            const all = given.map(({ startTime, lasts }, name) => {
                const run = {
                    name,
                    startTime,
                    closeTime: lasts === null ? 0 : startTime + lasts + 1,
                    isRunning: lasts === null,
                };
                order.add(run);
                return run;
            });
            const whenClosed = (run) => (run.isRunning ? Number.POSITIVE_INFINITY : run.closeTime);
            const expected = [...all].sort((a, b) => (whenClosed(a) === whenClosed(b) ? 0 : whenClosed(b) - whenClosed(a)) ||
                b.startTime - a.startTime ||
                b.name - a.name);
            (0, vitest_1.expect)(allPages(order, size)).toEqual(expected.map(({ name }) => name));
        }));
    });
    (0, vitest_1.it)('does not look at all runs again for each page', () => {
        let reads = 0;
        class Counted {
            startTime = 0;
            closeTime = 0;
            get isRunning() {
                reads++;
                return true;
            }
        }
        const order = new execution_order_1.ExecutionOrder();
        for (let i = 0; i < 100_000; i++)
            order.add(new Counted());
        const first = (0, execution_order_1.pageOf)(order, everything, 10, undefined);
        reads = 0;
        let token = first.nextPageToken;
        for (let i = 0; i < 100; i++)
            token = (0, execution_order_1.pageOf)(order, everything, 10, token).nextPageToken;
        // A binary search and ten runs a page.
        (0, vitest_1.expect)(reads).toBeLessThan(100 * 60);
    });
    (0, vitest_1.it)('takes pages outside 1 to 1000 for 1000', () => {
        const order = new execution_order_1.ExecutionOrder();
        for (let name = 0; name < 1500; name++)
            order.add({ name, startTime: name, closeTime: 0, isRunning: true });
        for (const size of [0, -1, 5000, undefined]) {
            (0, vitest_1.expect)((0, execution_order_1.pageOf)(order, everything, size, undefined).runs).toHaveLength(1000);
        }
    });
});
