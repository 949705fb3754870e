import { expect, test } from 'vitest';
import { InvalidInputError, WorldlineBug } from '../../src/base/errors';
import { END_OF_TIME, VirtualClock } from '../../src/clock/virtual-clock';

const YEAR_MS = 365 * 24 * 3600 * 1000;

test('timers come in the order of time, then of registration', () => {
  const clock = new VirtualClock(1000);
  const fired: string[] = [];
  for (const [name, dueAt] of Object.entries({ late: 1020, first: 1010, second: 1010 })) {
    clock.schedule(dueAt, () => fired.push(name));
  }
  expect(clock.takeDue()).toBeUndefined();
  expect(clock.nextDueAt()).toBe(1010);
  clock.advanceTo(1010);
  for (let due = clock.takeDue(); due; due = clock.takeDue()) due.fire();
  expect(fired).toEqual(['first', 'second']);
  expect([clock.now(), clock.nextDueAt()]).toEqual([1010, 1020]);
});

test('a time in the past is due now, after what was due already', () => {
  const clock = new VirtualClock(1000);
  const first = clock.schedule(1000, () => {});
  const late = clock.schedule(5, () => {});
  expect([clock.takeDue(), clock.takeDue()]).toEqual([first, late]);
  expect(late.dueAt).toBe(1000);
});

test('a cancelled timer is gone; cancelling again, or after it fired, does nothing', () => {
  const clock = new VirtualClock(0);
  const cancelled = clock.schedule(5, () => {});
  const kept = clock.schedule(0, () => {});
  clock.cancel(cancelled);
  clock.cancel(cancelled);
  expect(clock.takeDue()).toBe(kept);
  clock.cancel(kept);
  expect(clock.nextDueAt()).toBeUndefined();
});

test('a timer of 100 years waits for exactly 100 years', () => {
  const clock = new VirtualClock(0);
  clock.schedule(100 * YEAR_MS, () => {});
  clock.advanceTo(100 * YEAR_MS - 1);
  expect(clock.takeDue()).toBeUndefined();
  clock.advanceTo(100 * YEAR_MS);
  expect(clock.takeDue()?.dueAt).toBe(100 * YEAR_MS);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, END_OF_TIME + 1, undefined, '5'])('%s is no time', (value) => {
  const clock = new VirtualClock(0);
  const time = value as number;
  expect(() => clock.schedule(time, () => {})).toThrow(InvalidInputError);
  expect(() => clock.advanceTo(time)).toThrow(InvalidInputError);
  expect(() => new VirtualClock(time)).toThrow(`startTime is ${value}: it must be a number of milliseconds`);
  expect([clock.now(), clock.nextDueAt()]).toEqual([0, undefined]);
});

test('time never moves back, and never past a timer', () => {
  const clock = new VirtualClock(1000);
  clock.schedule(1010, () => {});
  expect(() => clock.advanceTo(999)).toThrow(WorldlineBug);
  expect(() => clock.advanceTo(1011)).toThrow('time cannot move to 1011, past a timer that is due at 1010');
  expect(clock.now()).toBe(1000);
});
