import type { Logger, LogLevel, LogMetadata } from '@temporalio/common';

/** A logger that adds attributes to each line; those of the line itself win. */
export function withComponent(logger: Logger, attributes: LogMetadata): Logger {
  const add = (meta: LogMetadata | undefined) => ({ ...attributes, ...meta });
  return {
    log: (level: LogLevel, message, meta) => logger.log(level, message, add(meta)),
    trace: (message, meta) => logger.trace(message, add(meta)),
    debug: (message, meta) => logger.debug(message, add(meta)),
    info: (message, meta) => logger.info(message, add(meta)),
    warn: (message, meta) => logger.warn(message, add(meta)),
    error: (message, meta) => logger.error(message, add(meta)),
  };
}
