import { deepStrictEqual } from 'node:assert';
import type { Workload } from './workload';

/** How a workload is carried out; `fresh` is worldline with a world of its own for each execution. */
export const FORMS = ['world', 'fresh', 'driver', 'promises'] as const;
export type Form = (typeof FORMS)[number];

/** Executes a workload so many times; gives the time that took, in microseconds, without that of setting up. */
export type Batch = (times: number) => Promise<number>;

/** Makes the batch of a form. Only what the form needs is loaded: they would fight over the globals of one process. */
export function batchOf(form: Form, loadWorkload: () => Workload): Batch {
  switch (form) {
    case 'world':
    case 'fresh': {
      const { World } = require('../src') as typeof import('../src');
      const { workflows, activities, world: execute, result } = loadWorkload();
      // Replaying each closed run against its code is a check that no peer makes.
      const create = () => World.create({ workflows, activities, seed: 1, replay: 'off' });
      if (form === 'fresh') {
        return (times) =>
          time(async () => {
            for (let i = 0; i < times; i++) {
              const world = await create();
              deepStrictEqual(await execute(world.client, 'workflow'), result);
              await world.dispose();
            }
          });
      }
      return async (times) => {
        const world = await create();
        const us = await time(async () => {
          for (let i = 0; i < times; i++) deepStrictEqual(await execute(world.client, `workflow-${i}`), result);
        });
        await world.dispose();
        return us;
      };
    }
    case 'driver': {
      const { Driver } = require('./driver') as typeof import('./driver');
      const { workflows, activities, driver: execute, result } = loadWorkload();
      const driver = new Driver(workflows, activities);
      return (times) =>
        time(async () => {
          for (let i = 0; i < times; i++) deepStrictEqual(await execute(driver), result);
        });
    }
    case 'promises': {
      const { promises: execute, result } = loadWorkload();
      return (times) =>
        time(async () => {
          for (let i = 0; i < times; i++) if ((await execute()) !== result) throw new Error('wrong result');
        });
    }
  }
}

const clock = process.hrtime.bigint.bind(process.hrtime);

async function time(work: () => Promise<void>): Promise<number> {
  const begun = clock();
  await work();
  return Number(clock() - begun) / 1000;
}
