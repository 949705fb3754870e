/**
 * Parses a list filter by recursive descent:
 *
 *     query     = [or] ["group by" columns] ["order by" …] ["limit" …]
 *     or        = and {"or" and}
 *     and       = not {"and" not}
 *     not       = "not" not | "(" or ")" | condition
 *     condition = column operator value | column ["not"] "in" "(" values ")"
 *               | column ["not"] "between" value "and" value | column "is" ["not"] "null" | column
 */
import type { Condition, Operand, Operator, Query } from './query';
import { KEYWORDS } from './query';
import { invalidExpression, syntaxError } from './query-error';
import { type Token, tokenize } from './tokenize';

/** Deeper nesting is refused, for each level is a call on the stack here and in whatever walks the condition. */
const DEPTH_MAX = 200;

const SYMBOL_OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '<>': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '<=>': '<=>',
};
const WORD_OPERATORS = ['starts_with', 'like', 'regexp'] as const;

/** @throws INVALID_ARGUMENT "invalid query: malformed SQL query: …", with the position. */
export function parseQuery(query: string): Query {
  return new Parser(tokenize(query)).query();
}

class Parser {
  private next = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  query(): Query {
    const isBare =
      this.peek.kind === 'end' || this.isKeyword('group') || this.isKeyword('order') || this.isKeyword('limit');
    const where = isBare ? undefined : this.or();
    const groupBy = this.takeKeyword('group') ? this.groupByColumns() : [];
    const hasOrderBy = this.takeKeyword('order');
    if (hasOrderBy) this.orderByColumns();
    const hasLimit = this.takeKeyword('limit');
    if (hasLimit) this.expectKind('number');
    this.expectKind('end');
    return { where, groupBy, hasOrderBy, hasLimit };
  }

  private groupByColumns(): string[] {
    this.expectKeyword('by');
    const columns = [this.column()];
    while (this.takeSymbol(',')) columns.push(this.column());
    return columns;
  }

  private orderByColumns(): void {
    this.expectKeyword('by');
    do {
      this.column();
      if (!this.takeKeyword('asc')) this.takeKeyword('desc');
    } while (this.takeSymbol(','));
  }

  private or(): Condition {
    return this.chain('or', () => this.chain('and', () => this.not()));
  }

  /** One operand stands for itself; several, joined by the same word, become one condition. */
  private chain(kind: 'and' | 'or', operand: () => Condition): Condition {
    const first = operand();
    if (!this.isKeyword(kind)) return first;
    const operands = [first];
    while (this.takeKeyword(kind)) operands.push(operand());
    return { kind, operands };
  }

  private not(): Condition {
    if (++this.depth > DEPTH_MAX) throw this.unexpected();
    try {
      if (this.takeKeyword('not')) return { kind: 'not', operand: this.not() };
      if (!this.takeSymbol('(')) return this.condition();
      const inner = this.or();
      this.expectSymbol(')');
      return inner;
    } finally {
      this.depth--;
    }
  }

  private condition(): Condition {
    const { kind } = this.peek;
    if (kind === 'text' || kind === 'number') {
      throw invalidExpression('must be a column name but was *sqlparser.SQLVal');
    }
    const column = this.column();
    if (this.takeKeyword('is')) {
      const negated = this.takeKeyword('not');
      this.expectKeyword('null');
      return { kind: 'is-null', column, negated };
    }
    const symbol = this.peek.kind === 'symbol' ? SYMBOL_OPERATORS[this.peek.value] : undefined;
    if (symbol) {
      this.next++;
      return { kind: 'compare', column, operator: symbol, value: this.operand() };
    }
    const negated = this.takeKeyword('not');
    for (const word of WORD_OPERATORS) {
      if (!this.takeKeyword(word)) continue;
      return { kind: 'compare', column, operator: negated ? `not ${word}` : word, value: this.operand() };
    }
    if (this.takeKeyword('in')) return { kind: 'in', column, negated, values: this.list() };
    if (this.takeKeyword('between')) {
      const low = this.operand();
      this.expectKeyword('and');
      return { kind: 'between', column, negated, low, high: this.operand() };
    }
    if (negated) throw this.unexpected();
    return { kind: 'column', name: column };
  }

  private list(): Operand[] {
    this.expectSymbol('(');
    const values = [this.operand()];
    while (this.takeSymbol(',')) values.push(this.operand());
    this.expectSymbol(')');
    return values;
  }

  private operand(): Operand {
    if (this.takeSymbol('-')) return { kind: 'number', value: `-${this.expectKind('number').value}` };
    const token = this.peek;
    if (token.kind === 'text' || token.kind === 'number') {
      this.next++;
      return { kind: token.kind, value: token.value };
    }
    if (this.takeKeyword('true')) return { kind: 'boolean', value: true };
    if (this.takeKeyword('false')) return { kind: 'boolean', value: false };
    if (this.takeKeyword('null')) return { kind: 'null' };
    return { kind: 'column', name: this.column() };
  }

  private column(): string {
    const token = this.peek;
    const isName = token.kind === 'name' && !KEYWORDS.has(token.value.toLowerCase());
    if (!isName && token.kind !== 'quoted-name') throw this.unexpected();
    this.next++;
    return token.value;
  }

  private get peek(): Token {
    return this.tokens[this.next]!;
  }

  private isKeyword(word: string): boolean {
    return this.peek.kind === 'name' && this.peek.value.toLowerCase() === word;
  }

  private takeKeyword(word: string): boolean {
    if (!this.isKeyword(word)) return false;
    this.next++;
    return true;
  }

  private takeSymbol(symbol: string): boolean {
    if (this.peek.kind !== 'symbol' || this.peek.value !== symbol) return false;
    this.next++;
    return true;
  }

  private expectKeyword(word: string): void {
    if (!this.takeKeyword(word)) throw this.unexpected();
  }

  private expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected();
  }

  private expectKind(kind: Token['kind']): Token {
    const token = this.peek;
    if (token.kind !== kind) throw this.unexpected();
    if (kind !== 'end') this.next++;
    return token;
  }

  private unexpected(): Error {
    return syntaxError(this.peek.at, this.peek.written);
  }
}
