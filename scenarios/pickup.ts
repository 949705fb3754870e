import assert from 'node:assert/strict';
import { scenario } from 'worldline';
import { createActivities } from './pickup/activities';
import { pickedUp, pickup, status } from './pickup/workflows';

/** Takes four seconds: in a world, or on a cluster (`worldline run scenarios/pickup.ts --address localhost:7233`). */
export default scenario({
  name: 'pickup',
  about: 'a cold oven, a customer who comes late',
  workflows: require.resolve('./pickup/workflows'),
  activities: createActivities,

  async run(world) {
    const start = { workflowId: 'pizza-1', taskQueue: 'pizzeria', args: ['Margherita'] as [string] };
    const handle = await world.client.workflow.start(pickup, start);
    await world.sleep('4 seconds');
    const statusOnTheWay = await handle.query(status);
    await handle.signal(pickedUp, 'Grace');
    return { order: await handle.result(), statusOnTheWay };
  },

  check(_, result) {
    assert.deepEqual(result, { order: 'Margherita for Grace', statusOnTheWay: 'ready' });
  },
});
