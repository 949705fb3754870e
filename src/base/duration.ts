/** Durations as users write them: milliseconds, or texts such as '30 days'. */
import { msToNumber } from '@temporalio/common/lib/time';
import { InvalidInputError } from './errors';

/** Milliseconds of a duration that a user gave. @throws InvalidInputError for what is no duration, or below zero. */
export function parseDuration(value: number | string, where: string): number {
  let ms: number;
  try {
    ms = msToNumber(value as Parameters<typeof msToNumber>[0]);
  } catch (error) {
    throw invalid(value, where, error);
  }
  if (!Number.isFinite(ms) || ms < 0) throw invalid(value, where);
  return ms;
}

function invalid(value: unknown, where: string, cause?: unknown): InvalidInputError {
  return new InvalidInputError(
    `${where}: ${JSON.stringify(value)} is no duration; give milliseconds (0 or more) or a text such as '30 days'`,
    { cause },
  );
}
