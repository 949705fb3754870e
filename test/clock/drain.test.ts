import { expect, test } from 'vitest';
import { drain } from '../../src/clock/drain';
import { acquireGlobals } from '../../src/clock/globals';
import { enterRealm } from '../../src/clock/realm';
import { testWorld } from './run-timers';

test('long chains of microtasks and ticks are done after one drain, also inside a realm, where time stands still', async () => {
  const release = acquireGlobals();
  const { clock, realm } = testWorld();
  let steps = 0;
  await enterRealm(realm, async () => {
    const chain = async () => {
      for (let i = 0; i < 1000; i++) {
        await undefined;
        if (i % 100 === 0) await new Promise<void>((resolve) => process.nextTick(resolve));
        steps++;
      }
    };
    const done = chain();
    await drain();
    expect(steps).toBe(1000);
    await done;
  });
  expect(clock.nextDueAt()).toBeUndefined();
  release();
});
