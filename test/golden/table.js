"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readRows = readRows;
exports.difference = difference;
/** Golden tables: answers of Temporal's own server code, one JSON object a line, which worldline's arithmetic must give too. */
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
const node_util_1 = require("node:util");
/** The rows of a table in a folder. */
function readRows(folder, table) {
    const file = (0, node_path_1.join)(folder, `${table.name}.jsonl`);
    const lines = (0, node_fs_1.readFileSync)(file, 'utf8').split('\n');
    return lines.filter((line) => line !== '').map((line, index) => parseRow(line, `${file}:${index + 1}`));
}
function parseRow(line, place) {
    try {
        return JSON.parse(line);
    }
    catch (error) {
        throw new Error(`${place} is not a line of JSON`, { cause: error });
    }
}
/** Where worldline differs from a row; undefined where it agrees. An error that is no answer is a difference, too. */
function difference(table, row) {
    const expected = pick(row, table.answerKeys);
    let actual;
    try {
        actual = pick(table.answer(row), table.answerKeys);
    }
    catch (error) {
        return { row, expected, actual: { thrown: String(error) } };
    }
    return (0, node_util_1.isDeepStrictEqual)(actual, expected) ? undefined : { row, expected, actual };
}
function pick(from, keys) {
    return Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]]));
}
