"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const align_1 = require("../../src/history/align");
const build_1 = require("./build");
function order(extra = (history) => history, amount = 10) {
    const builder = extra((0, build_1.build)().task());
    const scheduledEventId = builder.log.length + 1;
    return builder
        .add('ActivityTaskScheduled', { activityId: '1', activityType: { name: 'charge' }, input: (0, build_1.json)({ amount }) })
        .at(1000)
        .add('ActivityTaskStarted', { scheduledEventId, attempt: 1 })
        .add('ActivityTaskCompleted', { scheduledEventId, startedEventId: scheduledEventId + 1 })
        .task()
        .add('WorkflowExecutionCompleted').history;
}
(0, vitest_1.describe)('the diff of two histories', () => {
    (0, vitest_1.it)('of the same behaviour is empty', () => {
        const diff = order().diff(order());
        (0, vitest_1.expect)(diff.equal).toBe(true);
        (0, vitest_1.expect)(diff.first).toBeUndefined();
        (0, vitest_1.expect)(diff.toText()).toBe('The histories agree (11 events).');
    });
    (0, vitest_1.it)('names the fields that changed', () => {
        const { first } = order().diff(order(undefined, 99));
        (0, vitest_1.expect)(first).toMatchObject({
            left: { id: 5 },
            right: { id: 5 },
            fields: [{ path: 'input[0].amount', left: 10, right: 99 }],
        });
    });
    (0, vitest_1.it)('of one event more is that event, though all ids and references after it have moved', () => {
        const diff = order().diff(order((h) => h.add('TimerStarted', { timerId: '7', startToFireTimeout: (0, build_1.ms)(5000) })));
        (0, vitest_1.expect)(diff.rows.filter((row) => !row.left || !row.right || row.fields.length > 0)).toHaveLength(1);
        (0, vitest_1.expect)(diff.first).toMatchObject({ right: { id: 5, type: 'TimerStarted' } });
        (0, vitest_1.expect)(diff.toText({ width: 100 })).toMatchInlineSnapshot(`
      "… 2 equal events
      3 WorkflowTaskStarted                              3 WorkflowTaskStarted
      4 WorkflowTaskCompleted                            4 WorkflowTaskCompleted
                                                       > 5 TimerStarted #7, 5s
      5 ActivityTaskScheduled charge({"amount":10}) #…   6 ActivityTaskScheduled charge({"amount":10}) #…
      6 ActivityTaskStarted charge #1, attempt 1         7 ActivityTaskStarted charge #1, attempt 1
      … 5 equal events"
    `);
    });
    (0, vitest_1.it)('sees a time that moved only where times are asked for', () => {
        const [early, late] = [(0, build_1.build)().at(1).add('TimerFired').history, (0, build_1.build)().at(2).add('TimerFired').history];
        (0, vitest_1.expect)(early.diff(late).equal).toBe(true);
        (0, vitest_1.expect)(early.diff(late, { times: true }).first?.fields).toEqual([{ path: 'time', left: 1, right: 2 }]);
    });
    (0, vitest_1.it)('does not take a reference for equal that names another event', () => {
        const scheduled = { activityType: { name: 'charge' } };
        const two = (completed) => (0, build_1.build)()
            .add('ActivityTaskScheduled', { ...scheduled, activityId: '1' })
            .add('ActivityTaskScheduled', { ...scheduled, activityId: '1' })
            .add('ActivityTaskCompleted', { scheduledEventId: completed }).history;
        (0, vitest_1.expect)(two(2).diff(two(3)).first?.fields).toEqual([{ path: 'scheduledEventId', left: 2, right: 3 }]);
    });
});
(0, vitest_1.describe)('align', () => {
    const list = fast_check_1.default.array(fast_check_1.default.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    /** Length of the longest common subsequence, the plain way. */
    function longest(left, right) {
        const rows = [new Array(right.length + 1).fill(0)];
        for (const [i, l] of left.entries()) {
            const row = [0];
            for (const [j, r] of right.entries())
                row.push(l === r ? rows[i][j] + 1 : Math.max(rows[i][j + 1], row[j]));
            rows.push(row);
        }
        return rows.at(-1).at(-1);
    }
    (0, vitest_1.it)('pairs equal keys, in order, and as many as can be', () => {
        fast_check_1.default.assert(fast_check_1.default.property(list, list, (left, right) => {
            const pairs = (0, align_1.align)(left, right);
            for (const [l, r] of pairs)
                (0, vitest_1.expect)(left[l]).toBe(right[r]);
            for (const [i, [l, r]] of pairs.entries()) {
                const [previousL, previousR] = pairs[i - 1] ?? [-1, -1];
                (0, vitest_1.expect)(l > previousL && r > previousR).toBe(true);
            }
            (0, vitest_1.expect)(pairs.length).toBe(longest(left, right));
        }));
    });
});
