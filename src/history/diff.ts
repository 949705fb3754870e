import { align } from './align';
import { businessKey } from './business-key';
import { type CanonicalEvent, type CanonicalOptions, canonicalEvents } from './canonical';
import { type DiffRow, type FieldDifference, isDifference } from './diff-row';
import { type DiffTextOptions, diffText } from './diff-text';
import type { HistoryView } from './event';
import { eventsOf } from './event-log';
import { INT64_FIELDS } from './event-names';
import { isJsonObject } from './json-value';

/** What tells two histories apart. */
export class HistoryDiff {
  constructor(
    readonly leftView: HistoryView,
    readonly rightView: HistoryView,
    /** All events of both, aligned, in order. */
    readonly rows: readonly DiffRow[],
  ) {}

  /** Nothing differs. */
  get equal(): boolean {
    return this.first === undefined;
  }

  /** The first row that differs. */
  get first(): DiffRow | undefined {
    return this.rows.find(isDifference);
  }

  /** Side by side; long equal stretches are left out. */
  toText(options?: DiffTextOptions): string {
    return diffText(this.rows, this.leftView, this.rightView, options);
  }

  toString(): string {
    return this.toText();
  }
}

/**
 * Compares two histories in their canonical form (see `canonicalEvents`): events are aligned by type and by what they are about
 * (activity id, timer id, …), not by id, so that one event more does not make all that follow differ. References to other events
 * agree where the events that they name are aligned.
 */
export function diffHistories(left: HistoryView, right: HistoryView, options: CanonicalOptions = {}): HistoryDiff {
  const [leftCanon, rightCanon] = [canonicalEvents(left, options), canonicalEvents(right, options)];
  const pairs = align(alignmentKeys(left), alignmentKeys(right));
  const partners = new Map(pairs.map(([l, r]) => [l + 1, r + 1]));
  const rows: DiffRow[] = [];
  let [nextLeft, nextRight] = [1, 1];
  const addUnpaired = (untilLeft: number, untilRight: number): void => {
    while (nextLeft < untilLeft) rows.push({ left: left.event(nextLeft++), fields: [] });
    while (nextRight < untilRight) rows.push({ right: right.event(nextRight++), fields: [] });
  };
  for (const [l, r] of pairs) {
    addUnpaired(l + 1, r + 1);
    const fields = eventDifferences(leftCanon[l]!, rightCanon[r]!, partners);
    rows.push({ left: left.event(nextLeft++), right: right.event(nextRight++), fields });
  }
  addUnpaired(left.length + 1, right.length + 1);
  return new HistoryDiff(left, right, rows);
}

function alignmentKeys(view: HistoryView): string[] {
  return Array.from(eventsOf(view), (event) => `${event.type} ${businessKey(event, view)}`);
}

function eventDifferences(
  left: CanonicalEvent,
  right: CanonicalEvent,
  partners: Map<number, number>,
): FieldDifference[] {
  const out: FieldDifference[] = [];
  if (left.atMs !== right.atMs) out.push({ path: 'time', left: left.atMs, right: right.atMs });
  for (const key of unionKeys(left.attributes, right.attributes)) {
    const [l, r] = [left.attributes[key], right.attributes[key]];
    const isReference =
      INT64_FIELDS.has(key) && key.endsWith('EventId') && typeof l === 'number' && typeof r === 'number';
    if (isReference && partners.get(l) === r) continue;
    collect(l, r, key, out);
  }
  return out;
}

function collect(left: unknown, right: unknown, path: string, out: FieldDifference[]): void {
  if (Object.is(left, right)) return;
  if (Array.isArray(left) && Array.isArray(right)) {
    for (let i = 0; i < Math.max(left.length, right.length); i++) collect(left[i], right[i], `${path}[${i}]`, out);
  } else if (isJsonObject(left) && isJsonObject(right)) {
    for (const key of unionKeys(left, right)) collect(left[key], right[key], `${path}.${key}`, out);
  } else {
    out.push({ path, left, right });
  }
}

function unionKeys(left: Readonly<Record<string, unknown>>, right: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
}
