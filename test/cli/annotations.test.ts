/** What the commands tell GitHub. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { annotationText, placeOf } from '../../src/cli/annotations';
import { runWorldline } from './worldline';

const SCENARIOS = path.join(__dirname, 'scenarios');
const annotations = { folder: path.join(__dirname, '..', '..') };
const worldline = (...args: string[]) => runWorldline(args, { cwd: SCENARIOS, annotations });

/** The number of the first line of a scenario file that has this in it. */
const lineOf = (file: string, code: string) =>
  readFileSync(path.join(SCENARIOS, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(code)) + 1;

describe('the text of an annotation', () => {
  it('escapes messages and properties, each by its own rules', () => {
    expect(annotationText('a: b, 100%', 'first\r\nsecond: 5%, 6%', undefined, '/repo')).toBe(
      '::error title=a%3A b%2C 100%25::first%0D%0Asecond: 5%25, 6%25',
    );
  });

  it('names a file as seen from the checkout', () => {
    const place = { file: '/repo/src/a,b.ts', line: 3, column: 7 };
    expect(annotationText('t', 'm', place, '/repo')).toBe('::error file=src/a%2Cb.ts,line=3,col=7,title=t::m');
  });

  it('finds the line in what an error says, in its stack, and first in its innermost cause', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    (error.cause as Error).stack =
      'Error: inner\n    at node:internal/x:1:2\n    at order (file:///repo/order.ts:12:5)';
    expect(placeOf(error)).toEqual({ file: '/repo/order.ts', line: 12, column: 5 });
    expect(placeOf('no error')).toBeUndefined();
  });
});

describe('where GitHub looks', () => {
  it('a failing run says so at the line of workflow code', async () => {
    const { code, stderr } = await worldline('run', 'task-failure.ts');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^::error file=test\/cli\/scenarios\/task-failure\.ts,line=\d+,col=\d+,title=worldline run%3A /m,
    );
  });

  it('a deadlock is told where the code waits', async () => {
    const { code, stderr } = await worldline('run', 'deadlock.ts', '--json');
    expect(code).toBe(3);
    const line = lineOf('deadlock.ts', 'condition(() => false)');
    expect(stderr).toContain(`::error file=test/cli/scenarios/deadlock.ts,line=${line},`);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('an exploration tells what it found, and the token', async () => {
    const { code, stderr } = await worldline('explore', 'exploration.ts');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^::error file=test\/cli\/scenarios\/exploration\.ts,line=\d+,col=\d+,title=[^:]+::Error: charged 2 times.*%0ATo see it again: npx worldline replay FILE --token \S+\n$/,
    );
  });

  it('nothing is said where all is well, or where nobody looks', async () => {
    expect((await worldline('run', 'greeting.ts')).stderr).toBe('');
    expect((await runWorldline(['run', 'task-failure.ts'], { cwd: SCENARIOS })).stderr).not.toContain('::error');
  });
});
