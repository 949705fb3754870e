import type { HistoryView } from '../history/event';
import { oneLine } from '../history/payload-text';
import { durationText, elapsedText, instantText } from '../history/time-text';
import type { AttemptRecord } from './attempt-record';
import { axisText } from './axis-text';
import { buildTimeline } from './build-timeline';
import { type TimeScale, timeScale } from './time-scale';
import type { AttemptSpan, Lane, LaneOutcome, Timeline } from './timeline';
import { laneBar, SYMBOLS } from './timeline-bar';

export interface TimelineInput {
  readonly histories: readonly HistoryView[];
  /** What a world recorded of activity attempts; without it, earlier attempts are inferred, and marked `~`. */
  readonly attempts?: readonly AttemptRecord[];
}

export interface TimelineTextOptions {
  /** Columns; at least 60. Default 100. */
  readonly width?: number;
  /** Escape sequences for colour. Default false. */
  readonly color?: boolean;
  /** Lanes shown for each run; the middle is left out where there are more. Default 200. */
  readonly lanesMax?: number;
}

const NAME_WIDTH_MAX = 32;
const ATTEMPTS_MAX = 20;
const INFERRED = '~ inferred: a history has the last attempt only';
const FAILURES: ReadonlySet<LaneOutcome> = new Set(['failed', 'timed-out', 'terminated']);
const COLORS: Partial<Record<LaneOutcome, number>> = {
  completed: 32,
  failed: 31,
  'timed-out': 33,
  lost: 33,
  terminated: 31,
  cancelled: 35,
};

/**
 * One or several histories as a picture over virtual time: a lane for the workflow and for each activity, timer, child, signal,
 * update and external request; below each retried or failed activity its attempts, one a line. Pure: the same input gives the
 * same text.
 */
export function renderTimeline(
  input: HistoryView | readonly HistoryView[] | TimelineInput,
  { width = 100, color = false, lanesMax = 200 }: TimelineTextOptions = {},
): string {
  const { histories, attempts } = normalise(input);
  const timelines = histories.map((history) => buildTimeline(history, attempts));
  if (timelines.every(({ events }) => events === 0)) return '(no events)';
  const layout = new Layout(timelines, Math.max(60, width), color, Math.max(4, lanesMax));
  return timelines.map((timeline) => layout.run(timeline)).join('\n\n');
}

function normalise(input: HistoryView | readonly HistoryView[] | TimelineInput): TimelineInput {
  if ('histories' in input) return input;
  return { histories: Array.isArray(input) ? input : [input as HistoryView] };
}

/** The columns that all runs share: names, the picture, what there is to say. */
class Layout {
  readonly #nameWidth: number;
  readonly #noteWidth: number;
  readonly #scale: TimeScale;
  readonly #origin: number;
  readonly #end: number;

