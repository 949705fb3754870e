import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { InvalidHistoryError, InvalidInputError, ReplayMismatchError, replay, simulate } from '../../src';
import * as activities from '../conformance/kit/activities';
import * as workflows from '../conformance/kit/workflows';

const RAW = join(__dirname, '../conformance/kit/raw');

describe('replay', () => {
  it.each(readdirSync(RAW))('finds no difference in the history %s of a real server', async (file) => {
    const report = await replay(readFileSync(join(RAW, file), 'utf8'), { workflows, activities });
    expect(report.ended).toBe(true);
  });

  it('accepts a history of a world against the code that made it', async () => {
    async function nap() {
      await sleep('1 day');
      return 'rested';
    }
    const { history } = await simulate(nap);
    expect(await replay(history, { workflows: { nap } })).toEqual({
      workflowId: 'nap',
      workflowType: 'nap',
      events: history.length,
      ended: true,
    });
  });

  it('shows both sides and the line of code where they differ', async () => {
    const { history } = await simulate(async function nap() {
      await sleep('1 day');
    });
    async function nap() {
      await sleep(1);
      await sleep(1); // the second timer is not in the history
    }
    const error = await replay(history, { workflows: { nap } }).catch((e) => e);
    expect(error).toBeInstanceOf(ReplayMismatchError);
    expect(error.message).toContain('WorkflowExecutionCompleted');
    expect(error.message).toMatch(/replay\.test\.ts:\d+/);
  });

  it('refuses what is no history and options without code', async () => {
    await expect(replay('{"events":[]}', { workflows })).rejects.toThrow(InvalidHistoryError);
    await expect(replay('[]', {} as never)).rejects.toThrow(InvalidInputError);
  });
});
