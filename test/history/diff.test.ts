import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { align } from '../../src/history/align';
import { build, type HistoryBuilder, json, ms } from './build';

function order(extra: (history: HistoryBuilder) => HistoryBuilder = (history) => history, amount = 10) {
  const builder = extra(build().task());
  const scheduledEventId = builder.log.length + 1;
  return builder
    .add('ActivityTaskScheduled', { activityId: '1', activityType: { name: 'charge' }, input: json({ amount }) })
    .at(1000)
    .add('ActivityTaskStarted', { scheduledEventId, attempt: 1 })
    .add('ActivityTaskCompleted', { scheduledEventId, startedEventId: scheduledEventId + 1 })
    .task()
    .add('WorkflowExecutionCompleted').history;
}

describe('the diff of two histories', () => {
  it('of the same behaviour is empty', () => {
    const diff = order().diff(order());
    expect(diff.equal).toBe(true);
    expect(diff.first).toBeUndefined();
    expect(diff.toText()).toBe('The histories agree (11 events).');
  });

  it('names the fields that changed', () => {
    const { first } = order().diff(order(undefined, 99));
    expect(first).toMatchObject({
      left: { id: 5 },
      right: { id: 5 },
      fields: [{ path: 'input[0].amount', left: 10, right: 99 }],
    });
  });

  it('of one event more is that event, though all ids and references after it have moved', () => {
    const diff = order().diff(order((h) => h.add('TimerStarted', { timerId: '7', startToFireTimeout: ms(5000) })));
    expect(diff.rows.filter((row) => !row.left || !row.right || row.fields.length > 0)).toHaveLength(1);
    expect(diff.first).toMatchObject({ right: { id: 5, type: 'TimerStarted' } });
    expect(diff.toText({ width: 100 })).toMatchInlineSnapshot(`
      "… 2 equal events
      3 WorkflowTaskStarted                              3 WorkflowTaskStarted
      4 WorkflowTaskCompleted                            4 WorkflowTaskCompleted
                                                       > 5 TimerStarted #7, 5s
      5 ActivityTaskScheduled charge({"amount":10}) #…   6 ActivityTaskScheduled charge({"amount":10}) #…
      6 ActivityTaskStarted charge #1, attempt 1         7 ActivityTaskStarted charge #1, attempt 1
      … 5 equal events"
    `);
  });

  it('sees a time that moved only where times are asked for', () => {
    const [early, late] = [build().at(1).add('TimerFired').history, build().at(2).add('TimerFired').history];
    expect(early.diff(late).equal).toBe(true);
    expect(early.diff(late, { times: true }).first?.fields).toEqual([{ path: 'time', left: 1, right: 2 }]);
  });

  it('does not take a reference for equal that names another event', () => {
    const scheduled = { activityType: { name: 'charge' } };
    const two = (completed: number) =>
      build()
        .add('ActivityTaskScheduled', { ...scheduled, activityId: '1' })
        .add('ActivityTaskScheduled', { ...scheduled, activityId: '1' })
        .add('ActivityTaskCompleted', { scheduledEventId: completed }).history;
    expect(two(2).diff(two(3)).first?.fields).toEqual([{ path: 'scheduledEventId', left: 2, right: 3 }]);
  });
});

describe('align', () => {
  const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });

  /** Length of the longest common subsequence, the plain way. */
  function longest(left: string[], right: string[]): number {
    const rows = [new Array<number>(right.length + 1).fill(0)];
    for (const [i, l] of left.entries()) {
      const row = [0];
      for (const [j, r] of right.entries()) row.push(l === r ? rows[i]![j]! + 1 : Math.max(rows[i]![j + 1]!, row[j]!));
      rows.push(row);
    }
    return rows.at(-1)!.at(-1)!;
  }

  it('pairs equal keys, in order, and as many as can be', () => {
    fc.assert(
      fc.property(list, list, (left, right) => {
        const pairs = align(left, right);
        for (const [l, r] of pairs) expect(left[l]).toBe(right[r]);
        for (const [i, [l, r]] of pairs.entries()) {
          const [previousL, previousR] = pairs[i - 1] ?? [-1, -1];
          expect(l > previousL && r > previousR).toBe(true);
        }
        expect(pairs.length).toBe(longest(left, right));
      }),
    );
  });
});
