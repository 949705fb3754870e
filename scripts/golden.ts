/**
 * Checks the golden tables of a folder: `npm run golden -- FOLDER` (without one, the sample in test/golden). Prints
 * `TABLE: N of M rows agree` for each of the four tables and the first rows that differ. Exit status 1 where a row differs or
 * a table is missing or empty. Rows flagged `overflow` count as well: see test/golden/retry-table.ts.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ALL_TABLES } from '../test/golden/all-tables';
import { type Difference, difference, type GoldenTable, readRows } from '../test/golden/table';

const SHOWN_DIFFERENCES = 3;
const SHOWN_CHARACTERS = 2000;

function checkTable(folder: string, table: GoldenTable): boolean {
  const file = join(folder, `${table.name}.jsonl`);
  if (!existsSync(file)) {
    console.log(`${table.name}: missing, there is no file ${file}`);
    return false;
  }
  const rows = readRows(folder, table);
  const differences = rows.map((row) => difference(table, row)).filter((found) => found !== undefined);
  console.log(`${table.name}: ${rows.length - differences.length} of ${rows.length} rows agree`);
  for (const found of differences.slice(0, SHOWN_DIFFERENCES)) console.log(describe(found));
  if (differences.length > SHOWN_DIFFERENCES) console.log(`  and ${differences.length - SHOWN_DIFFERENCES} more`);
  return rows.length > 0 && differences.length === 0;
}

/** The row's question, and what differs of its answer. */
function describe({ row, expected, actual }: Difference): string {
  const question = Object.fromEntries(Object.entries(row).filter(([key]) => !(key in expected)));
  const lines = [`  ${row.id}: ${shorten(question)}`];
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    if (JSON.stringify(expected[key]) === JSON.stringify(actual[key])) continue;
    lines.push(`    ${key} expected: ${shorten(expected[key])}`, `    ${key} actual:   ${shorten(actual[key])}`);
  }
  return lines.join('\n');
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none';
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

const folder = resolve(process.argv[2] ?? join(__dirname, '..', 'test', 'golden'));
const agree = ALL_TABLES.map((table) => checkTable(folder, table));
process.exitCode = agree.every(Boolean) ? 0 : 1;
