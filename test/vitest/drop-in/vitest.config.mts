import { defineConfig } from 'vitest/config';
import { worldline } from '../../../src/vitest/index.mjs';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [worldline()],
  test: { include: ['*.fixture.mts'], pool: 'forks', testTimeout: 60_000 },
});
