/** A run of the retry lab for a terminal: a lane for each attempt, the deadlines above them, and one sentence why it ended there. */
import { oneLine } from '../history/payload-text';
import { durationText } from '../history/time-text';
import type { LabAttemptTrace, LabOutcome, LabResult } from '../lab/lab-result';
import { raceText } from '../lab/race-text';
import { timeoutText } from '../lab/timeout-text';
import { axisText } from './axis-text';
import { type TimeScale, timeScale } from './time-scale';
import { SYMBOLS } from './timeline-bar';
import { wrap } from './wrap';

export interface LabTextOptions {
  /** Columns; default 100. */
  readonly width?: number;
  readonly color?: boolean;
}

const ATTEMPTS_SHOWN = 20;
const NAME_WIDTH = 18;
const COLORS: Readonly<Record<LabOutcome, number>> = {
  completed: 32,
  failed: 31,
  'timed-out': 33,
  cancelled: 35,
  running: 36,
};

export function labText(result: LabResult, { width = 100, color = false }: LabTextOptions = {}): string {
  const paint = (text: string, outcome: LabOutcome) => (color ? `\u001b[${COLORS[outcome]}m${text}\u001b[0m` : text);
  const { shown, hidden } = cutMiddle(result.attempts);
  const picture = Math.floor((width - NAME_WIDTH) * 0.45);
  const scale = timeScale(instants(result, shown), picture);
  const lines = [
    `${paint(`${symbolOf(result.outcome)} ${result.outcome}`, result.outcome)} ${result.outcome === 'running' ? 'followed for' : 'after'} ${durationText(result.atMs)}, ${count(result.attempts.length, 'attempt')}${result.retryState ? `, retry state ${result.retryState}` : ''}`,
    wrap(result.reason, width),
    '',
    ...axis(scale),
    ...deadlines(result, scale),
  ];
  shown.forEach((attempt, index) => {
    if (hidden > 0 && index === Math.ceil(ATTEMPTS_SHOWN / 2)) lines.push(`… ${count(hidden, 'attempt')} left out`);
    const mark = paint(symbolOf(attempt.result), attempt.result);
    lines.push(
      `${`attempt ${attempt.attempt}`.padEnd(NAME_WIDTH)}${bar(attempt, scale, result.atMs)}  ${mark} ${oneLine(note(attempt), width - NAME_WIDTH - picture - 4)}`,
    );
  });
  if (result.races.length > 0) lines.push('', raceText(result.races));
  return lines.map((line) => line.trimEnd()).join('\n');
}

function symbolOf(outcome: LabOutcome): string {
  return SYMBOLS[outcome === 'running' ? 'open' : outcome];
}

function instants({ atMs, timeouts }: LabResult, attempts: readonly LabAttemptTrace[]): number[] {
  const times = attempts.flatMap((a) => [a.scheduledAtMs, a.startedAtMs ?? a.scheduledAtMs, a.endedAtMs ?? atMs]);
  // A deadline far behind the end would press all else into one corner.
  const { scheduleToCloseMs: whole } = timeouts;
  return [0, atMs, ...times, ...(whole > 0 && whole <= atMs * 2 ? [whole] : [])];
}

function axis(scale: TimeScale): string[] {
  return axisText(scale, 0, scale.timeAt(scale.width - 1)).map((line) => ' '.repeat(NAME_WIDTH) + line);
}

/** Schedule-to-close over the whole; the other limits are of single attempts, and stand in words. */
function deadlines({ timeouts, atMs }: LabResult, scale: TimeScale): string[] {
  const { scheduleToCloseMs: whole, ...rest } = timeouts;
  const lines: string[] = [];
  if (whole > 0) {
    const isOutside = whole > Math.max(atMs, scale.timeAt(scale.width - 1));
    const cells = '─'.repeat(Math.max(0, scale.column(whole))) + (isOutside ? '▸' : '╎');
    lines.push(`${'schedule-to-close'.padEnd(NAME_WIDTH)}${cells.padEnd(scale.width)}  ${durationText(whole)}`);
  }
  const limits: [string, number][] = [
    ['start-to-close', rest.startToCloseMs],
    ['schedule-to-start', rest.scheduleToStartMs],
    ['heartbeat', rest.heartbeatMs],
  ];
  const set = limits.filter(([, ms]) => ms > 0).map(([name, ms]) => `${name} ${durationText(ms)}`);
  if (set.length > 0) lines.push(`${'each attempt'.padEnd(NAME_WIDTH)}${set.join(', ')}`);
  return lines;
}

function bar(attempt: LabAttemptTrace, scale: TimeScale, endMs: number): string {
  const cells = new Array<string>(scale.width).fill(' ');
  const { scheduledAtMs, startedAtMs, nextDelayMs, crashedAtMs, result } = attempt;
  const endedAtMs = attempt.endedAtMs ?? endMs;
  const fill = (from: number, to: number, symbol: string) => {
    for (let column = scale.column(from); column <= scale.column(to); column++) cells[column] = symbol;
  };
  const put = (at: number, symbol: string) => {
    cells[scale.column(at)] = symbol;
  };
  if (nextDelayMs !== undefined) fill(endedAtMs, endedAtMs + nextDelayMs, '┄');
  fill(scheduledAtMs, startedAtMs ?? endedAtMs, '·');
  if (startedAtMs !== null) {
    fill(startedAtMs, endedAtMs, '━');
    if (crashedAtMs !== undefined) fill(crashedAtMs, endedAtMs, '╌');
    for (const heartbeat of attempt.heartbeatsMs) put(heartbeat, '┻');
    put(startedAtMs, '┣');
  }
  put(endedAtMs, symbolOf(result));
  return cells.join('');
}

function note({ startedAtMs, endedAtMs, scheduledAtMs, timeoutType, nextDelayMs, result }: LabAttemptTrace): string {
  const how = timeoutType ? `${timeoutText(timeoutType)} timeout` : result;
  const ran = startedAtMs === null || endedAtMs === null ? '' : ` after ${durationText(endedAtMs - startedAtMs)}`;
  const queue = (startedAtMs ?? endedAtMs ?? scheduledAtMs) - scheduledAtMs;
  return [
    `${how}${ran}`,
    ...(nextDelayMs === undefined ? [] : [`next in ${durationText(nextDelayMs)}`]),
    ...(queue > 0 ? [`queued ${durationText(queue)}`] : []),
  ].join(', ');
}

function cutMiddle(list: readonly LabAttemptTrace[]): { shown: readonly LabAttemptTrace[]; hidden: number } {
  if (list.length <= ATTEMPTS_SHOWN) return { shown: list, hidden: 0 };
  const half = ATTEMPTS_SHOWN / 2;
  return { shown: [...list.slice(0, half), ...list.slice(-half)], hidden: list.length - ATTEMPTS_SHOWN };
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
