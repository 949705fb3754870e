import { ServerStatus } from '../../src/server/status';

/** What a function answers, or the status that it throws in the tables' form. */
export function statusOf<T extends object>(fn: () => T): T | { error: { code: string; message: string } } {
  try {
    return fn();
  } catch (error) {
    if (!(error instanceof ServerStatus)) throw error;
    return { error: { code: error.status, message: error.details } };
  }
}
