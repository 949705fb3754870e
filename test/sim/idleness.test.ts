import { beforeEach, describe, expect, it } from 'vitest';
import { type TimerKind, VirtualClock } from '../../src/clock/virtual-clock';
import type { Execution } from '../../src/server/execution/execution';
import { IDLE_MOVES_MAX, Idleness } from '../../src/sim/idleness';
import { Waits } from '../../src/sim/waits';

describe('a world that only moves time for schedules', () => {
  let clock: VirtualClock;
  let waits: Waits;
  let idleness: Idleness;
  let awaited: { stateTransitionCount: number };

  beforeEach(() => {
    clock = new VirtualClock(0);
    waits = new Waits();
    idleness = new Idleness(clock, waits);
    awaited = { stateTransitionCount: 1 };
    waits.add({ describe: () => 'a result', fail: () => {}, execution: awaited as Execution });
    register('recurring');
  });

  const register = (kind: TimerKind) => clock.schedule(1e12, () => {}, kind);
  /** How often time may move before the world counts as idle; undefined: for longer than anyone looks. */
  function movesLeft(): number | undefined {
    for (let moves = 0; moves < 3 * IDLE_MOVES_MAX; moves++) if (idleness.isExhausted()) return moves;
    return undefined;
  }

  it('is idle when that has gone on for long enough', () => {
    expect(movesLeft()).toBe(IDLE_MOVES_MAX);
  });

  it('is not idle while a timer of other work is registered', () => {
    const timer = register('foreground');
    expect(movesLeft()).toBe(undefined);
    clock.cancel(timer);
    expect(movesLeft()).toBe(IDLE_MOVES_MAX);
  });

  it('is not idle while a timer is left of what schedules had begun before, whatever they begin since then', () => {
    const old = register('background');
    expect(movesLeft()).toBe(undefined);
    clock.cancel(old);
    register('background');
    expect(movesLeft()).toBeLessThanOrEqual(IDLE_MOVES_MAX);
  });

  it.each([
    ['something happens in a run that is waited for', () => awaited.stateTransitionCount++],
    ['somebody begins to wait', () => waits.add({ describe: () => 'another result', fail: () => {} })],
  ])('begins anew where %s', (_, happens) => {
    for (let moves = 0; moves < IDLE_MOVES_MAX; moves++) expect(idleness.isExhausted()).toBe(false);
    happens();
    expect(movesLeft()).toBe(IDLE_MOVES_MAX);
  });
});
