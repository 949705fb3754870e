import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Scenarios import the package by its name, as users do; here that is its source.
    alias: [{ find: /^worldline$/, replacement: new URL('./src/index.ts', import.meta.url).pathname }],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/vitest/fixtures/**'],
    testTimeout: 30_000,
    pool: 'forks',
    // Nobody works beside the tests; vitest would leave one core to others.
    maxWorkers: availableParallelism(),
  },
});
