/** What the right side of a comparison means for the attribute on its left. */
import { WorkflowExecutionStatus } from '../../base/enums';
import type { Column, ScalarColumn } from './columns';
import { datetimeText, nanosText } from './datetime-text';
import { parseDurationText } from './duration-text';
import { type Literal, type Operand, printOperand } from './query';
import { invalidExpression, invalidQuery, notSupported } from './query-error';

/** The names of statuses in filters, which compare with their case. */
export const STATUS_NAMES = {
  Running: WorkflowExecutionStatus.RUNNING,
  Completed: WorkflowExecutionStatus.COMPLETED,
  Failed: WorkflowExecutionStatus.FAILED,
  Canceled: WorkflowExecutionStatus.CANCELED,
  Terminated: WorkflowExecutionStatus.TERMINATED,
  ContinuedAsNew: WorkflowExecutionStatus.CONTINUED_AS_NEW,
  TimedOut: WorkflowExecutionStatus.TIMED_OUT,
  Paused: WorkflowExecutionStatus.PAUSED,
} as const;
const STATUSES = new Map<string, number>(Object.entries(STATUS_NAMES));

/** @throws INVALID_ARGUMENT for a null or a column. */
export function literalOf(operand: Operand): Literal {
  if (operand.kind === 'column') {
    const name = printOperand(operand);
    throw notSupported(`column name on the right side of comparison expression (did you forget to quote '${name}'?)`);
  }
  if (operand.kind === 'null') throw invalidExpression('unexpected value type *sqlparser.NullVal');
  return operand;
}

const isWhole = (number: string) => /^-?\d+$/.test(number);

function unexpected(column: Column): Error {
  return invalidExpression(`unexpected value type float64 for search attribute ${column.name}`);
}

/** The value to compare with; before that, numbers and texts are made alike (see `asColumnValue`). */
export function scalarValue(column: ScalarColumn, operand: Operand): number | string {
  const literal = literalOf(operand);
  if (literal.kind === 'boolean') return Number(literal.value);
  const { kind, value } = literal;
  if (column.type === 'Datetime') return timeValue(column, literal);
  if (column.name === 'ExecutionStatus') return statusValue(column, literal);
  if (column.name === 'ExecutionDuration' && kind === 'text') {
    const nanos = parseDurationText(value);
    if (nanos !== undefined) return nanos;
    throw invalidQuery(`invalid value for search attribute ${column.name}: ${value} (invalid duration)`);
  }
  return kind === 'number' ? Number(value) : value;
}

function timeValue(column: Column, { kind, value }: Exclude<Literal, { kind: 'boolean' }>): string {
  if (kind === 'number') {
    if (!isWhole(value)) throw unexpected(column);
    return nanosText(BigInt(value));
  }
  const text = datetimeText(value);
  if (text === undefined) throw invalidExpression(`unable to parse datetime '${value}'`);
  return text;
}

function statusValue(column: Column, { kind, value }: Exclude<Literal, { kind: 'boolean' }>): number {
  if (kind === 'number') {
    if (!isWhole(value)) throw unexpected(column);
    return Number(value);
  }
  const status = STATUSES.get(value);
  if (status === undefined) throw invalidExpression(`invalid ExecutionStatus value '${value}'`);
  return status;
}

/**
 * SQLite makes a value of the right side like the column's before it compares: a text that is a number becomes one beside a
 * number, and a number becomes its text beside a keyword.
 */
export function asColumnValue(column: ScalarColumn, value: number | string): number | string {
  const holdsNumbers = column.type !== 'Keyword' && column.type !== 'Datetime';
  if (holdsNumbers || column.name === 'ExecutionStatus') {
    return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  return String(value);
}

/** The keyword or the text that a word attribute is compared with. */
export function wordValue(operand: Operand, inTuple: boolean): string {
  const literal = literalOf(operand);
  if (literal.kind === 'text') return literal.value;
  throw invalidExpression(
    `unexpected value type ${inTuple ? 'in tuple ' : ''}(expected string, got ${printOperand(literal)})`,
  );
}
