/** The lab and a real world agree, on whatever attempts and options. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RetryState, TimeoutType } from '../../src/base/enums';
import type { LabResult } from '../../src/lab/lab-result';
import { runLab } from '../../src/lab/run-lab';
import { labInput } from './arbitrary';
import { inWorld, type WorldRun } from './in-world';

function ofLab({ outcome, atMs, retryState, timeoutType, attempts, events }: LabResult): WorldRun {
  return {
    ...{ outcome, atMs },
    retryState: retryState ? RetryState[retryState] : undefined,
    timeoutType: timeoutType ? TimeoutType[timeoutType] : undefined,
    attempts: attempts.map(({ attempt, scheduledAtMs, startedAtMs, endedAtMs, result, nextDelayMs, heartbeatsMs }) => ({
      ...{ attempt, scheduledAtMs, startedAtMs, endedAtMs, result, heartbeatsMs },
      ...(nextDelayMs !== undefined && { nextDelayMs }),
    })),
    events: events.map(({ type, timeMs }) => ({ type, timeMs })),
  };
}

it('holds the lab equal to a world: outcome, attempts, heartbeats, events', async () => {
  await fc.assert(
    fc.asyncProperty(labInput, async (given) => {
      const result = runLab(given);
      // Two things at one instant: a server may take either first, and so may a world.
      fc.pre(result.races.length === 0);
      expect(ofLab(result)).toEqual(await inWorld(given));
    }),
    { numRuns: 300 },
  );
}, 120_000);
