import { Option } from 'commander';
import { InvalidInputError } from '../base/errors';

const MIN = 60;
const MAX = 1000;
const DEFAULT = 100;

export function widthOption(): Option {
  return new Option('--width <columns>', `columns, at least ${MIN} (default: the terminal's, or ${DEFAULT})`);
}

/** @throws InvalidInputError for what is no sensible number of columns. */
export function parseWidth(width: string | undefined, { columns = DEFAULT }: { columns?: number }): number {
  if (width === undefined) return Math.max(MIN, columns);
  const number = Number(width);
  if (Number.isInteger(number) && number >= MIN && number <= MAX) return number;
  throw new InvalidInputError(`--width ${width} makes no sense: give a whole number from ${MIN} to ${MAX}`);
}
