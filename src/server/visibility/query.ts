/** A list filter, parsed: the subset of SQL that Temporal's visibility takes. */

export type Literal =
  | { readonly kind: 'text'; readonly value: string }
  /** As it was written, with its sign: an int64 does not fit a double. */
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean };

/** What stands on the right of an operator; anything but a literal is refused when the filter is compiled. */
export type Operand = Literal | { readonly kind: 'null' } | { readonly kind: 'column'; readonly name: string };

export const COMPARISONS = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof COMPARISONS)[number];
/** The last four parse, and are refused with their name. */
export type Operator =
  | Comparison
  | 'starts_with'
  | 'not starts_with'
  | 'like'
  | 'not like'
  | 'regexp'
  | 'not regexp'
  | '<=>';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Condition[] }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'compare'; readonly column: string; readonly operator: Operator; readonly value: Operand }
  | { readonly kind: 'in'; readonly column: string; readonly negated: boolean; readonly values: readonly Operand[] }
  | {
      readonly kind: 'between';
      readonly column: string;
      readonly negated: boolean;
      readonly low: Operand;
      readonly high: Operand;
    }
  | { readonly kind: 'is-null'; readonly column: string; readonly negated: boolean }
  /** A column alone, which is no condition. */
  | { readonly kind: 'column'; readonly name: string };

export interface Query {
  readonly where: Condition | undefined;
  readonly groupBy: readonly string[];
  readonly hasOrderBy: boolean;
  readonly hasLimit: boolean;
}

/** Words that a name in backticks only may be. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...['and', 'or', 'not', 'in', 'is', 'null', 'between', 'like', 'regexp', 'starts_with', 'true', 'false'],
  ...['group', 'order', 'by', 'limit', 'asc', 'desc'],
]);

function printColumn(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_.]*$/.test(name) && !KEYWORDS.has(name.toLowerCase()) ? name : `\`${name}\``;
}

export function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'text':
      return `'${operand.value.replace(/\\/g, '\\\\').replace(/'/g, "''")}'`;
    case 'column':
      return printColumn(operand.name);
    case 'null':
      return 'null';
    default:
      return String(operand.value);
  }
}

const not = (negated: boolean) => (negated ? 'not ' : '');

/** The filter's text, with just the parentheses that it needs; parsing it gives the same condition. */
export function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
      return condition.operands.map((o) => inParentheses(o, o.kind === 'and' || o.kind === 'or')).join(' and ');
    case 'or':
      return condition.operands.map((o) => inParentheses(o, o.kind === 'or')).join(' or ');
    case 'not':
      return `not ${inParentheses(condition.operand, condition.operand.kind === 'and' || condition.operand.kind === 'or')}`;
    case 'compare':
      return `${printColumn(condition.column)} ${condition.operator} ${printOperand(condition.value)}`;
    case 'in':
      return `${printColumn(condition.column)} ${not(condition.negated)}in (${condition.values.map(printOperand).join(', ')})`;
    case 'between': {
      const { low, high } = condition;
      return `${printColumn(condition.column)} ${not(condition.negated)}between ${printOperand(low)} and ${printOperand(high)}`;
    }
    case 'is-null':
      return `${printColumn(condition.column)} is ${not(condition.negated)}null`;
    case 'column':
      return printColumn(condition.name);
  }
}

function inParentheses(condition: Condition, needed: boolean): string {
  return needed ? `(${printCondition(condition)})` : printCondition(condition);
}
