import { InvalidInputError } from '../base/errors';

/** @param whose Whose events they are, as the error says it. @throws InvalidInputError for what is no event of a history of this length. */
export function parseEventId(flag: string, text: string, whose: string, length: number): number {
  const eventId = Number(text);
  if (/^\d+$/.test(text) && eventId >= 1 && eventId <= length) return eventId;
  throw new InvalidInputError(`${flag} is '${text}'; the events of ${whose} are 1 to ${length}`);
}
