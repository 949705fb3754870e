import assert from 'node:assert/strict';
import { scenario } from 'worldline';
import { createActivities } from './campaign/activities';
import { campaign, type Progress, progress } from './campaign/workflows';

/**
 * An exploration that is larger than one machine is a Temporal workflow: its activities each explore a range of seeds. Here it runs in
 * a world, to show that it survives what its workers do to it; on a cluster the same workflow and activities run on any number of
 * workers.
 */
export default scenario({
  name: 'campaign',
  about: 'an exploration as a workflow: activities explore seeds, a worker is lost, nothing is explored twice',
  workflows: require.resolve('./campaign/workflows'),
  activities: createActivities,
  // Worlds inside of activities are real work.
  realTimeLimitMs: 600_000,

  async run(world) {
    const plan = { seeds: 6, batch: 2, runs: 40, parallel: 2 };
    const handle = await world.client.workflow.start(campaign, {
      workflowId: 'campaign',
      taskQueue: 'explorers',
      args: [plan],
    });
    const result = await handle.result();
    const { next } = await handle.query(progress);
    return { ...result, next };
  },

  check(_, { found, next }: Progress) {
    assert.equal(next, 6);
    assert.deepEqual(
      found.map(({ seed, error }) => `${seed}: ${error}`),
      found.map(({ seed }) => `${seed}: money is lost`),
    );
    assert.ok(found.length > 0, 'no seed has found the bug');
  },
});
