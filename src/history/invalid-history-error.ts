import { WorldlineError } from '../base/errors';

/** Where a history cannot be used, and why. */
export interface HistoryProblem {
  /** Place of the event in the list, from 0; absent: the problem is not in one event. */
  readonly position?: number;
  /** What the event says its id is. */
  readonly eventId?: string;
  /** Dotted path of the field, from the event on; empty: the event (or the whole history) itself. */
  readonly path: string;
  readonly value: unknown;
  /** Reads on after the path: `is no event type`. */
  readonly problem: string;
  /** What would be right. */
  readonly expected: string;
}

/** A history that was read is not one. The message names the event, the field, the value and what would be right. */
export class InvalidHistoryError extends WorldlineError {
  readonly problem: HistoryProblem;

  constructor(problem: HistoryProblem, options?: ErrorOptions) {
    super('INVALID_HISTORY', describe(problem), options);
    this.problem = problem;
  }
}

function describe({ position, eventId, path, value, problem, expected }: HistoryProblem): string {
  const place = position === undefined ? '' : ` at position ${position}`;
  const id = eventId === undefined ? '' : ` (eventId ${shorten(eventId, 40)})`;
  const event = place ? `, event${place}${id}` : id;
  const subject = shorten(path || (position === undefined ? 'the history' : 'the event'), 300);
  const given = value === undefined ? '' : `: ${showValue(value)}`;
  return `Invalid history${event}: ${subject} ${problem}${given}. Expected ${expected}.`;
}

function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max)}…`;
}

/** A value for people, never longer than about 80 characters and never read deeper than one level. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') {
    const shown = JSON.stringify(shorten(value, 60));
    return value.length > 60 ? `${shown} (${value.length} characters)` : shown;
  }
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'bigint') return `${shorten(value.toString(), 60)}n`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  const keys = Object.keys(value);
  const more = keys.length > 3 ? ', …' : '';
  return keys.length === 0 ? 'an empty object' : `an object with ${shorten(keys.slice(0, 3).join(', '), 60)}${more}`;
}
