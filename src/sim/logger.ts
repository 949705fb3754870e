import type { Logger } from '@temporalio/common';

const nothing = (): void => {};

/** Says nothing: a world is quiet unless it is given a logger. */
const quiet: Logger = {
  log: nothing,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};

export function worldLogger(given: Logger | undefined): Logger {
  return given ?? quiet;
}
