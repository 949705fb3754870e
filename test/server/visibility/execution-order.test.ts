import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VisibleExecution } from '../../../src/server/visibility/columns';
import { ExecutionOrder, pageOf } from '../../../src/server/visibility/execution-order';

interface Run {
  readonly name: number;
  readonly startTime: number;
  closeTime: number;
  isRunning: boolean;
}

type Visible = Run & VisibleExecution;

const everything = () => true;

function allPages(order: ExecutionOrder<Visible>, size: number): number[] {
  const names: number[] = [];
  for (let token: Uint8Array | undefined; ; ) {
    const page = pageOf(order, everything, size, token);
    names.push(...page.runs.map(({ name }) => name));
    if (page.nextPageToken.length === 0) return names;
    token = page.nextPageToken;
  }
}

describe('the order of lists', () => {
  it('gives every run once, in the same order, whatever the size of pages', () => {
    const runs = fc.array(fc.record({ startTime: fc.nat(4), lasts: fc.option(fc.nat(4)) }), { maxLength: 30 });
    fc.assert(
      fc.property(runs, fc.integer({ min: 1, max: 7 }), (given, size) => {
        const order = new ExecutionOrder<Visible>();
        const all = given.map(({ startTime, lasts }, name) => {
          const run = {
            name,
            startTime,
            closeTime: lasts === null ? 0 : startTime + lasts + 1,
            isRunning: lasts === null,
          };
          order.add(run as Visible);
          return run;
        });
        const whenClosed = (run: Run) => (run.isRunning ? Number.POSITIVE_INFINITY : run.closeTime);
        const expected = [...all].sort(
          (a, b) =>
            (whenClosed(a) === whenClosed(b) ? 0 : whenClosed(b) - whenClosed(a)) ||
            b.startTime - a.startTime ||
            b.name - a.name,
        );
        expect(allPages(order, size)).toEqual(expected.map(({ name }) => name));
      }),
    );
  });

  it('does not look at all runs again for each page', () => {
    let reads = 0;
    class Counted {
      readonly startTime = 0;
      readonly closeTime = 0;
      get isRunning(): boolean {
        reads++;
        return true;
      }
    }
    const order = new ExecutionOrder<Visible>();
    for (let i = 0; i < 100_000; i++) order.add(new Counted() as unknown as Visible);
    const first = pageOf(order, everything, 10, undefined);
    reads = 0;
    let token = first.nextPageToken;
    for (let i = 0; i < 100; i++) token = pageOf(order, everything, 10, token).nextPageToken;
    // A binary search and ten runs a page.
    expect(reads).toBeLessThan(100 * 60);
  });

  it('takes pages outside 1 to 1000 for 1000', () => {
    const order = new ExecutionOrder<Visible>();
    for (let name = 0; name < 1500; name++)
      order.add({ name, startTime: name, closeTime: 0, isRunning: true } as Visible);
    for (const size of [0, -1, 5000, undefined]) {
      expect(pageOf(order, everything, size, undefined).runs).toHaveLength(1000);
    }
  });
});
