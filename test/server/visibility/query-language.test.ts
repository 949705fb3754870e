import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerStatus } from '../../../src/server/status';
import { parseQuery } from '../../../src/server/visibility/parse-query';
import {
  COMPARISONS,
  type Condition,
  type Literal,
  type Operator,
  printCondition,
} from '../../../src/server/visibility/query';

const name = fc.oneof(
  fc.constantFrom('WorkflowId', 'CustomIntField', 'ExecutionStatus'),
  // Any name can be written in backticks, keywords too.
  fc.string({ minLength: 1 }).filter((text) => !text.includes('`')),
  fc.constantFrom('and', 'NOT', 'null', 'Order', 'starts_with'),
);
const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), value: fc.string({ unit: 'binary' }) }),
  fc.record({
    kind: fc.constant('number' as const),
    value: fc.constantFrom('0', '-17', '3.25', '1893456000000000000', '1e3'),
  }),
  fc.record({ kind: fc.constant('boolean' as const), value: fc.boolean() }),
);
const operator = fc.constantFrom<Operator>(...COMPARISONS, 'starts_with', 'not starts_with', 'like', 'not like', '<=>');

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('compare' as const), column: name, operator, value: literal }),
    fc.record({ kind: fc.constant('is-null' as const), column: name, negated: fc.boolean() }),
    fc.record({
      kind: fc.constant('in' as const),
      column: name,
      negated: fc.boolean(),
      values: fc.array(literal, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      kind: fc.constant('between' as const),
      column: name,
      negated: fc.boolean(),
      low: literal,
      high: literal,
    }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('condition') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      operands: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

const detailsOf = (query: string): string => {
  try {
    parseQuery(query);
  } catch (error) {
    if (error instanceof ServerStatus) return error.details;
    throw error;
  }
  return 'parses';
};

describe('the language of list filters', () => {
  it('reads every condition back as it was printed', () => {
    fc.assert(
      fc.property(condition, (given) => {
        expect(parseQuery(printCondition(given)).where).toEqual(given);
      }),
    );
  });

  it('refuses what it cannot read with a status, whatever the text', () => {
    const word = fc.constantFrom(
      'WorkflowId',
      '=',
      "'x'",
      '(',
      ')',
      'not',
      'and',
      'or',
      'in',
      ',',
      '-',
      '5',
      'between',
      '`',
      '"',
      "'",
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(detailsOf(text)).toMatch(/^parses$|^invalid query: /);
      }),
    );
  });

  it.each([
    ['nesting', `${'('.repeat(100_000)}a = 1`],
    ['negation', `${'not '.repeat(100_000)}a = 1`],
    ['a text without end', `a = '${"x''".repeat(100_000)}`],
  ])('refuses endless %s', (_, text) => {
    expect(detailsOf(text)).toMatch(/^invalid query: malformed SQL query: syntax error at position \d+ /);
  });

  it('takes a long row of conditions', () => {
    const row = Array.from({ length: 20_000 }, (_, i) => `WorkflowId = '${i}'`).join(' OR ');
    expect(parseQuery(row).where).toMatchObject({ kind: 'or', operands: { length: 20_000 } });
  });

  it('binds NOT closest, then AND, then OR, and does not care about case', () => {
    expect(parseQuery('not a = 1 AND b = 2 oR c = 3').where).toEqual(
      parseQuery('((NOT (a=1)) and (b=2)) or c=3').where,
    );
  });

  it('takes quotes of both kinds, doubled or escaped inside', () => {
    const value = (text: string) => (parseQuery(`a = ${text}`).where as { value: Literal }).value.value;
    expect(value(`'it''s'`)).toBe("it's");
    expect(value(`"it's"`)).toBe("it's");
    expect(value(String.raw`'it\'s\n'`)).toBe("it's\n");
  });

  it('says where it stopped reading, counted in the text of the filter', () => {
    expect(detailsOf('WorkflowId = ')).toBe(
      'invalid query: malformed SQL query: syntax error at position 14 at the end of the query',
    );
    expect(detailsOf("WorkflowId == 'a'")).toBe(
      "invalid query: malformed SQL query: syntax error at position 13 near '='",
    );
    expect(detailsOf('WorkflowId = ?')).toBe(
      "invalid query: malformed SQL query: syntax error at position 14 near '?'",
    );
    expect(detailsOf('a = 1 b = 2')).toBe("invalid query: malformed SQL query: syntax error at position 7 near 'b'");
  });
});
