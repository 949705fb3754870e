/** What a test says of a world as a whole. */
import { ApplicationFailure } from '@temporalio/activity';
import * as workflow from '@temporalio/workflow';
import { describe, expect, it } from 'vitest';
import { PropertyError, World } from '../../src';
import { taskQueue } from './modes';

function shop() {
  let stock = 2;
  const activities = {
    async take() {
      if (stock === 0) throw ApplicationFailure.nonRetryable('sold out');
      stock--;
    },
    async takeBlindly() {
      stock--;
    },
  };
  return { activities, stock: () => stock };
}
type Activities = ReturnType<typeof shop>['activities'];

const workflows = {
  async buy(times: number, blindly: boolean) {
    const { take, takeBlindly } = workflow.proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });
    for (let i = 0; i < times; i++) {
      await workflow.sleep('1 hour');
      await (blindly ? takeBlindly() : take());
    }
  },
};

describe('always', () => {
  it('ends the world where it is broken, at the step that broke it', async () => {
    const { activities, stock } = shop();
    const world = await World.create({ workflows, activities });
    world.always('stock is never negative', () => stock() >= 0);
    const buying = world.client.workflow.execute('buy', { workflowId: 'w', taskQueue, args: [5, true] });
    await expect(buying).rejects.toThrow('always “stock is never negative”: it does not hold any more');
    expect(world.now() - Date.UTC(2030, 0, 1)).toBe(3 * 3_600_000);
    expect(world.properties).toEqual([{ kind: 'always', name: 'stock is never negative', held: false }]);
    await world.dispose();
  });

  it('is reported at the end where nobody waited', async () => {
    const { activities, stock } = shop();
    const world = await World.create({ workflows, activities });
    await world.client.workflow.start('buy', { workflowId: 'w', taskQueue, args: [5, true] });
    await world.sleep('2.5 hours');
    world.always('stock is never used up', () => stock() > 0);
    await expect(world.dispose()).rejects.toThrow(PropertyError);
  });

  it('may throw an assertion of its own', async () => {
    await using world = await World.create({ workflows, activities: shop().activities });
    const buying = world.client.workflow.execute('buy', { workflowId: 'w', taskQueue, args: [1, false] });
    world.always('no timers', () => {
      for (const history of world.histories()) expect(history.toText()).not.toContain('TimerStarted');
      return true;
    });
    await expect(buying).rejects.toThrow(/always “no timers”: it throws: /);
  });
});

describe('sometimes and eventually', () => {
  it('hold once they have held', async () => {
    const { activities, stock } = shop();
    await using world = await World.create({ workflows, activities });
    world.sometimes('one is left', () => stock() === 1);
    world.sometimes('it rains', () => false);
    world.eventually('all is sold', () => stock() === 0);
    await world.client.workflow.execute('buy', { workflowId: 'w', taskQueue, args: [2, false] });
    expect(world.properties.map(({ held }) => held)).toEqual([true, false, true]);
  });

  it('eventually fails the end of a world in which it never held', async () => {
    const { activities, stock } = shop();
    const world = await World.create({ workflows, activities });
    world.eventually('all is sold', () => stock() === 0);
    await world.client.workflow.execute('buy', { workflowId: 'w', taskQueue, args: [1, false] });
    await expect(world.dispose()).rejects.toThrow('eventually “all is sold”: it had not held by the end of the world');
  });
});

it('needs a name and a function', async () => {
  await using world = await World.create();
  expect(() => world.always('x', true as never)).toThrow(/world.always: give a name and a function/);
});
