import path from 'node:path';
import { build } from 'esbuild';

const ROOT = path.dirname(__dirname);
const OUT = path.join(ROOT, 'node_modules', '.cache', 'worldline-bench');

/**
 * Compiles src and bench file by file, and gives the folder of the compiled bench. What is measured is then plain JavaScript, as users
 * have it: a loader that keeps function names or maps stacks would cost as much as some workloads.
 */
export async function compile(): Promise<string> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/**/*.ts', 'bench/**/*.ts'],
    outdir: OUT,
    outbase: '.',
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
  return path.join(OUT, 'bench');
}
