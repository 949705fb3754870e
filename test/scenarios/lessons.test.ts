/** Each lesson runs, its check holds, and the command line shows it: question, picture, result, answer. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runWorldline } from '../cli/worldline';

const ROOT = path.join(__dirname, '..', '..');
const LESSONS = readdirSync(path.join(ROOT, 'scenarios/lessons')).sort();

const worldline = (...args: string[]) => runWorldline(args, { cwd: ROOT });

describe('worldline learn', () => {
  it.each(LESSONS)('%s', async (file) => {
    const { code, stdout, stderr } = await worldline('learn', String(Number.parseInt(file, 10)));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(stdout).toMatchFileSnapshot(`lessons/${file.replace(/\.ts$/, '.txt')}`);
  });

  it('lists them', async () => {
    const { stdout } = await worldline('learn');
    expect(stdout.split('\n').slice(0, 2)).toEqual([' 1  default retries', ' 2  backoff and caps']);
    expect(stdout.match(/^ ?\d+ {2}/gm)).toHaveLength(LESSONS.length);
  });

  it('are data, too', async () => {
    const names = JSON.parse((await worldline('learn', '--json')).stdout);
    expect(names).toContainEqual({ number: 1, name: 'default retries' });
    const { lesson, ok, histories } = JSON.parse((await worldline('learn', '1', '--json')).stdout);
    expect({ ok, runs: histories.length }).toEqual({ ok: true, runs: 1 });
    expect(lesson).toMatchObject({ number: 1, answer: expect.stringContaining('7 seconds') });
  });

  it('finds one by a part of its name, and says where it is', async () => {
    const { stdout } = await worldline('learn', 'saga', '--path');
    expect(stdout).toMatch(/scenarios.lessons.07-saga\.ts\n$/);
  });

  it.each([
    ['magic', /^'magic': there is no such lesson; give the number of one:\n {1,2}1 {2}default retries/],
    ['and', /^'and': it stands for \d+ lessons; give the number of one:\n/],
  ])('%s is none', async (name, message) => {
    const { code, stdout, stderr } = await worldline('learn', name);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
