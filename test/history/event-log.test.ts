import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WorldlineBug } from '../../src/base/errors';
import type { AnyEvent, HistoryView } from '../../src/history/event';
import { EventLog, eventsOf, withTail } from '../../src/history/event-log';

function event(id: number, timerId = ''): AnyEvent {
  return { id, time: id, type: 'TimerStarted', attributes: { timerId } };
}

function timerIds(view: HistoryView): string[] {
  return Array.from(eventsOf(view), (e) => (e.type === 'TimerStarted' ? (e.attributes.timerId ?? '') : ''));
}

describe('EventLog', () => {
  it('takes only the event that is next, so that ids have no gaps', () => {
    const log = new EventLog([event(1), event(2)]);
    expect(() => log.append(event(2))).toThrow(/event 2 .* where event 3 is due/);
    expect(() => log.append(event(4))).toThrow(WorldlineBug);
    expect(log.length).toBe(2);
  });

  it('has no event 0 and none beyond its end', () => {
    const log = new EventLog([event(1)]);
    for (const id of [0, 2, -1, Number.NaN]) expect(() => log.event(id)).toThrow(WorldlineBug);
  });

  it('gives views that later events do not change', () => {
    const log = new EventLog([event(1, 'a')]);
    const view = log.view();
    log.append(event(2, 'b'));
    expect(timerIds(view)).toEqual(['a']);
    expect(() => view.event(2)).toThrow(WorldlineBug);
    expect(() => log.view(3)).toThrow(WorldlineBug);
  });

  it('shows provisional events at the end of a view, and leaves the log as it is', () => {
    const log = new EventLog([event(1, 'a')]);
    const extended = withTail(log.view(), [event(2, 'provisional')]);
    expect(timerIds(extended)).toEqual(['a', 'provisional']);
    expect(log.length).toBe(1);
    expect(() => withTail(log.view(), [event(3)])).toThrow(/stands where|where event 2 is due/);
  });

  it('behaves as arrays that are copied at each fork, whoever appends in which order', () => {
    const step = fc.record({ log: fc.nat(), fork: fc.boolean(), length: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const logs = [new EventLog()];
        const models: string[][] = [[]];
        steps.forEach((next, index) => {
          const at = next.log % logs.length;
          const [log, model] = [logs[at]!, models[at]!];
          if (next.fork) {
            const length = next.length % (model.length + 1);
            logs.push(log.fork(length));
            models.push(model.slice(0, length));
          } else {
            log.append(event(model.length + 1, `step ${index}`));
            model.push(`step ${index}`);
          }
        });
        expect(logs.map(timerIds)).toEqual(models);
      }),
    );
  });
});
