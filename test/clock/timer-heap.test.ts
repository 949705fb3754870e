import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOT_IN_HEAP, TimerHeap } from '../../src/clock/timer-heap';

interface Entry {
  dueAt: number;
  sequence: number;
  slot: number;
}

const byKey = (a: Entry, b: Entry): number => a.dueAt - b.dueAt || a.sequence - b.sequence;

test('agrees with a sorted list whatever is pushed, removed and popped', () => {
  const operation = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), dueAt: fc.integer({ min: 0, max: 20 }) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), index: fc.nat() }) },
    { weight: 2, arbitrary: fc.constant({ kind: 'pop' as const }) },
  );
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 200, size: 'max' }), (operations) => {
      const heap = new TimerHeap<Entry>();
      const model: Entry[] = [];
      let sequence = 0;
      for (const op of operations) {
        if (op.kind === 'push') {
          const entry = { dueAt: op.dueAt, sequence: sequence++, slot: NOT_IN_HEAP };
          heap.push(entry);
          model.push(entry);
          model.sort(byKey);
        } else if (op.kind === 'pop') {
          expect(heap.pop()).toBe(model.shift());
        } else if (model.length > 0) {
          const [entry] = model.splice(op.index % model.length, 1);
          expect(heap.remove(entry!)).toBe(true);
          expect(heap.remove(entry!)).toBe(false);
        }
        expect(heap.size).toBe(model.length);
        expect(heap.peek()).toBe(model[0]);
      }
      for (const entry of model) expect(heap.pop()).toBe(entry);
      expect(heap.pop()).toBeUndefined();
    }),
  );
});

test('an entry of another heap is not removed', () => {
  const mine = new TimerHeap<Entry>();
  const theirs = new TimerHeap<Entry>();
  mine.push({ dueAt: 1, sequence: 0, slot: NOT_IN_HEAP });
  const entry = { dueAt: 1, sequence: 0, slot: NOT_IN_HEAP };
  theirs.push(entry);
  expect(mine.remove(entry)).toBe(false);
  expect([mine.size, theirs.size]).toEqual([1, 1]);
});
