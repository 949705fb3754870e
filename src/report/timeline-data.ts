/** What the timeline's page shows: lanes and events of each run, and how two of them differ. Times are since the start of their run. */
import type { DiffRow } from '../history/diff-row';
import { isDifference } from '../history/diff-row';
import type { HistoryView } from '../history/event';
import { eventsOf } from '../history/event-log';
import { eventText } from '../history/event-text';
import type { AttemptRecord } from './attempt-record';
import { buildTimeline } from './build-timeline';
import { eventDetails } from './event-details';
import type { Lane, Timeline } from './timeline';

/** [id, time, type, text, details as JSON]: a list, for there may be very many. */
export type EventRow = readonly [id: number, time: number, type: string, text: string, details: string];

export interface RunData extends Omit<Timeline, 'events'> {
  readonly events: readonly EventRow[];
}

/** Ids of two events that belong together, 0 where there is none; and what they disagree on. */
export type DiffPair = readonly [
  left: number,
  right: number,
  fields: readonly (readonly [path: string, left: string, right: string])[] | null,
];

export interface TimelineData {
  readonly runs: readonly RunData[];
  /** Of the two runs; `null` as fields: the two sides agree. */
  readonly diff?: readonly DiffPair[];
}

export function timelineData(
  histories: readonly HistoryView[],
  attempts: readonly AttemptRecord[] = [],
  diff?: readonly DiffRow[],
): TimelineData {
  return {
    runs: histories.map((history) => runData(history, attempts)),
    ...(diff && { diff: diff.map(pairOf) }),
  };
}

function runData(history: HistoryView, attempts: readonly AttemptRecord[]): RunData {
  const timeline = buildTimeline(history, attempts);
  const since = (time: number) => time - timeline.start;
  const events = Array.from(
    eventsOf(history),
    (event): EventRow => [
      event.id,
      since(event.time),
      event.type,
      eventText(event, history),
      JSON.stringify(eventDetails(event)),
    ],
  );
  return { ...timeline, events, lanes: timeline.lanes.map((lane) => relative(lane, timeline.start)) };
}

function relative(lane: Lane, start: number): Lane {
  const since = <T extends number | undefined>(time: T) => (time === undefined ? time : time - start) as T;
  return {
    ...lane,
    ...{ start: since(lane.start), end: since(lane.end), deadline: since(lane.deadline) },
    attempts: lane.attempts.map((attempt) => ({
      ...attempt,
      ...{ start: since(attempt.start), end: since(attempt.end), nextRetryAt: since(attempt.nextRetryAt) },
      heartbeats: attempt.heartbeats.map(since),
    })),
    ticks: lane.ticks.map(({ time, failed }) => ({ time: since(time), failed })),
  };
}

function pairOf(row: DiffRow): DiffPair {
  const text = (value: unknown) => (value === undefined ? '(absent)' : JSON.stringify(value));
  const fields = row.fields.map(({ path, left, right }) => [path, text(left), text(right)] as const);
  return [row.left?.id ?? 0, row.right?.id ?? 0, isDifference(row) ? fields : null];
}
