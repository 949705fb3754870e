/** Refusals of a list filter, in the server's words. */
import { invalidArgument, type ServerStatus } from '../status';

export const invalidQuery = (text: string): ServerStatus => invalidArgument(`invalid query: ${text}`);

/** The filter parses, but means nothing for these attributes. */
export const invalidExpression = (text: string): ServerStatus => invalidQuery(`invalid expression: ${text}`);

/** SQL that the filter language does not have. */
export const notSupported = (text: string): ServerStatus => invalidQuery(`operation is not supported: ${text}`);

/** What does not parse. `at` counts the characters of the filter from 0; people count from 1. */
export function syntaxError(at: number, near: string): ServerStatus {
  const where = near === '' ? 'at the end of the query' : `near '${near}'`;
  return invalidQuery(`malformed SQL query: syntax error at position ${at + 1} ${where}`);
}
