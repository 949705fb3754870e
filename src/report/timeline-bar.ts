import type { TimeScale } from './time-scale';
import type { Lane, LaneOutcome } from './timeline';

export const SYMBOLS: Readonly<Record<LaneOutcome, string>> = {
  open: '▸',
  completed: '✓',
  failed: '✗',
  'timed-out': '◷',
  cancelled: '⊘',
  terminated: '■',
  continued: '↻',
  lost: '?',
  event: '●',
};

/** The picture of one lane: a line of exactly `scale.width` characters. */
export function laneBar(lane: Lane, scale: TimeScale, end: number): string {
  const cells: string[] = new Array<string>(scale.width).fill(' ');
  const put = (time: number, symbol: string): void => {
    cells[scale.column(time)] = symbol;
  };
  const fill = (from: number, to: number, symbol: string): void => {
    for (let column = scale.column(from); column <= scale.column(to); column++) cells[column] = symbol;
  };
  if (lane.deadline !== undefined && lane.deadline <= end) put(lane.deadline, '╎');
  if (lane.attempts.length > 0) drawAttempts(lane, end, put, fill);
  else if (lane.outcome !== 'event' && lane.end !== lane.start) {
    fill(lane.start, lane.end ?? end, lane.kind === 'workflow' ? '━' : lane.kind === 'timer' ? '┄' : '─');
    put(lane.start, lane.kind === 'workflow' ? '┣' : '├');
  }
  // Failures after successes, so that a failed workflow task is seen where several fall into one column.
  for (const failed of [false, true])
    for (const t of lane.ticks) if (t.failed === failed) put(t.time, failed ? '✗' : '╋');
  put(lane.end ?? end, SYMBOLS[lane.outcome]);
  return cells.join('');
}

function drawAttempts(
  lane: Lane,
  end: number,
  put: (time: number, symbol: string) => void,
  fill: (from: number, to: number, symbol: string) => void,
): void {
  // The whole is a wait, dotted; what ran lies over it.
  fill(lane.start, lane.end ?? end, '┄');
  for (const attempt of lane.attempts) {
    if (attempt.start === undefined) continue;
    fill(attempt.start, attempt.end ?? lane.end ?? end, attempt.queued ? '┄' : attempt.inferred ? '╌' : '─');
    for (const heartbeat of attempt.heartbeats) put(heartbeat, '┴');
    put(attempt.start, '├');
  }
  for (const attempt of lane.attempts) if (attempt.end !== undefined) put(attempt.end, SYMBOLS[attempt.outcome]);
}
