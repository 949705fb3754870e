/**
 * A runner for vitest that sweeps every test which uses a world: the test runs as it is, and then once more for every transient fault
 * that could happen in it. `WORLDLINE_SWEEP=1 vitest run`, where the configuration has the plugin of `worldline/vitest`, or says
 * `runner: 'worldline/vitest/sweep-runner'`.
 *
 * Hooks (`beforeEach`, `afterEach`) run around each of these runs, since the state of a test is often made there.
 */
import { type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite, TestRunner } from 'vitest';
import { sweep } from '../explore/sweep.js';

export default class SweepRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    // As it is; before and after it, the hooks that vitest runs.
    await run();
    if (!process.env.WORLDLINE_SWEEP) return;
    await after(test);
    const again = async () => {
      // Counts of assertions and snapshots begin anew.
      this.onBeforeTryTask(test);
      const cleanups = await before(test);
      try {
        await run();
        this.onAfterTryTask(test);
      } finally {
        await after(test);
        for (const cleanup of cleanups.reverse()) await cleanup();
      }
    };
    const report = await sweep(again, { name: nameOf(test) });
    // What vitest runs after the test finds what it expects.
    await before(test);
    report.assertOk();
  }
}

/** From the outermost suite to the innermost. */
async function before(test: RunnerTestCase): Promise<(() => unknown)[]> {
  const cleanups: (() => unknown)[] = [];
  for (const suite of suitesOf(test).reverse()) {
    for (const hook of TestRunner.getSuiteHooks(suite).beforeEach) {
      const cleanup: unknown = await hook(test.context, suite);
      if (typeof cleanup === 'function') cleanups.push(cleanup as () => unknown);
    }
  }
  return cleanups;
}

/** From the innermost suite to the outermost; what was set up last goes first. */
async function after(test: RunnerTestCase): Promise<void> {
  for (const suite of suitesOf(test)) {
    for (const hook of [...TestRunner.getSuiteHooks(suite).afterEach].reverse()) await hook(test.context, suite);
  }
}

/** The suites around a test, innermost first; the file is the last. */
function suitesOf(test: RunnerTestCase): RunnerTestSuite[] {
  const suites: RunnerTestSuite[] = [];
  for (let { suite } = test; suite; suite = suite.suite) suites.push(suite);
  const file: RunnerTestFile = test.file;
  return suites.includes(file) ? suites : [...suites, file];
}

function nameOf(test: RunnerTestCase): string {
  const names = suitesOf(test)
    .slice(0, -1)
    .map(({ name }) => name)
    .reverse();
  return [...names, test.name].join(' > ');
}
