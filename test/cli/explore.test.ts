import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../src/cli/io';
import { runWorldline } from './worldline';

const worldline = (args: string[], io: Partial<CliIo> = {}) =>
  runWorldline(args, { cwd: path.join(__dirname, 'scenarios'), ...io });

describe('worldline explore', () => {
  it('finds a failure, and the token that it prints shows it again', async () => {
    const { code, stdout, stderr } = await worldline(['explore', 'exploration.ts']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toContain('charged 2 times');
    expect(stdout).toContain('attempt 1 of charge runs, but its answer is lost');
    const [, token] = /replay FILE --token (\S+)/.exec(stdout)!;
    const again = await worldline(['replay', 'exploration.ts', '--token', token!]);
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('Run 1 failed: Error: charged 2 times');
  });

  it('takes flags for kinds, runs and more; tells how far it is', async () => {
    const lines: string[] = [];
    const args = [
      'explore',
      'exploration.ts',
      '--kinds',
      'eviction,reorder',
      '--max',
      '1',
      '--runs',
      '40',
      '--seed',
      'x',
      '--json',
    ];
    const { code, stdout } = await worldline(args, { progress: (line) => lines.push(line) });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, runs: 40, neverHeld: [] });
    expect(lines.at(-1)).toBe('');
  });

  it('explores a scenario: it must not fail, whatever goes wrong', async () => {
    const { code, stdout } = await worldline(['explore', 'greeting.ts', '--runs', '20', '--kinds', 'eviction']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '20 runs: no violation\n' });
  });

  it.each([
    [['explore', 'exploration.ts', '--runs', 'many'], "--runs is 'many'; it must be a whole number"],
    [['explore', 'exploration.ts', '--kinds', 'rain'], "faults.kinds has 'rain'"],
    [['explore', 'nowhere.ts'], 'there is no file'],
    [['replay', 'exploration.ts', '--token', 'x'], "it must begin with 'w1.'"],
  ])('refuses %j', async (args, text) => {
    const { code, stderr } = await worldline(args);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });
});
