import { ActivityNotFoundError, ServiceError } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { describe, expect, it } from 'vitest';
import { START, standaloneWorld } from './standalone-world';

describe('what is known of standalone activities', () => {
  const color = defineSearchAttributeKey('CustomKeywordField', 'KEYWORD');
  const activities = {
    async works(n: number) {
      return n + 1;
    },
    hangs: () => new Promise(() => {}),
  };

  it('is described with its input, its outcome and its options', async () => {
    const { world, start } = await standaloneWorld(activities);
    await using _ = world;
    const handle = await start('works', {
      args: [1],
      summary: 'adds one',
      retry: { maximumAttempts: 2 },
      typedSearchAttributes: [{ key: color, value: 'red' }],
    });
    await handle.result();
    const described = await handle.describe({ includeInput: true, includeOutcome: true });
    expect(described).toMatchObject({
      activityId: 'a',
      activityRunId: handle.runId,
      activityType: 'works',
      status: 'COMPLETED',
      taskQueue: 'q',
      startToCloseTimeoutMs: 60_000,
      retryPolicy: { maximumAttempts: 2 },
      closeTime: new Date(START),
      executionDurationMs: 0,
      lastWorkerIdentity: 'worker-1@worldline',
    });
    expect(await described.getInput()).toEqual([1]);
    expect(await described.getResult()).toBe(2);
    expect(described.typedSearchAttributes.get(color)).toBe('red');
  });

  it('is told to those who wait for a change', async () => {
    const { world, start } = await standaloneWorld(activities);
    await using _ = world;
    const { runId } = await start('works', { args: [1], startDelay: '1 minute' });
    const ref = { namespace: 'default', activityId: 'a', runId };
    const { workflowService } = world.connection;
    const { longPollToken } = await workflowService.describeActivityExecution(ref);
    const changed = await workflowService.describeActivityExecution({ ...ref, longPollToken });
    expect(world.now()).toBe(START + 60_000);
    expect(changed.info?.attempt).toBe(1);
    await expect(
      workflowService.describeActivityExecution({ ...ref, longPollToken: Buffer.from('x') }),
    ).rejects.toMatchObject({ details: 'invalid long poll token' });
  });

  it('is found by list filters, the open ones first, apart from workflows', async () => {
    const { world, client, start } = await standaloneWorld(activities);
    await using _ = world;
    for (const id of ['a1', 'a2']) await (await start('works', { id, args: [1] })).result();
    await start('hangs', { id: 'b1', typedSearchAttributes: [{ key: color, value: 'red' }] });
    const ids = async (query: string) => {
      const found: string[] = [];
      for await (const { activityId } of client.list(query)) found.push(activityId);
      return found;
    };
    expect(await ids('')).toEqual(['b1', 'a2', 'a1']);
    expect(await ids(`ActivityType = 'works'`)).toEqual(['a2', 'a1']);
    expect(await ids(`ActivityId STARTS_WITH 'a' AND ExecutionStatus = 'Running'`)).toEqual([]);
    expect(await ids(`CustomKeywordField = 'red'`)).toEqual(['b1']);
    await expect(ids(`Nothing = 1`)).rejects.toThrow(ServiceError);
    expect(await client.count('GROUP BY ExecutionStatus')).toEqual({
      count: 3,
      groups: [
        { count: 1, groupValues: [['Running']] },
        { count: 2, groupValues: [['Completed']] },
      ],
    });
    expect((await world.client.workflow.count()).count).toBe(0);
  });

  it('is nothing where there is none with the id', async () => {
    const { world, client } = await standaloneWorld(activities);
    await using _ = world;
    await expect(client.getHandle('x').describe()).rejects.toThrow(
      new ActivityNotFoundError('activity not found for ID: x'),
    );
    await expect(client.getHandle('x', 'y').describe()).rejects.toMatchObject({
      cause: { details: 'invalid run id: must be a valid UUID' },
    });
  });
});

describe('a summary', () => {
  it('may take 400 bytes on the wire, the name of its encoding included', async () => {
    const { world, start } = await standaloneWorld({ async works() {} });
    await using _ = world;
    // 2 bytes are the quotes of the JSON text, 24 the encoding, 3 the head of the data.
    const longest = 'x'.repeat(400 - 2 - 24 - 3);
    await start('works', { summary: longest });
    await expect(start('works', { id: 'b', summary: `${longest}x` })).rejects.toMatchObject({
      cause: { code: 3, details: 'user_metadata.summary exceeds size limit. Length=401 Limit=400' },
    });
  });

  it('has details beside it, which may be longer', async () => {
    const { world } = await standaloneWorld({});
    await using _ = world;
    const start = (activityId: string, bytes: number) =>
      world.connection.workflowService.startActivityExecution({
        namespace: 'default',
        activityId,
        activityType: { name: 'works' },
        taskQueue: { name: 'q' },
        startToCloseTimeout: { seconds: 60 as never },
        userMetadata: { details: { data: new Uint8Array(bytes) } },
      });
    await start('a', 19_996);
    await expect(start('b', 19_997)).rejects.toMatchObject({
      details: 'user_metadata.details exceeds size limit. Length=20001 Limit=20000',
    });
  });
});

describe('operator commands', () => {
  it('are refused for standalone activities, as by a server with its defaults', async () => {
    const { world, start } = await standaloneWorld({ hangs: () => new Promise(() => {}) });
    await using _ = world;
    const handle = await start('hangs');
    await expect(handle.pause()).rejects.toMatchObject({
      cause: { code: 12, details: 'Standalone activity operator commands are disabled' },
    });
  });
});
