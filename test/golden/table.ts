/** Golden tables: answers of Temporal's own server code, one JSON object a line, which worldline's arithmetic must give too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

export interface GoldenRow {
  readonly id: string;
  readonly [key: string]: any;
}

export interface GoldenTable {
  /** The file's name without `.jsonl`. */
  readonly name: string;
  /** The answer's keys of a row; a key that the row does not have must be undefined. */
  readonly answerKeys: readonly string[];
  /** What worldline answers to the row's question. */
  answer(row: GoldenRow): Record<string, unknown>;
}

export interface Difference {
  readonly row: GoldenRow;
  readonly expected: Record<string, unknown>;
  readonly actual: Record<string, unknown>;
}

/** The rows of a table in a folder. */
export function readRows(folder: string, table: GoldenTable): GoldenRow[] {
  const file = join(folder, `${table.name}.jsonl`);
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line, index) => parseRow(line, `${file}:${index + 1}`));
}

function parseRow(line: string, place: string): GoldenRow {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Error(`${place} is not a line of JSON`, { cause: error });
  }
}

/** Where worldline differs from a row; undefined where it agrees. An error that is no answer is a difference, too. */
export function difference(table: GoldenTable, row: GoldenRow): Difference | undefined {
  const expected = pick(row, table.answerKeys);
  let actual: Record<string, unknown>;
  try {
    actual = pick(table.answer(row), table.answerKeys);
  } catch (error) {
    return { row, expected, actual: { thrown: String(error) } };
  }
  return isDeepStrictEqual(actual, expected) ? undefined : { row, expected, actual };
}

function pick(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}
