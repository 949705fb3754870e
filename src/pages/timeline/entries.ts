/** The lines of the list: all events of one run or of several, or pairs of events of two runs that are compared. */
import type { EventRow, TimelineData } from '../../report/timeline-data';

export interface Entry {
  /** Of the run that the entry is shown in. */
  readonly run: number;
  readonly event: EventRow;
  /** Of two runs that are compared: the one of the other side, and what the two disagree on; `null`: nothing. */
  readonly pair?: {
    readonly left?: EventRow;
    readonly right?: EventRow;
    readonly fields: readonly (readonly [path: string, left: string, right: string])[] | null;
  };
}

export function entriesOf({ runs, diff }: TimelineData): Entry[] {
  if (!diff) return runs.flatMap(({ events }, run) => events.map((event) => ({ run, event })));
  const [left, right] = runs.map(({ events }) => new Map(events.map((event) => [event[0], event])));
  return diff.map(([leftId, rightId, fields]): Entry => {
    const pair = { left: left!.get(leftId), right: right!.get(rightId), fields };
    return pair.left ? { run: 0, event: pair.left, pair } : { run: 1, event: pair.right!, pair };
  });
}

export function differs({ pair }: Entry): boolean {
  return pair !== undefined && pair.fields !== null;
}

/** All words are there, in any order and any case. */
export function matches({ event, pair }: Entry, words: readonly string[]): boolean {
  const texts = (pair ? [pair.left, pair.right] : [event]).map((one) =>
    one ? `${one[0]} ${one[2]} ${one[3]} ${one[4]}` : '',
  );
  const text = texts.join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
}
