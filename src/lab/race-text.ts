import { durationText } from '../history/time-text';

/** What a reader should know of two things at one instant. */
export function raceText(races: readonly number[]): string {
  const times = races.slice(0, 3).map(durationText).join(', ');
  return `At ${times} two things are due at one instant: a real server may take either one first.`;
}
