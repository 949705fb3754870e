/** What if a recorded run had gone another way? */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fault, History, recordedActivities, World } from '../../src';
import * as kitActivities from '../conformance/kit/activities';
import * as kitWorkflows from '../conformance/kit/workflows';
import * as workflows from './fork-workflows';

const shop = {
  charge: async (amount: number) => `paid ${amount}`,
  ship: async (order: string) => `${order} is on its way`,
  refund: async (receipt: string) => `gave back: ${receipt}`,
};

const worlds: World[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.dispose();
});

/** As it comes from a file: a history of a world, written and read. */
async function recorded(type: string, args: unknown[], activities: object = shop): Promise<History> {
  await using world = await World.create({ workflows, activities });
  await world.client.workflow.execute(type, { workflowId: 'o', taskQueue: 'shop', args });
  return History.from(JSON.stringify(world.history('o')));
}

async function forked(history: History, options: Parameters<typeof World.fork>[1]): Promise<World> {
  const world = await World.fork(history, { workflows, activities: shop, ...options });
  worlds.push(world);
  return world;
}

const resultOf = (world: World) => world.client.workflow.getHandle('o').result();

describe('World.fork of a recorded history', () => {
  it('goes on from the event as the run did, at the same times', async () => {
    const history = await recorded('order', [5]);
    for (let eventId = 1; eventId <= history.length; eventId++) {
      const world = await forked(history, { eventId, maxCachedWorkflows: 0 });
      expect(await resultOf(world), `forked at event ${eventId}`).toBe('paid 5, book is on its way');
      const { events } = world.history('o');
      expect(events.slice(0, eventId)).toEqual(history.events.slice(0, eventId));
      expect(events.at(-1)!.time, `forked at event ${eventId}`).toBe(history.events.at(-1)!.time);
    }
  });

  it('goes another way where something else happens: what if the shop could not ship?', async () => {
    const history = await recorded('order', [5]);
    const eventId = history.ofType('ActivityTaskScheduled')[1]!.id;
    const faults = [fault.activityFailure('ship', { failure: { nonRetryable: true } })];
    const world = await forked(history, { eventId, faults });
    expect(await resultOf(world)).toBe('gave back: paid 5');
  });

  it('has activities that end as they have ended in the history', async () => {
    const history = await recorded('order', [5], { ...shop, ship: async () => 'left by train' });
    const activities = recordedActivities(history);
    const world = await forked(history, { eventId: 1, activities });
    expect(await resultOf(world)).toBe('paid 5, left by train');
    // What the history does not know cannot be told.
    const faults = [fault.activityFailure('ship', { failure: { nonRetryable: true } })];
    const other = await forked(history, { eventId: 1, activities: recordedActivities(history, ['refund']), faults });
    const error: Error = await resultOf(other).catch((e) => e);
    expect(String((error.cause as Error).cause)).toContain('the history does not say how activity refund (id 3) ends');
  });

  it('takes the histories of a real server', async () => {
    const kit = join(__dirname, '../conformance/kit');
    const history = readFileSync(join(kit, 'raw/patched.main.json'), 'utf8');
    const whole = History.from(history);
    const world = await World.fork(history, {
      eventId: 1,
      workflowId: 'o',
      workflows: kitWorkflows,
      activities: kitActivities,
    });
    worlds.push(world);
    await resultOf(world);
    expect(world.history('o').ofType('WorkflowExecutionCompleted')[0]!.attributes.result).toEqual(
      whole.ofType('WorkflowExecutionCompleted')[0]!.attributes.result,
    );
  });

  it('says which event it does not have', async () => {
    const history = await recorded('brief', []);
    await expect(World.fork(history, { eventId: 6, workflows })).rejects.toThrow(
      'World.fork: eventId is 6; it must be the id of an event, and this history has 1 to 5',
    );
  });
});
