import { InvalidInputError } from '../base/errors';
import { History } from '../history/history';
import { InvalidHistoryError } from '../history/invalid-history-error';

/** The history in a file. @throws InvalidInputError where the file cannot be read, or is no history; the message names the file. */
export async function readHistory(
  file: string,
  io: { readFile(path: string): string | Promise<string> },
): Promise<History> {
  let text: string;
  try {
    text = await io.readFile(file);
  } catch (cause) {
    throw new InvalidInputError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  try {
    return History.from(text);
  } catch (cause) {
    if (!(cause instanceof InvalidHistoryError)) throw cause;
    throw new InvalidInputError(`${file}: ${cause.message}`, { cause });
  }
}
