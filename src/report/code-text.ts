/** Where workflow code stands at an event, for people. */
import path from 'node:path';
import type { Wait } from '../worker/sdk/trace';

/** An event, and the last one that the code has a part in there (see `Moment`). */
export interface Standing {
  readonly eventId: number;
  readonly codeEventId: number;
}

/** What the code awaits, a line each; `waits`: all of it. Paths are shown from `cwd` on. */
export function waitLines({ codeEventId }: Standing, waits: readonly Wait[], cwd: string): string[] {
  if (waits.length === 0) return [`  code: as of event ${codeEventId}, awaits nothing`];
  return waits.map(
    ({ what, at }) => `  code: as of event ${codeEventId}, awaits ${what}${at ? ` at ${placeText(at, cwd)}` : ''}`,
  );
}

/** Why the code does not stand exactly at the event; undefined where it does. */
export function roundingText({ eventId, codeEventId }: Standing): string | undefined {
  if (eventId === codeEventId) return undefined;
  if (eventId < codeEventId) {
    return `event ${eventId} was written together with all up to ${codeEventId}, by one workflow task: the code stands after that`;
  }
  const between = eventId === codeEventId + 1 ? `event ${eventId}` : `events ${codeEventId + 1} to ${eventId}`;
  return `at event ${eventId} the code stands as of event ${codeEventId}: of ${between} it is told by the next workflow task`;
}

/** `order (file:line:column)`, with the file as seen from a folder where it is inside. */
function placeText(at: string, cwd: string): string {
  return at.replaceAll(`${cwd}${path.sep}`, '');
}
