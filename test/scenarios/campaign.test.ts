/** A campaign runs in a world as it would on a cluster, and what it finds can be reproduced. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { fault } from '../../src';
import { loadScenario } from '../../src/cli/load/load-scenario';
import { runScenario } from '../../src/cli/run-scenario';

const ROOT = path.join(__dirname, '..', '..');

it('finds the bug with several seeds', async () => {
  const { failure, result } = await runScenario(await loadScenario('scenarios/campaign.ts', ROOT));
  expect(failure).toBeUndefined();
  expect(result).toMatchObject({ next: 6 });
});

it('loses no seed, and explores none twice, where a worker dies', async () => {
  const scenario = await loadScenario('scenarios/campaign.ts', ROOT);
  const plain = await runScenario(scenario);
  const crash = fault.workerCrash({ activity: 'exploreSeeds', call: 2, restartAfter: '10 seconds' });
  const faults = [fault.completionLost('exploreSeeds', { call: 3 }), crash];
  const disturbed = await runScenario({ ...scenario, faults });
  expect(disturbed.failure).toBeUndefined();
  expect(disturbed.result).toEqual(plain.result);
});
