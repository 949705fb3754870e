/** What workflow code would have answered at any event of its history. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { condition, defineQuery, defineSignal, proxyActivities, setHandler, sleep } from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, ReplayMismatchError, replay, World } from '../../src';
import { historyToJson } from '../../src/history/json';

const taskQueue = 'shop';
const status = defineQuery<string, [prefix?: string]>('status');
const approve = defineSignal('approve');

const shop = { charge: async (amount: number) => `paid ${amount}` };

async function order(amount: number) {
  const { charge } = proxyActivities<typeof shop>({ startToCloseTimeout: '1 minute' });
  let now = 'waiting for approval';
  let approved = false;
  setHandler(approve, () => {
    approved = true;
  });
  setHandler(status, (prefix = '') => `${prefix}${now}`);
  await condition(() => approved);
  now = 'charging';
  const receipt = await charge(amount);
  now = receipt;
  setHandler(defineQuery<string>('receipt'), () => receipt);
  await sleep('1 day');
  now = 'done';
  return receipt;
}

/** Where this file says it first. */
const lineOf = (code: string) => {
  const text = readFileSync(__filename, 'utf8');
  return text.slice(0, text.indexOf(code)).split('\n').length;
};

async function ordered() {
  const world = await World.create({ workflows: { order }, activities: shop });
  const handle = await world.client.workflow.start(order, { workflowId: 'o', taskQueue, args: [5] });
  await world.settle();
  await handle.signal(approve);
  await handle.result();
  return world;
}

describe('a moment of the past', () => {
  it('answers what a query would have been answered at each event', async () => {
    await using world = await ordered();
    const history = world.history('o');
    const answers = history.events.slice(3).map(async ({ id, type }) => {
      const moment = world.at({ workflowId: 'o', eventId: id });
      return `${id} ${type}: ${await moment.query(status)}, as of ${moment.codeEventId}`;
    });
    expect(await Promise.all(answers)).toMatchInlineSnapshot(`
      [
        "4 WorkflowTaskCompleted: waiting for approval, as of 4",
        "5 WorkflowExecutionSignaled: waiting for approval, as of 4",
        "6 WorkflowTaskScheduled: waiting for approval, as of 4",
        "7 WorkflowTaskStarted: waiting for approval, as of 4",
        "8 WorkflowTaskCompleted: charging, as of 9",
        "9 ActivityTaskScheduled: charging, as of 9",
        "10 ActivityTaskStarted: charging, as of 9",
        "11 ActivityTaskCompleted: charging, as of 9",
        "12 WorkflowTaskScheduled: charging, as of 9",
        "13 WorkflowTaskStarted: charging, as of 9",
        "14 WorkflowTaskCompleted: paid 5, as of 15",
        "15 TimerStarted: paid 5, as of 15",
        "16 TimerFired: paid 5, as of 15",
        "17 WorkflowTaskScheduled: paid 5, as of 15",
        "18 WorkflowTaskStarted: paid 5, as of 15",
        "19 WorkflowTaskCompleted: done, as of 20",
        "20 WorkflowExecutionCompleted: done, as of 20",
      ]
    `);
    expect(world.history('o').toText()).toBe(history.toText());
  });

  it('is the same for a recorded history and the code', async () => {
    await using world = await ordered();
    const recorded = JSON.stringify(historyToJson(world.history('o')));
    const moment = replay.at(recorded, 10, { workflows: { order } });
    expect(await moment.query('status', 'now: ')).toBe('now: charging');
    expect(await moment.queries()).toEqual(['status']);
    expect(await replay.at(recorded, 16, { workflows: { order } }).queries()).toEqual(['status', 'receipt']);
    expect(Object.values(moment.state.activities)[0]).toMatchObject({ activityType: 'charge' });
  });

  it('knows what the code awaits, and where', async () => {
    await using world = await ordered();
    const [approval] = await world.at({ workflowId: 'o', eventId: 4 }).waits();
    expect(approval!.kind).toBe('condition');
    expect(approval!.at).toContain(`moment.test.ts:${lineOf('await condition')}:`);
    const charging = world.at({ workflowId: 'o', eventId: 10 });
    expect((await charging.waits()).map(({ what }) => what)).toEqual(["activity 'charge' (id 1)"]);
    expect(await charging.query('__stack_trace')).toContain(`moment.test.ts:${lineOf('await charge')}:`);
    const { stacks } = await charging.query<any>('__enhanced_stack_trace');
    expect({ stacks }).toMatchObject({
      stacks: [{ locations: [{ function_name: 'order', line: lineOf('await charge') }] }],
    });
    const { definition } = await charging.query<any>('__temporal_workflow_metadata');
    expect(definition.type).toBe('order');
    expect(await world.at({ workflowId: 'o', eventId: world.history('o').length }).waits()).toEqual([]);
  });

  it('answers what the run itself had answered when it was there', async () => {
    await using world = await World.create({ workflows: { order }, activities: shop });
    const handle = await world.client.workflow.start(order, { workflowId: 'o', taskQueue, args: [7] });
    const answered: [eventId: number, answer: string][] = [];
    const ask = async () => {
      await world.settle();
      const { length } = world.history('o');
      answered.push([length, await handle.query(status)]);
    };
    await ask();
    await handle.signal(approve);
    await ask();
    await world.sleep('2 days');
    await ask();
    expect(answered.map(([, answer]) => answer)).toEqual(['waiting for approval', 'paid 7', 'done']);
    for (const [eventId, answer] of answered) {
      expect(await world.at({ workflowId: 'o', eventId }).query(status)).toBe(answer);
    }
  });

  it.each([
    [4, 'waiting for approval'],
    [9, 'charging'],
    [21, 'paid 5'],
    [26, 'done'],
  ])('answers what a run of a real server had answered when its history had %i events', async (eventId, answer) => {
    const history = readFileSync(join(__dirname, 'recorded', 'order.json'), 'utf8');
    const moment = replay.at(history, eventId, { workflows: join(__dirname, 'recorded', 'order.ts') });
    expect(await moment.query('status')).toBe(answer);
  });

  it('says what cannot be answered, and why', async () => {
    await using world = await ordered();
    const at = (eventId: number) => world.at({ workflowId: 'o', eventId });
    await expect(at(2).query('status')).rejects.toThrow(
      'at event 2 the code has not run yet: its first workflow task completed with event 4; give 4 or a later one',
    );
    await expect(at(4).query('receipt')).rejects.toThrow(
      "workflow 'order' has no query 'receipt' at event 4; it has status (and __stack_trace, __enhanced_stack_trace, __temporal_workflow_metadata)",
    );
    for (const eventId of [0, 99, 1.5]) {
      expect(() => at(eventId)).toThrow(
        `world.at: eventId is ${eventId}; it must be the id of an event, and this history has 1 to 20`,
      );
    }
    expect(() => world.at({ workflowId: 'nobody', eventId: 1 })).toThrow(InvalidInputError);
    const other = {
      order: async () => {
        await sleep(1);
      },
    };
    await expect(replay.at(world.history('o'), 10, { workflows: other }).query('status')).rejects.toThrow(
      ReplayMismatchError,
    );
  });
});
