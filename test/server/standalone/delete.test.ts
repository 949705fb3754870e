import { CompleteAsyncError } from '@temporalio/activity';
import { ActivityNotFoundError } from '@temporalio/client';
import { TerminatedFailure } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { causeOf, standaloneWorld } from './standalone-world';

const activities = {
  async works() {
    return 'done';
  },
  async later() {
    throw new CompleteAsyncError();
  },
};

async function worldToDeleteIn() {
  const { world, client, start } = await standaloneWorld(activities);
  const remove = (activityId: string, runId?: string) =>
    world.connection.workflowService.deleteActivityExecution({ namespace: 'default', activityId, runId });
  return { world, client, start, remove };
}

describe('a standalone activity that is deleted', () => {
  it('is no longer found, described or listed', async () => {
    const { world, client, start, remove } = await worldToDeleteIn();
    await using _ = world;
    const handle = await start('works');
    await (await start('works', { id: 'kept' })).result();
    expect(await handle.result()).toBe('done');
    await remove('a');
    await expect(handle.describe()).rejects.toThrow(new ActivityNotFoundError('activity not found for ID: a'));
    const listed = [];
    for await (const { activityId } of client.list('')) listed.push(activityId);
    expect(listed).toEqual(['kept']);
    expect((await client.count('')).count).toBe(1);
    await expect(remove('a')).rejects.toMatchObject({ code: 5, details: 'activity not found for ID: a' });
  });

  it('while it runs is terminated, for those who wait, and its answer comes too late', async () => {
    const { world, client, start, remove } = await worldToDeleteIn();
    await using _ = world;
    const cause = causeOf((await start('later')).result());
    await world.settle();
    await remove('a');
    expect(await cause).toBeInstanceOf(TerminatedFailure);
    expect((await cause).message).toBe('Delete activity execution');
    const id = { activityId: 'a' } as Parameters<typeof client.complete>[0];
    await expect(client.complete(id, 'late')).rejects.toMatchObject({ name: 'ActivityNotFoundError' });
  });

  it('leaves its id free, and its earlier runs where they are', async () => {
    const { world, client, start, remove } = await worldToDeleteIn();
    await using _ = world;
    const first = await start('works');
    await first.result();
    const second = await start('later');
    await remove('a', second.runId);
    await expect(client.getHandle('a').describe()).rejects.toThrow(ActivityNotFoundError);
    expect((await client.getHandle('a', first.runId).describe()).status).toBe('COMPLETED');
    const third = await start('works', { idReusePolicy: 'REJECT_DUPLICATE' });
    expect(await third.result()).toBe('done');
  });

  it('must be named as the server wants it', async () => {
    const { world, remove } = await worldToDeleteIn();
    await using _ = world;
    await expect(remove('')).rejects.toMatchObject({ code: 3, details: 'activity ID is required' });
    await expect(remove('a', 'b')).rejects.toMatchObject({ details: 'invalid run id: must be a valid UUID' });
  });
});
