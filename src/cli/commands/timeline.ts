/** `worldline timeline history.json`: a recorded history as a picture over time. */
import { InvalidInputError } from '../../base/errors';
import type { History } from '../../history/history';
import { buildTimeline } from '../../report/build-timeline';
import { timelineData } from '../../report/timeline-data';
import { renderTimeline } from '../../report/timeline-text';
import { writePage } from '../page';
import { readHistory } from '../read-history';

/** The outside world of a command; the CLI's main gives the real one. */
export interface TimelineIo {
  stdout(text: string): void;
  stderr(text: string): void;
  /** Text of a file (UTF-8). Throws where it cannot be read. */
  readFile(path: string): string | Promise<string>;
  /** Throws InvalidInputError where it cannot be written. Absent: nothing can be written. */
  writeFile?(path: string, text: string): Promise<void>;
  /** Width of the terminal; absent: not a terminal. */
  readonly columns?: number;
  /** Whether colour is wanted; `NO_COLOR` has been looked at. */
  readonly color?: boolean;
}

export interface TimelineCommandOptions {
  /** Print the timeline's data instead of the picture. */
  readonly json?: boolean;
  /** Print the canonical text of the history instead, for comparing recordings. */
  readonly canonical?: boolean;
  /** Write an interactive page to this file instead. */
  readonly html?: string;
  /** Columns, at least 60; default: the terminal's, or 100. */
  readonly width?: number | string;
}

const OK = 0;
const BAD_INPUT = 2;
const WIDTH_MIN = 60;
const WIDTH_MAX = 1000;

/**
 * Prints the timeline of one or several history files. Returns the exit code: 0, or 2 where a file cannot be read, is no history,
 * or an option makes no sense; what is wrong then stands on stderr, and nothing on stdout.
 */
export async function timelineCommand(
  files: readonly string[],
  options: TimelineCommandOptions,
  io: TimelineIo,
): Promise<number> {
  const width = options.width === undefined ? Math.max(WIDTH_MIN, io.columns ?? 100) : Number(options.width);
  if (!Number.isInteger(width) || width < WIDTH_MIN || width > WIDTH_MAX) {
    return refuse(io, `--width ${options.width} makes no sense: give a whole number from ${WIDTH_MIN} to ${WIDTH_MAX}`);
  }
  if ([options.json, options.canonical, options.html].filter(Boolean).length > 1)
    return refuse(io, '--json, --canonical and --html exclude each other');
  if (files.length === 0) return refuse(io, 'no history file given: worldline timeline history.json');

  const histories: History[] = [];
  for (const file of files) {
    try {
      histories.push(await readHistory(file, io));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      return refuse(io, error.message);
    }
  }
  if (options.html !== undefined) return writeTimelines(options.html, histories, io);
  if (options.json) {
    const timelines = histories.map((history) => buildTimeline(history));
    io.stdout(`${JSON.stringify(timelines.length === 1 ? timelines[0] : timelines, null, 2)}\n`);
  } else if (options.canonical) {
    io.stdout(histories.map((history) => history.toCanonicalText()).join('\n'));
  } else {
    io.stdout(`${renderTimeline(histories, { width, color: io.color })}\n`);
  }
  return OK;
}

/** Two runs are compared. */
async function writeTimelines(file: string, histories: readonly History[], io: TimelineIo): Promise<number> {
  const [left, right] = histories;
  const diff = histories.length === 2 ? left!.diff(right!).rows : undefined;
  try {
    await writePage(io, file, 'timeline', timelineData(histories, [], diff));
    return OK;
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    return refuse(io, error.message);
  }
}

function refuse(io: TimelineIo, message: string): number {
  io.stderr(`${message}\n`);
  return BAD_INPUT;
}
