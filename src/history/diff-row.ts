import type { AnyEvent } from './event';

/** One field that two aligned events disagree on; undefined: the field is absent there. */
export interface FieldDifference {
  /** Dotted path, from the attributes on; `time` for the time since the start. */
  readonly path: string;
  readonly left: unknown;
  readonly right: unknown;
}

/** A line of the diff: two events that belong together, or one that has no partner. */
export interface DiffRow {
  readonly left?: AnyEvent;
  readonly right?: AnyEvent;
  /** What the two disagree on; empty where they are equal, or where there is only one. */
  readonly fields: readonly FieldDifference[];
}

/** The two sides of a row do not say the same. */
export function isDifference(row: DiffRow): boolean {
  return row.fields.length > 0 || !row.left || !row.right;
}
