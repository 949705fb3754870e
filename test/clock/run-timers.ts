import { drain } from '../../src/clock/drain';
import { VirtualClock } from '../../src/clock/virtual-clock';
import { createWorldRealm, type WorldRealm, type WorldRealmOptions } from '../../src/clock/world-realm';

export const START_TIME = Date.UTC(2030, 0, 1);

export interface TestWorld {
  readonly clock: VirtualClock;
  readonly realm: WorldRealm;
}

/** A clock and a realm whose choices are counters, so that a test sees where a value came from. */
export function testWorld(options: Partial<WorldRealmOptions> & { name?: string } = {}): TestWorld {
  const clock = options.clock ?? new VirtualClock(START_TIME);
  let draws = 0;
  let uuids = 0;
  const random = () => (draws++ % 256) / 256;
  const nextUuid = () => `${options.name ?? 'uuid'}-${uuids++}`;
  return { clock, realm: createWorldRealm({ random, nextUuid, ...options, clock }) };
}

/** What a world does: fire what is due, let the process drain, move time to the next timer; until there is none. */
export async function runTimers(clock: VirtualClock, until = Number.POSITIVE_INFINITY): Promise<void> {
  for (;;) {
    await drain();
    const due = clock.takeDue();
    if (due !== undefined) {
      due.fire();
      continue;
    }
    const nextDueAt = clock.nextDueAt();
    if (nextDueAt === undefined || nextDueAt > until) return;
    clock.advanceTo(nextDueAt);
  }
}
