import { InvalidInputError } from '../base/errors';
import type { HistoryView } from '../history/event';

/** @param what Begins the text of the error. @throws InvalidInputError for what is no event of the history. */
export function assertEventId(what: string, eventId: number, { length }: HistoryView): void {
  if (Number.isInteger(eventId) && eventId >= 1 && eventId <= length) return;
  throw new InvalidInputError(
    `${what}: eventId is ${String(eventId)}; it must be the id of an event, and this history has 1 to ${length}`,
  );
}