  constructor(
    timelines: readonly Timeline[],
    private readonly width: number,
    private readonly color: boolean,
    private readonly lanesMax: number,
  ) {
    const lanes = timelines.flatMap((timeline) => shownLanes(timeline.lanes, lanesMax).lanes);
    const longest = lanes.reduce((most, { name }) => Math.max(most, name.length), 8);
    this.#nameWidth = Math.min(longest, NAME_WIDTH_MAX, Math.floor(width / 3));
    const pictureWidth = Math.floor((width - this.#nameWidth) * 0.55);
    this.#noteWidth = width - this.#nameWidth - pictureWidth - 4;
    this.#origin = timelines.reduce((least, { start }) => Math.min(least, start), Number.POSITIVE_INFINITY);
    this.#end = timelines.reduce((most, { end }) => Math.max(most, end), Number.NEGATIVE_INFINITY);
    this.#scale = timeScale([this.#origin, ...lanes.flatMap(instants), this.#end], pictureWidth);
  }

  run(timeline: Timeline): string {
    const { lanes, hidden } = shownLanes(timeline.lanes, this.lanesMax);
    const lines = [...this.#header(timeline), '', ...this.#axis()];
    lanes.forEach((lane, index) => {
      if (hidden.length > 0 && index === Math.ceil(this.lanesMax / 2)) lines.push(cutText(hidden));
      lines.push(...this.#lane(lane));
    });
    // Without this line a reader would take what is worked out for what was seen.
    if (lanes.some((lane) => lane.attempts.some(({ inferred }) => inferred))) lines.push('', INFERRED);
    return lines.map((line) => line.trimEnd()).join('\n');
  }

  #header({ workflowType, workflowId, runId, start, end, events, lanes }: Timeline): string[] {
    const outcome = lanes[0]?.kind === 'workflow' ? lanes[0].outcome : 'open';
    const state = outcome === 'open' ? 'still open' : outcome === 'continued' ? 'continued as new' : outcome;
    const verdict = `${SYMBOLS[outcome]} ${state}`;
    const counted = `${events} event${events === 1 ? '' : 's'}`;
    const note = FAILURES.has(outcome) && lanes[0]?.note ? [oneLine(`  ${lanes[0].note}`, this.width)] : [];
    return [
      oneLine(`${workflowType} "${workflowId}"${runId ? `  run ${runId}` : ''}`, this.width),
      `${this.#paint(verdict, outcome)}${oneLine(` after ${durationText(end - start)}, ${counted}, from ${instantText(start)}`, this.width - verdict.length)}`,
      ...note,
    ];
  }

  #axis(): string[] {
    return axisText(this.#scale, this.#origin, this.#end).map((line) => ' '.repeat(this.#nameWidth + 2) + line);
  }

  #lane(lane: Lane): string[] {
    const name = oneLine(lane.name, this.#nameWidth).padEnd(this.#nameWidth);
    const note = laneNote(lane, this.#origin);
    const bar = this.#paint(laneBar(lane, this.#scale, this.#end), lane.outcome);
    const lines = [
      `${name}  ${bar}  ${this.#paint(oneLine(note, this.#noteWidth), lane.outcome)}`,
      ...this.#attempts(lane),
    ];
    // Of a failure that is cut, the end matters (the root cause); the workflow's own stands in the header, an activity's with its attempts.
    const isCut = note.length > this.#noteWidth && FAILURES.has(lane.outcome) && lane.kind !== 'workflow';
    if (isCut && lane.attempts.length === 0) lines.splice(1, 0, oneLine(`    ${lane.note}`, this.width));
    return lines;
  }

  /** Only activities that did not succeed at once have anything to say about their attempts and their limits. */
  #attempts(lane: Lane): string[] {
    if (lane.kind !== 'activity' || (lane.attempts.length <= 1 && lane.outcome === 'completed')) return [];
    const { shown, hidden } = cutMiddle(lane.attempts, ATTEMPTS_MAX);
    const rows = shown.map((attempt) => this.#attempt(attempt, lane));
    if (hidden.length > 0) rows.splice(ATTEMPTS_MAX / 2, 0, `  … ${hidden.length} attempts left out`);
    const deadline = lane.deadline === undefined ? '' : `, until ${elapsedText(lane.deadline - this.#origin)}`;
    if (lane.limits) rows.push(oneLine(`    limits: ${lane.limits}${deadline}`, this.width));
    return rows;
  }

  #attempt({ attempt, start, end, outcome, note, nextRetryAt, inferred, queued }: AttemptSpan, lane: Lane): string {
    const digits = String(lane.attempts.at(-1)?.attempt ?? 1).length;
    const at = start === undefined ? 'time unknown' : elapsedText(start - this.#origin);
    const ran =
      start !== undefined && end !== undefined ? `  ${queued ? 'waited' : 'ran'} ${durationText(end - start)}` : '';
    const retry = nextRetryAt !== undefined && end !== undefined ? `, next in ${durationText(nextRetryAt - end)}` : '';
    const head = `  ${inferred ? '~' : ' '} ${String(attempt).padStart(digits)}  ${at}${ran}  ${SYMBOLS[outcome]} `;
    const said = outcome === 'completed' ? '' : oneLine(note, Math.max(1, this.width - head.length - retry.length));
    return oneLine(`${head}${said}${retry}`, this.width);
  }

  #paint(text: string, outcome: LaneOutcome): string {
    const code = COLORS[outcome];
    return this.color && code && text.trim() ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}

function laneNote(lane: Lane, origin: number): string {
  const attempts = lane.attempts.length > 1 ? `${lane.attempts.at(-1)!.attempt} attempts ` : '';
  if (lane.outcome === 'event') return `${elapsedText(lane.start - origin)} ${lane.note}`;
  if (lane.outcome === 'open') {
    const due =
      lane.deadline === undefined
        ? ''
        : `, ${lane.kind === 'timer' ? 'due' : 'until'} ${elapsedText(lane.deadline - origin)}`;
    return [`open${due}`, `${attempts}${lane.note}`].filter(Boolean).join(', ');
  }
  return `${SYMBOLS[lane.outcome]} ${attempts}${lane.note || lane.outcome}`;
}

function instants(lane: Lane): number[] {
  const attempts = lane.attempts.flatMap(({ start, end }) => [start, end]);
  return [lane.start, lane.end, ...attempts, ...lane.ticks.map(({ time }) => time)].filter(
    (time) => time !== undefined,
  );
}

function shownLanes(lanes: readonly Lane[], max: number): { lanes: readonly Lane[]; hidden: readonly Lane[] } {
  const { shown, hidden } = cutMiddle(lanes, max);
  return { lanes: shown, hidden };
}

/** The first and the last of a list; all of it where it is short enough. */
function cutMiddle<T>(list: readonly T[], max: number): { shown: readonly T[]; hidden: readonly T[] } {
  if (list.length <= max) return { shown: list, hidden: [] };
  const [head, tail] = [Math.ceil(max / 2), Math.floor(max / 2)];
  return { shown: [...list.slice(0, head), ...list.slice(-tail)], hidden: list.slice(head, -tail) };
}

function cutText(hidden: readonly Lane[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of hidden) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return `… ${hidden.length} lanes left out: ${[...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ')}`;
}
