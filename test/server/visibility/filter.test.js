"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const list_filter_1 = require("../../../src/server/visibility/list-filter");
const CUSTOM = new Map([
    ['Flag', 'Bool'],
    ['When', 'Datetime'],
    ['Rate', 'Double'],
    ['Count', 'Int'],
    ['Word', 'Keyword'],
    ['Tags', 'KeywordList'],
    ['Note', 'Text'],
]);
const START = Date.UTC(2030, 0, 1);
const payload = (value) => ({ data: Buffer.from(JSON.stringify(value)) });
function run({ status = 'RUNNING', closeTime = 0, attributes = {}, spec = {} } = {}) {
    const key = { workflowId: 'order-17', runId: 'r1' };
    return {
        ...key,
        key,
        spec: { workflowType: 'order', taskQueue: 'q', ...spec },
        startTime: START,
        executionTime: START,
        closeTime,
        status,
        isRunning: status === 'RUNNING',
        historySizeBytes: 1234,
        stateTransitionCount: 5,
        log: { length: 11 },
        searchAttributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, payload(value)])),
    };
}
const matches = (query, x) => (0, list_filter_1.listFilter)(query, CUSTOM).matches(x);
const full = run({
    attributes: {
        Flag: [true],
        When: ['2030-06-01T12:00:00.000Z'],
        Rate: [2.5],
        Count: [5],
        Word: ['Blue'],
        Tags: ['red', 'green'],
        Note: ['Shipping was late_again, by-far'],
    },
});
const bare = run();
const closed = run({ status: 'TIMED_OUT', closeTime: START + 90 * 60_000 });
(0, vitest_1.describe)('a filter', () => {
    vitest_1.it.each([
        'Flag = true AND Flag != false AND Flag = 1',
        'Rate = 2.5 AND Rate > 2 AND Rate <= 2.5',
        "Count = 5 AND Count = '5' AND Count = 5.0 AND Count IN (4, 5) AND Count BETWEEN 1 AND 5 AND Count > -1",
        "Word = 'Blue' AND Word != 'blue' AND Word > 'Blu' AND Word < 'C' AND Word BETWEEN 'A' AND 'C'",
        "Word STARTS_WITH 'bLu' AND Word NOT STARTS_WITH 'lue' AND Word STARTS_WITH ''",
        "Tags = 'red' AND Tags IN ('blue', 'green') AND Tags != 'blue' AND Tags NOT IN ('Red')",
        "Note = 'late' AND Note = 'no SHIPPING' AND Note = 'by far' AND Note = 'again' AND Note != 'soon'",
        "When > '2030-06-01T11:59:59Z' AND When < '2030-06-01T14:00:00.5+02:00'",
        'When BETWEEN 1893456000000000000 AND 1924992000000000000',
        "ExecutionStatus = 'Running' AND ExecutionStatus = 1 AND ExecutionStatus < 'Completed'",
        "WorkflowId = 'order-17' AND RunId = \"r1\" AND WorkflowType = 'order' AND `TaskQueue` = 'q'",
        "StartTime = '2030-01-01T00:00:00Z' AND ExecutionTime <= '2030-01-01T01:00:00+01:00'",
        "CloseTime > '2100-01-01T00:00:00Z' AND CloseTime IS NULL",
        "ParentWorkflowId IS NULL AND RootWorkflowId = 'order-17'",
    ])('finds the open run: %s', (query) => {
        (0, vitest_1.expect)(matches(query, full)).toBe(true);
    });
    vitest_1.it.each([
        'HistoryLength = 11',
        'HistorySizeBytes > 1000',
        "ExecutionDuration = '1h30m'",
        "ExecutionDuration = '01:30:00'",
        'ExecutionDuration >= 5400000000000',
        "ExecutionDuration < '0.1d'",
        "CloseTime = '2030-01-01T01:30:00Z'",
        "ExecutionStatus IN ('TimedOut', 'Failed')",
    ])('finds the closed run and not the open one: %s', (query) => {
        (0, vitest_1.expect)(matches(query, closed)).toBe(true);
        (0, vitest_1.expect)(matches(query, run())).toBe(false);
    });
    (0, vitest_1.it)('is neither true nor false of an unset scalar, but false of an unset list or text', () => {
        for (const test of [
            'Count = 5',
            'Count != 5',
            'Count IN (5)',
            'Count NOT IN (5)',
            'Count BETWEEN 1 AND 9',
            'Count NOT BETWEEN 1 AND 9',
            "Word NOT STARTS_WITH 'x'",
        ]) {
            (0, vitest_1.expect)([test, matches(test, bare), matches(`NOT (${test})`, bare)]).toEqual([test, false, false]);
        }
        for (const test of ["Tags = 'x'", "Tags IN ('x')", "Note = 'x'"]) {
            (0, vitest_1.expect)([test, matches(test, bare), matches(`NOT (${test})`, bare)]).toEqual([test, false, true]);
        }
        (0, vitest_1.expect)(matches("Tags != 'x' AND Tags NOT IN ('x') AND Note != 'x'", bare)).toBe(true);
        for (const column of CUSTOM.keys()) {
            (0, vitest_1.expect)(matches(`${column} IS NULL`, bare)).toBe(true);
            (0, vitest_1.expect)(matches(`${column} IS NOT NULL`, full)).toBe(true);
        }
    });
    (0, vitest_1.it)('does not find a whole second in a custom time, which is kept with milliseconds', () => {
        (0, vitest_1.expect)(matches("When = '2030-06-01T12:00:00Z'", full)).toBe(false);
        (0, vitest_1.expect)(matches("When >= '2030-06-01T12:00:00Z'", full)).toBe(true);
        const x = run({ attributes: { When: ['2030-06-01T12:00:00.123Z'] } });
        (0, vitest_1.expect)(matches("When = '2030-06-01T12:00:00.123Z'", x)).toBe(true);
    });
    (0, vitest_1.it)('hides runs of a namespace division from those who do not ask for it', () => {
        const hidden = run({ attributes: { TemporalNamespaceDivision: ['TemporalScheduler'] } });
        (0, vitest_1.expect)(matches('', hidden)).toBe(false);
        (0, vitest_1.expect)(matches("WorkflowId = 'order-17'", hidden)).toBe(false);
        (0, vitest_1.expect)(matches("TemporalNamespaceDivision = 'TemporalScheduler'", hidden)).toBe(true);
    });
    (0, vitest_1.it)('follows the laws of logic', () => {
        const values = fast_check_1.default.constantFrom(1, 5, 9);
        const total = fast_check_1.default.tuple(fast_check_1.default.constantFrom('Count', 'Rate'), fast_check_1.default.constantFrom('=', '<', '>='), values);
        const test = total.map((parts) => parts.join(' '));
        fast_check_1.default.assert(fast_check_1.default.property(test, test, (a, b) => {
            const is = (query) => matches(query, full);
            (0, vitest_1.expect)(is(`NOT (${a})`)).toBe(!is(a));
            (0, vitest_1.expect)(is(`${a} AND ${b}`)).toBe(is(a) && is(b));
            (0, vitest_1.expect)(is(`${a} OR ${b}`)).toBe(is(a) || is(b));
            (0, vitest_1.expect)(is(`NOT (${a} AND ${b})`)).toBe(is(`NOT ${a} OR NOT ${b}`));
        }));
        // With an unset attribute a condition and its contrary are both unknown, and so is what depends on them.
        (0, vitest_1.expect)(matches('Count = 5 OR NOT Count = 5', bare)).toBe(false);
        (0, vitest_1.expect)(matches("Count = 5 OR WorkflowId = 'order-17'", bare)).toBe(true);
    });
});
(0, vitest_1.describe)('a filter that means nothing', () => {
    vitest_1.it.each([
        ["ExecutionStatus='Nope'", "invalid expression: invalid ExecutionStatus value 'Nope'"],
        ["ExecutionStatus='running'", "invalid expression: invalid ExecutionStatus value 'running'"],
        ['Foo = 1', "invalid expression: column name 'Foo' is not a valid search attribute"],
        ['count = 1', "invalid expression: column name 'count' is not a valid search attribute"],
        ["Word LIKE 'B%'", "invalid expression: invalid operator 'like' in `Word like 'B%'`"],
        [
            "Tags > 'a'",
            "invalid expression: operator '>' not supported for KeywordList type search attribute in `Tags > 'a'`",
        ],
        [
            "Note STARTS_WITH 'a'",
            "invalid expression: operator 'starts_with' not supported for Text type search attribute in `Note starts_with 'a'`",
        ],
        ['Tags = 5', 'invalid expression: unexpected value type (expected string, got 5)'],
        ['Flag BETWEEN 0 AND 1', "invalid expression: cannot do range condition on search attribute 'Flag' of type Bool"],
        ["When > '2030-06-01'", "invalid expression: unable to parse datetime '2030-06-01'"],
        ["ExecutionDuration > 'soon'", 'invalid value for search attribute ExecutionDuration: soon (invalid duration)'],
        [
            'Word = Blue',
            "operation is not supported: column name on the right side of comparison expression (did you forget to quote 'Blue'?)",
        ],
        ['Word', 'invalid expression: incomplete expression'],
        ['Word STARTS_WITH 5', "invalid expression: right-hand side of 'starts_with' must be a literal string (got: 5)"],
        ["Word = 'a' ORDER BY StartTime DESC", "operation is not supported: 'order by' clause"],
        ['LIMIT 5', "operation is not supported: 'limit' clause"],
        [
            'GROUP BY Word',
            "operation is not supported: 'group by' clause is only supported for ExecutionStatus search attribute",
        ],
        ['GROUP BY Word, Count', "operation is not supported: 'group by' clause supports only a single field"],
    ])('is refused: %s', (query, text) => {
        (0, vitest_1.expect)(() => (0, list_filter_1.listFilter)(query, CUSTOM)).toThrow(vitest_1.expect.objectContaining({ code: 3, details: `invalid query: ${text}` }));
    });
});
