"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const all_tables_1 = require("./all-tables");
const table_1 = require("./table");
(0, vitest_1.describe)("answers of the server's own code", () => {
    vitest_1.it.each(all_tables_1.ALL_TABLES.map((table) => [table.name, table]))('agrees with every row of %s', (_, table) => {
        const rows = (0, table_1.readRows)(__dirname, table);
        (0, vitest_1.expect)(rows.length).toBeGreaterThan(100);
        (0, vitest_1.expect)(rows.map((row) => (0, table_1.difference)(table, row)).filter((found) => found !== undefined)).toEqual([]);
    });
    (0, vitest_1.it)('sees a row that differs', () => {
        const table = all_tables_1.ALL_TABLES.find(({ name }) => name === 'retry');
        const row = (0, table_1.readRows)(__dirname, table).find(({ interval }) => interval === '2s');
        (0, vitest_1.expect)((0, table_1.difference)(table, { ...row, interval: '3s' })).toMatchObject({
            expected: { interval: '3s' },
            actual: { interval: '2s' },
        });
    });
});
