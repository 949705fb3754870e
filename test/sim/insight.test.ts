/** What people see of workflows from outside: summaries and details, who waits for what, logs. */
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { World } from '../../src';
import { MODES, taskQueue } from './modes';

const go = workflow.defineSignal('go');
const total = workflow.defineQuery<number>('total');

const activities = { async pack() {} };

async function insightful() {
  let gone = false;
  workflow.setHandler(
    go,
    () => {
      gone = true;
    },
    { description: 'lets it go on' },
  );
  workflow.setHandler(total, () => 1, { description: 'how many there are' });
  workflow.log.info('begun', { order: 7 });
  workflow.setCurrentDetails('waits for **go**');
  const { pack } = workflow.proxyActivities<typeof activities>({ startToCloseTimeout: '1 hour', summary: 'packing' });
  await workflow.sleep('1 day', { summary: 'a night over it' });
  await workflow.condition(() => gone);
  await pack();
  workflow.log.warn('done');
}

describe.each(MODES)('a workflow that tells about itself, %s', (_, mode) => {
  it('has a summary and details for it, its timers and its activities, and those of now', async () => {
    await using world = await World.create({ workflows: { insightful }, activities, ...mode });
    const handle = await world.client.workflow.start(insightful, {
      workflowId: 'w',
      taskQueue,
      staticSummary: 'order 7',
      staticDetails: 'of a *good* customer',
    });
    await world.sleep('2 days');
    const described = await handle.describe();
    expect([await described.staticSummary(), await described.staticDetails()]).toEqual([
      'order 7',
      'of a *good* customer',
    ]);
    expect(await handle.query('__temporal_workflow_metadata')).toMatchObject({
      currentDetails: 'waits for **go**',
      definition: {
        type: 'insightful',
        signalDefinitions: [{ name: 'go', description: 'lets it go on' }],
        queryDefinitions: expect.arrayContaining([{ name: 'total', description: 'how many there are' }]),
      },
    });
    await handle.signal(go);
    await handle.result();
    const summaries = world.history('w').events.flatMap(({ type, userMetadata }) => {
      const data = userMetadata?.summary?.data;
      return data ? [`${type} ${Buffer.from(data).toString()}`] : [];
    });
    expect(summaries).toEqual([
      'WorkflowExecutionStarted "order 7"',
      'TimerStarted "a night over it"',
      'ActivityTaskScheduled "packing"',
    ]);
  });

  it('says where its code waits', async () => {
    await using world = await World.create({ workflows: { insightful }, activities, ...mode });
    const handle = await world.client.workflow.start(insightful, { workflowId: 'w', taskQueue });
    await world.settle();
    // It sleeps, and nothing else.
    const frame = /^ {4}at insightful \(.*insight\.test\.ts:\d+:\d+\)$/;
    expect(await handle.query('__stack_trace')).toMatch(frame);
    await world.sleep('2 days');
    expect(await handle.query('__stack_trace')).toMatch(frame);
    const { stacks } = await handle.query<{ stacks: object[] }>('__enhanced_stack_trace');
    expect(stacks).toEqual([
      {
        locations: [
          {
            file_path: expect.stringMatching(/insight\.test\.ts$/),
            function_name: 'insightful',
            line: expect.any(Number),
            column: expect.any(Number),
            internal_code: false,
          },
        ],
      },
    ]);
    await handle.signal(go);
    await handle.result();
    expect(await handle.query('__stack_trace')).toBe('');
  });

  it('logs each line once, however often its code is replayed', async () => {
    const lines: unknown[] = [];
    const log = (level: string, message: string, meta?: Record<PropertyKey, unknown>) =>
      lines.push([level, message, meta?.workflowId, meta?.order]);
    const logger = {
      log,
      trace: (message: string, meta?: object) => log('TRACE', message, { ...meta }),
      debug: (message: string, meta?: object) => log('DEBUG', message, { ...meta }),
      info: (message: string, meta?: object) => log('INFO', message, { ...meta }),
      warn: (message: string, meta?: object) => log('WARN', message, { ...meta }),
      error: (message: string, meta?: object) => log('ERROR', message, { ...meta }),
    };
    await using world = await World.create({ workflows: { insightful }, activities, logger, ...mode });
    const handle = await world.client.workflow.start(insightful, { workflowId: 'w', taskQueue });
    await world.sleep('2 days');
    await handle.signal(go);
    await handle.result();
    expect(lines.filter((line) => !(line as string[]).includes('DEBUG'))).toEqual([
      ['INFO', 'begun', 'w', 7],
      ['WARN', 'done', 'w', undefined],
    ]);
  });
});
