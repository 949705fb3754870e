import { defineConfig } from 'vitest/config';
import { worldline } from 'worldline/vitest';

export default defineConfig({ plugins: [worldline()], test: { include: ['test/**/*.test.ts'], testTimeout: 60_000 } });
