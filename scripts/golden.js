"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * Checks the golden tables of a folder: `npm run golden -- FOLDER` (without one, the sample in test/golden). Prints
 * `TABLE: N of M rows agree` for each of the four tables and the first rows that differ. Exit status 1 where a row differs or
 * a table is missing or empty. Rows flagged `overflow` count as well: see test/golden/retry-table.ts.
 */
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
const all_tables_1 = require("../test/golden/all-tables");
const table_1 = require("../test/golden/table");
const SHOWN_DIFFERENCES = 3;
const SHOWN_CHARACTERS = 2000;
function checkTable(folder, table) {
    const file = (0, node_path_1.join)(folder, `${table.name}.jsonl`);
    if (!(0, node_fs_1.existsSync)(file)) {
        console.log(`${table.name}: missing, there is no file ${file}`);
        return false;
    }
    const rows = (0, table_1.readRows)(folder, table);
    const differences = rows.map((row) => (0, table_1.difference)(table, row)).filter((found) => found !== undefined);
    console.log(`${table.name}: ${rows.length - differences.length} of ${rows.length} rows agree`);
    for (const found of differences.slice(0, SHOWN_DIFFERENCES))
        console.log(describe(found));
    if (differences.length > SHOWN_DIFFERENCES)
        console.log(`  and ${differences.length - SHOWN_DIFFERENCES} more`);
    return rows.length > 0 && differences.length === 0;
}
/** The row's question, and what differs of its answer. */
function describe({ row, expected, actual }) {
    const question = Object.fromEntries(Object.entries(row).filter(([key]) => !(key in expected)));
    const lines = [`  ${row.id}: ${shorten(question)}`];
    for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
        if (JSON.stringify(expected[key]) === JSON.stringify(actual[key]))
            continue;
        lines.push(`    ${key} expected: ${shorten(expected[key])}`, `    ${key} actual:   ${shorten(actual[key])}`);
    }
    return lines.join('\n');
}
function shorten(value) {
    const text = JSON.stringify(value) ?? 'none';
    return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}
const folder = (0, node_path_1.resolve)(process.argv[2] ?? (0, node_path_1.join)(__dirname, '..', 'test', 'golden'));
const agree = all_tables_1.ALL_TABLES.map((table) => checkTable(folder, table));
process.exitCode = agree.every(Boolean) ? 0 : 1;
