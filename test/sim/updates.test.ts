/** Updates that do more than answer at once: several at a time, of any name, and such as their workflow leaves behind. */
import { WorkflowUpdateFailedError, WorkflowUpdateStage } from '@temporalio/client';
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../src';
import { MODES, taskQueue } from './modes';

const wait = workflow.defineUpdate<string, [string, number]>('wait');
const close = workflow.defineSignal<[boolean]>('close');

/** Keeps each update waiting for so many minutes; `close` ends it, or lets it continue as new. */
async function waiting(run = 1): Promise<number> {
  let ending: 'complete' | 'continue' | undefined;
  workflow.setHandler(wait, async (name, minutes) => {
    await workflow.sleep(minutes * 60_000);
    return `${name} in run ${run}`;
  });
  workflow.setHandler(close, (continues) => {
    ending = continues ? 'continue' : 'complete';
  });
  await workflow.condition(() => ending !== undefined);
  if (ending === 'continue') await workflow.continueAsNew<typeof waiting>(run + 1);
  return run;
}

/** Takes whatever comes, and tells what came. */
async function takesAll() {
  const seen: unknown[] = [];
  workflow.setDefaultSignalHandler((name, ...args) => {
    seen.push([name, ...args]);
  });
  workflow.setDefaultQueryHandler((name, ...args) => [name, args, seen.length]);
  workflow.setDefaultUpdateHandler(async (name, ...args) => {
    await workflow.sleep('1 second');
    if (name === 'forbidden') throw workflow.ApplicationFailure.create({ message: `${name}: not here` });
    seen.push([name, ...args]);
    return `${name} is done`;
  });
  await workflow.condition(() => seen.length === 3);
  return seen;
}

const workflows = { waiting, takesAll };

const worldOf = (mode: object) => World.create({ workflows, ...mode });

describe.each(MODES)('updates, %s', (_, mode) => {
  it('are handled at the same time, each as long as it takes', async () => {
    await using world = await worldOf(mode);
    const handle = await world.client.workflow.start(waiting, { workflowId: 'w', taskQueue });
    const began = world.now();
    const finished: string[] = [];
    const send = async (name: string, minutes: number) => {
      const answer = await handle.executeUpdate(wait, { args: [name, minutes] });
      finished.push(`${answer} after ${(world.now() - began) / 60_000}`);
    };
    await Promise.all([send('long', 3), send('short', 1), send('middle', 2)]);
    expect(finished).toEqual(['short in run 1 after 1', 'middle in run 1 after 2', 'long in run 1 after 3']);
    await handle.signal(close, false);
    expect(await handle.result()).toBe(1);
  });

  it.each([
    ['completes', false, 1],
    ['continues as new', true, 2],
  ])('that were accepted fail where their workflow %s', async (_, continues, lastRun) => {
    await using world = await worldOf(mode);
    const handle = await world.client.workflow.start(waiting, { workflowId: 'w', taskQueue });
    const update = await handle.startUpdate(wait, {
      args: ['left behind', 60],
      waitForStage: WorkflowUpdateStage.ACCEPTED,
    });
    const result = update.result().catch((error: Error) => error);
    await world.sleep('1 minute');
    await handle.signal(close, continues);
    const error = (await result) as Error;
    expect(error).toBeInstanceOf(WorkflowUpdateFailedError);
    expect(error.cause).toMatchObject({
      message: 'Workflow Update failed because the Workflow completed before the Update completed.',
    });
    const latest = world.client.workflow.getHandle('w');
    if (continues) {
      expect(await latest.executeUpdate(wait, { args: ['new', 1] })).toBe('new in run 2');
      await latest.signal(close, false);
    }
    expect(await latest.result()).toBe(lastRun);
  });

  it('of any name are taken by a default handler, as signals and queries are', async () => {
    await using world = await worldOf(mode);
    const handle = await world.client.workflow.start(takesAll, { workflowId: 'w', taskQueue });
    await handle.signal('some signal', 1);
    expect(await handle.query('some query', 2)).toEqual(['some query', [2], 1]);
    expect(await handle.executeUpdate('some update', { args: [3] })).toBe('some update is done');
    await expect(handle.executeUpdate('forbidden')).rejects.toMatchObject({
      cause: { message: 'forbidden: not here' },
    });
    await handle.signal('another signal');
    expect(await handle.result()).toEqual([['some signal', 1], ['some update', 3], ['another signal']]);
  });
});
