/** Looking at values that anybody may have written. Each error says which value, what it is, and what would be right. */
import { InvalidInputError } from '../base/errors';

/** 100 years: longer than anything that the server keeps. */
const MS_MAX = 3_155_760_000_000;

export type Fields = Readonly<Record<string, unknown>>;

export function invalid(where: string, value: unknown, right: string): InvalidInputError {
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'missing');
  return new InvalidInputError(`${where} is ${text}; it must be ${right}`);
}

export function objectOf(value: unknown, where: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalid(where, value, 'an object');
}

/** So that a name that is misspelt is refused, not ignored. */
export function refuseUnknown(value: object, names: readonly string[], where: string): void {
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new InvalidInputError(`${where} has no field '${unknown}'; the fields are ${names.join(', ')}`);
  }
}

type Is = (value: unknown) => boolean;

/** A field; absent is fine, unless it is `needed`. `of`: the object that it is in; empty: the input itself. */
export function check(fields: Fields, name: string, of: string, right: string, is: Is, needed = false): void {
  const value = fields[name];
  if (value === undefined ? needed : !is(value)) throw invalid(of ? `${of}.${name}` : name, value, right);
}

export function checkMs(fields: Fields, name: string, of: string, { least = 0, needed = false } = {}): void {
  check(fields, name, of, `milliseconds, from ${least} to 100 years`, (value) => isMs(value) && value >= least, needed);
}

export function checkOneOf(fields: Fields, name: string, of: string, texts: readonly string[], needed = false): void {
  const right = `one of ${texts.map((text) => `"${text}"`).join(', ')}`;
  check(fields, name, of, right, (value) => texts.includes(value as string), needed);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isMs(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MS_MAX;
}
