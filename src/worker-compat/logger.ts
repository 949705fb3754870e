/** The logger of workers, as in `@temporalio/worker`. */
import { formatWithOptions } from 'node:util';
import type { Logger, LogLevel, LogMetadata } from '@temporalio/common';
import { real } from '../clock/real';

export type { Logger, LogLevel, LogMetadata };

export interface LogEntry {
  message: string;
  level: LogLevel;
  /** Nanoseconds since the epoch. */
  timestampNanos: bigint;
  /** Custom attributes. */
  meta?: LogMetadata;
}

/** The key of metadata under which a line may bring its own time, in nanoseconds since the epoch. */
export const LogTimestamp: unique symbol = Symbol.for('log_timestamp') as never;

const SEVERITIES: readonly LogLevel[] = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'];

function writeToStderr({ level, timestampNanos, message, meta }: LogEntry): void {
  const colors = process.stderr.isTTY === true;
  const format = (value: unknown) => formatWithOptions({ colors }, value);
  const line = `${format(new real.Date(Number(timestampNanos / 1_000_000n)))} [${level}] ${message}`;
  process.stderr.write(meta === undefined ? `${line}\n` : `${line} ${format(meta)}\n`);
}

/** Writes lines of a level and above to stderr, or to a function. */
export class DefaultLogger implements Logger {
  protected readonly severity: number;

  /** @param level The least level that is logged. Default 'INFO'. */
  constructor(
    readonly level: LogLevel = 'INFO',
    protected readonly logFunction: (entry: LogEntry) => void = writeToStderr,
  ) {
    this.severity = SEVERITIES.indexOf(level);
  }

  log(level: LogLevel, message: string, meta?: LogMetadata): void {
    if (SEVERITIES.indexOf(level) < this.severity) return;
    const { [LogTimestamp as never]: given, ...rest } = (meta ?? {}) as Record<PropertyKey, unknown>;
    this.logFunction({
      level,
      message,
      meta: Object.keys(rest).length === 0 ? undefined : rest,
      timestampNanos: (given as bigint | undefined) ?? BigInt(real.dateNow()) * 1_000_000n,
    });
  }

  trace(message: string, meta?: LogMetadata): void {
    this.log('TRACE', message, meta);
  }

  debug(message: string, meta?: LogMetadata): void {
    this.log('DEBUG', message, meta);
  }

  info(message: string, meta?: LogMetadata): void {
    this.log('INFO', message, meta);
  }

  warn(message: string, meta?: LogMetadata): void {
    this.log('WARN', message, meta);
  }

  error(message: string, meta?: LogMetadata): void {
    this.log('ERROR', message, meta);
  }
}
