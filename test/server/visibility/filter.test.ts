import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Payload } from '../../../src/base/api';
import type { SearchAttributeType } from '../../../src/server/execution/search-attributes';
import type { VisibleExecution } from '../../../src/server/visibility/columns';
import { listFilter } from '../../../src/server/visibility/list-filter';

const CUSTOM = new Map<string, SearchAttributeType>([
  ['Flag', 'Bool'],
  ['When', 'Datetime'],
  ['Rate', 'Double'],
  ['Count', 'Int'],
  ['Word', 'Keyword'],
  ['Tags', 'KeywordList'],
  ['Note', 'Text'],
]);
const START = Date.UTC(2030, 0, 1);

const payload = (value: unknown): Payload => ({ data: Buffer.from(JSON.stringify(value)) });

interface Given {
  status?: VisibleExecution['status'];
  closeTime?: number;
  attributes?: Record<string, unknown>;
  spec?: Partial<VisibleExecution['spec']>;
}

function run({ status = 'RUNNING', closeTime = 0, attributes = {}, spec = {} }: Given = {}): VisibleExecution {
  const key = { workflowId: 'order-17', runId: 'r1' };
  return {
    ...key,
    key,
    spec: { workflowType: 'order', taskQueue: 'q', ...spec } as VisibleExecution['spec'],
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

const matches = (query: string, x: VisibleExecution) => listFilter(query, CUSTOM).matches(x);

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

describe('a filter', () => {
  it.each([
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
    expect(matches(query, full)).toBe(true);
  });

  it.each([
    'HistoryLength = 11',
    'HistorySizeBytes > 1000',
    "ExecutionDuration = '1h30m'",
    "ExecutionDuration = '01:30:00'",
    'ExecutionDuration >= 5400000000000',
    "ExecutionDuration < '0.1d'",
    "CloseTime = '2030-01-01T01:30:00Z'",
    "ExecutionStatus IN ('TimedOut', 'Failed')",
  ])('finds the closed run and not the open one: %s', (query) => {
    expect(matches(query, closed)).toBe(true);
    expect(matches(query, run())).toBe(false);
  });

  it('is neither true nor false of an unset scalar, but false of an unset list or text', () => {
    for (const test of [
      'Count = 5',
      'Count != 5',
      'Count IN (5)',
      'Count NOT IN (5)',
      'Count BETWEEN 1 AND 9',
      'Count NOT BETWEEN 1 AND 9',
      "Word NOT STARTS_WITH 'x'",
    ]) {
      expect([test, matches(test, bare), matches(`NOT (${test})`, bare)]).toEqual([test, false, false]);
    }
    for (const test of ["Tags = 'x'", "Tags IN ('x')", "Note = 'x'"]) {
      expect([test, matches(test, bare), matches(`NOT (${test})`, bare)]).toEqual([test, false, true]);
    }
    expect(matches("Tags != 'x' AND Tags NOT IN ('x') AND Note != 'x'", bare)).toBe(true);
    for (const column of CUSTOM.keys()) {
      expect(matches(`${column} IS NULL`, bare)).toBe(true);
      expect(matches(`${column} IS NOT NULL`, full)).toBe(true);
    }
  });

  it('does not find a whole second in a custom time, which is kept with milliseconds', () => {
    expect(matches("When = '2030-06-01T12:00:00Z'", full)).toBe(false);
    expect(matches("When >= '2030-06-01T12:00:00Z'", full)).toBe(true);
    const x = run({ attributes: { When: ['2030-06-01T12:00:00.123Z'] } });
    expect(matches("When = '2030-06-01T12:00:00.123Z'", x)).toBe(true);
  });

  it('hides runs of a namespace division from those who do not ask for it', () => {
    const hidden = run({ attributes: { TemporalNamespaceDivision: ['TemporalScheduler'] } });
    expect(matches('', hidden)).toBe(false);
    expect(matches("WorkflowId = 'order-17'", hidden)).toBe(false);
    expect(matches("TemporalNamespaceDivision = 'TemporalScheduler'", hidden)).toBe(true);
  });

  it('follows the laws of logic', () => {
    const values = fc.constantFrom(1, 5, 9);
    const total = fc.tuple(fc.constantFrom('Count', 'Rate'), fc.constantFrom('=', '<', '>='), values);
    const test = total.map((parts) => parts.join(' '));
    fc.assert(
      fc.property(test, test, (a, b) => {
        const is = (query: string) => matches(query, full);
        expect(is(`NOT (${a})`)).toBe(!is(a));
        expect(is(`${a} AND ${b}`)).toBe(is(a) && is(b));
        expect(is(`${a} OR ${b}`)).toBe(is(a) || is(b));
        expect(is(`NOT (${a} AND ${b})`)).toBe(is(`NOT ${a} OR NOT ${b}`));
      }),
    );
    // With an unset attribute a condition and its contrary are both unknown, and so is what depends on them.
    expect(matches('Count = 5 OR NOT Count = 5', bare)).toBe(false);
    expect(matches("Count = 5 OR WorkflowId = 'order-17'", bare)).toBe(true);
  });
});

describe('a filter that means nothing', () => {
  it.each([
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
    expect(() => listFilter(query, CUSTOM)).toThrow(
      expect.objectContaining({ code: 3, details: `invalid query: ${text}` }),
    );
  });
});
