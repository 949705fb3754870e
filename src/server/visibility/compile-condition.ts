/**
 * Makes a predicate over runs of a parsed condition. SQL's logic has three values: a comparison with an unset attribute is neither
 * true nor false, and stays so under NOT. KeywordList and Text are looked up in an index instead, where unset is just "not found".
 */
import type { SearchAttributeType } from '../execution/search-attributes';
import { type Column, findColumn, type ScalarColumn, type VisibleExecution, type WordsColumn } from './columns';
import { END_OF_TIME } from './datetime-text';
import { asColumnValue, scalarValue, wordValue } from './literal-value';
import { COMPARISONS, type Comparison, type Condition, printCondition, printOperand } from './query';
import { invalidExpression } from './query-error';
import { textSearch } from './text-words';

/** Null: unknown. */
export type Predicate = (x: VisibleExecution) => boolean | null;

type CompareCondition = Extract<Condition, { kind: 'compare' }>;
type InCondition = Extract<Condition, { kind: 'in' }>;

export class ConditionCompiler {
  /** True once a condition has named it: lists show the runs of a division only to those who ask for it. */
  namesDivision = false;

  constructor(private readonly custom: ReadonlyMap<string, SearchAttributeType>) {}

  /** @throws INVALID_ARGUMENT for attributes that do not exist, and for operators and values that do not fit them. */
  compile(condition: Condition): Predicate {
    switch (condition.kind) {
      case 'and':
        return all(condition.operands.map((operand) => this.compile(operand)));
      case 'or':
        return any(condition.operands.map((operand) => this.compile(operand)));
      case 'not':
        return not(this.compile(condition.operand));
      case 'compare':
        return this.compare(condition);
      case 'in':
        return this.inList(condition);
      case 'between':
        return this.between(condition);
      case 'is-null': {
        const column = this.column(condition.column);
        return (x) => (column.value(x) === null) !== condition.negated;
      }
      case 'column':
        throw invalidExpression('incomplete expression');
    }
  }

  column(name: string): Column {
    const column = findColumn(name, this.custom);
    if (!column) throw invalidExpression(`column name '${name}' is not a valid search attribute`);
    this.namesDivision ||= name === 'TemporalNamespaceDivision';
    return column;
  }

  private compare(condition: CompareCondition): Predicate {
    const { operator, value } = condition;
    const startsWith = operator === 'starts_with' || operator === 'not starts_with';
    if (!startsWith && !isComparison(operator)) {
      throw invalidExpression(`invalid operator '${operator}' in \`${printCondition(condition)}\``);
    }
    const column = this.column(condition.column);
    if (isWords(column)) return compareWords(column, condition);
    const wanted = scalarValue(column, value);
    if (!startsWith) return comparison(column, operator as Comparison, asColumnValue(column, wanted));
    if (typeof wanted !== 'string') {
      throw invalidExpression(
        `right-hand side of '${operator}' must be a literal string (got: ${printOperand(value)})`,
      );
    }
    const prefix = lowerAscii(wanted);
    const found: Predicate = withValue(column, (own) => lowerAscii(String(own)).startsWith(prefix));
    return operator === 'starts_with' ? found : not(found);
  }

  private inList(condition: InCondition): Predicate {
    const column = this.column(condition.column);
    const found = isWords(column) ? inWords(column, condition) : inScalars(column, condition);
    return condition.negated ? not(found) : found;
  }

  private between({ column: name, low, high, negated }: Extract<Condition, { kind: 'between' }>): Predicate {
    const column = this.column(name);
    if (isWords(column) || column.type === 'Bool') {
      throw invalidExpression(`cannot do range condition on search attribute '${name}' of type ${column.type}`);
    }
    const [from, to] = [low, high].map((operand) => asColumnValue(column, scalarValue(column, operand)));
    const inside = withValue(column, (own) => order(own, from!) >= 0 && order(own, to!) <= 0);
    return negated ? not(inside) : inside;
  }
}

function isComparison(operator: string): operator is Comparison {
  return (COMPARISONS as readonly string[]).includes(operator);
}

function isWords(column: Column): column is WordsColumn {
  return column.type === 'KeywordList' || column.type === 'Text';
}

const not =
  (predicate: Predicate): Predicate =>
  (x) => {
    const value = predicate(x);
    return value === null ? null : !value;
  };

/** True where all are; false where one is; unknown otherwise. */
const all =
  (predicates: readonly Predicate[]): Predicate =>
  (x) => {
    let result: boolean | null = true;
    for (const predicate of predicates) {
      const value = predicate(x);
      if (value === false) return false;
      if (value === null) result = null;
    }
    return result;
  };

const any = (predicates: readonly Predicate[]): Predicate => not(all(predicates.map(not)));

/** Numbers come before texts, as in SQLite; each kind has its own order. */
function order(a: number | string, b: number | string): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

const TESTS: Record<Comparison, (order: number) => boolean> = {
  '=': (o) => o === 0,
  '!=': (o) => o !== 0,
  '<': (o) => o < 0,
  '<=': (o) => o <= 0,
  '>': (o) => o > 0,
  '>=': (o) => o >= 0,
};

/** Unknown where the attribute is unset; but a run that has not closed compares as closing at the end of time. */
function withValue(column: ScalarColumn, test: (own: number | string) => boolean): Predicate {
  const unset = column.name === 'CloseTime' ? END_OF_TIME : null;
  return (x) => {
    const own = column.value(x) ?? unset;
    return own === null ? null : test(own);
  };
}

function comparison(column: ScalarColumn, operator: Comparison, wanted: number | string): Predicate {
  const test = TESTS[operator];
  return withValue(column, (own) => test(order(own, wanted)));
}

function inScalars(column: ScalarColumn, { values }: InCondition): Predicate {
  const wanted = new Set(values.map((value) => asColumnValue(column, scalarValue(column, value))));
  return withValue(column, (own) => wanted.has(own));
}

function inWords(column: WordsColumn, condition: InCondition): Predicate {
  if (column.type === 'Text') {
    throw unsupportedOperator(column, condition.negated ? 'not in' : 'in', printCondition(condition));
  }
  const wanted = new Set(condition.values.map((value) => wordValue(value, true)));
  return (x) => column.value(x)?.some((word) => wanted.has(word)) ?? false;
}

function compareWords(column: WordsColumn, condition: CompareCondition): Predicate {
  const { operator, value } = condition;
  if (operator !== '=' && operator !== '!=') throw unsupportedOperator(column, operator, printCondition(condition));
  const wanted = wordValue(value, false);
  const search = column.type === 'Text' ? textSearch(wanted) : (word: string) => word === wanted;
  if (!search) {
    throw invalidExpression(
      `unexpected value for Text type search attribute (no tokens found in ${printOperand(value)})`,
    );
  }
  const found: Predicate = (x) => column.value(x)?.some(search) ?? false;
  return operator === '=' ? found : not(found);
}

function unsupportedOperator(column: WordsColumn, operator: string, text: string): Error {
  return invalidExpression(
    `operator '${operator}' not supported for ${column.type} type search attribute in \`${text}\``,
  );
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
