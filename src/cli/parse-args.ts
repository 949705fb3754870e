import { InvalidInputError } from '../base/errors';

/** Arguments of a query, as a JSON array; none by default. @throws InvalidInputError for anything else. */
export function parseArgs(what: string, text = '[]'): unknown[] {
  const value = parseJson(what, text, `'["a", 1]'`);
  if (Array.isArray(value)) return value;
  throw new InvalidInputError(`${what}: ${text} is no array; give a JSON array of arguments such as '[${text}]'`);
}

/** @throws InvalidInputError for what is no JSON, with an example of what would be. */
export function parseJson(what: string, text: string, example: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInputError(`${what}: ${text} is no JSON; it must be such as ${example}`, { cause });
  }
}
