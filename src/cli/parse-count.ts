import { InvalidInputError } from '../base/errors';

/** @throws InvalidInputError for what is no whole number. */
export function parseCount(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidInputError(`${flag} is '${text}'; it must be a whole number`);
}
