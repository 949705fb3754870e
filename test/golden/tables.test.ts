import { describe, expect, it } from 'vitest';
import { ALL_TABLES } from './all-tables';
import { difference, readRows } from './table';

describe("answers of the server's own code", () => {
  it.each(ALL_TABLES.map((table) => [table.name, table] as const))('agrees with every row of %s', (_, table) => {
    const rows = readRows(__dirname, table);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.map((row) => difference(table, row)).filter((found) => found !== undefined)).toEqual([]);
  });

  it('sees a row that differs', () => {
    const table = ALL_TABLES.find(({ name }) => name === 'retry')!;
    const row = readRows(__dirname, table).find(({ interval }) => interval === '2s')!;
    expect(difference(table, { ...row, interval: '3s' })).toMatchObject({
      expected: { interval: '3s' },
      actual: { interval: '2s' },
    });
  });
});
