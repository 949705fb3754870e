import { type ActivityClient, ActivityExecutionFailedError, type ActivityOptions } from '@temporalio/client';
import { World } from '../../../src';

export const START = Date.UTC(2030, 0, 1);

/** A world with activities and no workflow, whose client starts them with few words. */
export async function standaloneWorld(activities: object) {
  const world = await World.create({ activities });
  const client: ActivityClient = world.client.activity;
  const start = (activity: string, options: Partial<ActivityOptions> = {}) =>
    client.start(activity, { id: 'a', taskQueue: 'q', startToCloseTimeout: '1 minute', ...options });
  return { world, client, start, seconds: () => (world.now() - START) / 1000 };
}

/** The cause of the error that a handle's result fails with. */
export async function causeOf(result: Promise<unknown>): Promise<Error> {
  try {
    await result;
  } catch (error) {
    if (error instanceof ActivityExecutionFailedError && error.cause) return error.cause;
    throw error;
  }
  throw new Error('the activity has completed; a failure was expected');
}
