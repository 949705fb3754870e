import { describe, expect, it } from 'vitest';
import { type TimelineCommandOptions, timelineCommand } from '../../../src/cli/commands/timeline';
import { History } from '../../../src/history/history';
import { renderTimeline } from '../../../src/report/timeline-text';
import { type FixtureName, fixtureText } from '../../history/fixtures';

async function run(
  files: string[],
  options: TimelineCommandOptions = {},
  io: { columns?: number; color?: boolean } = {},
) {
  const written = { stdout: '', stderr: '' };
  const code = await timelineCommand(files, options, {
    ...io,
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    readFile: (path) => {
      if (path === 'broken.json') return '{"events":[{"eventId":"7"}]}';
      if (path === 'missing.json') throw new Error('ENOENT: no such file');
      return fixtureText(path as FixtureName);
    },
  });
  return { code, ...written };
}

const history = History.from(fixtureText('patched.main'));

describe('worldline timeline', () => {
  it('prints the picture of a history file, as wide as the terminal', async () => {
    const text = renderTimeline(history, { width: 80 });
    expect(await run(['patched.main'], {}, { columns: 80 })).toEqual({ code: 0, stdout: `${text}\n`, stderr: '' });
    expect((await run(['patched.main'], { width: '80' }, { columns: 132 })).stdout).toBe(`${text}\n`);
  });

  it('prints several runs one below the other', async () => {
    const { stdout } = await run(['patched.main', 'local-activity-fails.main']);
    expect(stdout).toContain('patchedWorkflow "patched.main');
    expect(stdout).toContain('settleLocalActivities "local');
  });

  it('prints its data as JSON, or the canonical text', async () => {
    const data = JSON.parse((await run(['patched.main'], { json: true })).stdout);
    expect(data).toMatchObject({
      workflowType: 'patchedWorkflow',
      events: 14,
      lanes: [{ kind: 'workflow' }, { kind: 'timer' }],
    });
    expect((await run(['patched.main'], { canonical: true })).stdout).toBe(history.toCanonicalText());
  });

  it.each<[string, string[], TimelineCommandOptions, RegExp]>([
    [
      'a file that is no history',
      ['broken.json'],
      {},
      /^broken\.json: Invalid history, event at position 0 \(eventId 7\)/,
    ],
    ['a file that is not there', ['missing.json'], {}, /^missing\.json cannot be read: ENOENT/],
    ['one bad file of two', ['patched.main', 'broken.json'], {}, /^broken\.json/],
    ['no file', [], {}, /no history file given/],
    [
      'a width that is none',
      ['patched.main'],
      { width: 'wide' },
      /--width wide makes no sense: give a whole number from 60/,
    ],
    ['two kinds of output', ['patched.main'], { json: true, canonical: true }, /exclude each other/],
  ])('ends with 2 for %s, and prints nothing but the reason', async (_, files, options, message) => {
    const { code, stdout, stderr } = await run(files, options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
