/** Threads share the runs of an exploration: faster, with the same result, and safe from what never ends. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { explore, InvalidInputError } from '../../src';
import { loadExploration } from '../../src/cli/load/load-scenario';

const MODULES = path.join(__dirname, 'modules');
const CLI = path.join(__dirname, '..', 'cli', 'scenarios');

describe('workers', { timeout: 60_000 }, () => {
  it('give the report that one would give', async () => {
    const module = path.join(CLI, 'exploration.ts');
    const { options, fn } = await loadExploration('exploration.ts', CLI);
    const alone = await explore({ ...options, seed: 5 }, fn);
    const shared = await explore({ ...options, seed: 5, workers: 2, module }, fn);
    expect(shared.runs).toBe(alone.runs);
    expect(shared.text).toBe(alone.text);
    expect(shared.failure!.token).toBe(alone.failure!.token);
    expect(shared.coverage).toEqual(alone.coverage);
  });

  it('give the same coverage where nothing is found', async () => {
    const module = path.join(CLI, 'exploration.ts');
    const { options, fn } = await loadExploration('exploration.ts', CLI);
    const quiet = { ...options, runs: 50, faults: { kinds: ['eviction', 'reorder'] as const } };
    const alone = await explore(quiet, fn);
    const shared = await explore({ ...quiet, workers: 2, module }, fn);
    expect(shared).toMatchObject({ ok: true, runs: 50 });
    expect(shared.coverage).toEqual(alone.coverage);
  });

  it('write the histories that one would write', async () => {
    const module = path.join(CLI, 'exploration.ts');
    const { options, fn } = await loadExploration('exploration.ts', CLI);
    const folder = mkdtempSync(path.join(tmpdir(), 'worldline-threads-'));
    try {
      const [alone, shared] = [path.join(folder, 'alone'), path.join(folder, 'shared')];
      const quiet = {
        ...options,
        runs: 30,
        faults: { kinds: ['eviction', 'activity-failure'] as const, nonRetryable: false },
      };
      (await explore({ ...quiet, histories: alone }, fn)).assertOk();
      (await explore({ ...quiet, histories: shared, workers: 2, module }, fn)).assertOk();
      expect(readdirSync(shared).sort()).toEqual(readdirSync(alone).sort());
      expect(readdirSync(alone).length).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('stop a run that never ends, and report it with its token', async () => {
    const { options, fn } = await loadExploration('runaway.ts', MODULES);
    const module = path.join(MODULES, 'runaway.ts');
    const report = await explore({ ...options, module, realTimeLimitMs: 1500 }, fn);
    expect(report.failure!.error).toMatchObject({ name: 'RunawayError', code: 'RUNAWAY' });
    // What runs away cannot be made smaller here: the plan is as it was drawn.
    const failure = { kind: 'activity-failure', activity: 'work', failure: { nonRetryable: true } };
    expect(report.failure!.plan).toContainEqual(failure);
    expect(report.failure!.token).toMatch(/^w1\./);
  });

  it('need a module, and say so; the runs are made all the same', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    const { options, fn } = await loadExploration('exploration.ts', CLI);
    const report = await explore({ ...options, workers: 2 }, fn);
    expect(report.ok).toBe(false);
    expect(warn.mock.calls.join()).toContain('{ module: import.meta.url }');
    warn.mockRestore();
  });

  it('say what is wrong with the module', async () => {
    const { options, fn } = await loadExploration('exploration.ts', CLI);
    const exploring = explore({ ...options, module: path.join(CLI, 'no-scenario.ts') }, fn);
    await expect(exploring).rejects.toThrow(InvalidInputError);
    await expect(exploring).rejects.toThrow('has no default export');
  });
});
