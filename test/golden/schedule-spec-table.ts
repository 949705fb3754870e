import { describeSpec } from '../../src/server/schedule-spec/canonical-spec';
import { compileSpec } from '../../src/server/schedule-spec/compiled-spec';
import { scheduleSpecJson } from './proto-json';
import { statusOf } from './status-of';
import type { GoldenRow, GoldenTable } from './table';

const MAX_TIMES = 12;

/** What a schedule's spec becomes, how it is shown, and when it fires. */
export const scheduleSpecTable: GoldenTable = {
  name: 'schedule-spec',
  answerKeys: ['error', 'canonical', 'described', 'next', 'ended'],
  answer: (row) => statusOf(() => answerSpec(row)),
};

function answerSpec(row: GoldenRow) {
  const spec = compileSpec(scheduleSpecJson.parse(row.spec), row.seed);
  const next: [string, string][] = [];
  let from = Date.parse(row.after);
  let ended = false;
  // The table's author stopped at the twelfth time without looking for a thirteenth, so `ended` is then false.
  while (!ended && next.length < MAX_TIMES) {
    const time = spec.next(from);
    if (time) {
      next.push([new Date(time.nominal).toISOString(), new Date(time.actual).toISOString()]);
      from = time.actual;
    } else {
      ended = true;
    }
  }
  return {
    canonical: scheduleSpecJson.format(spec.canonical),
    described: scheduleSpecJson.format(describeSpec(spec.canonical)),
    next,
    ended,
  };
}
