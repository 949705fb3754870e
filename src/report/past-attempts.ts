/** At which attempt pending activities were at a moment, which a history tells only when they have ended. */
import type { HistoryEvent, HistoryView } from '../history/event';
import { eventsOf } from '../history/event-log';
import type { PendingActivity } from '../history/execution-state';
import { elapsedText } from '../history/time-text';
import { inferAttempts } from './infer-attempts';
import type { AttemptSpan } from './timeline';

type Started = HistoryEvent<'ActivityTaskStarted'>;

/** Reads a history once; then tells of each of its moments. */
export class PastAttempts {
  /** By the id of the Scheduled event: the start of the last attempt. */
  private readonly started = new Map<number, Started>();

  constructor(private readonly history: HistoryView) {
    for (const event of eventsOf(history)) {
      if (event.type === 'ActivityTaskStarted') this.started.set(event.attributes.scheduledEventId ?? 0, event);
    }
  }

  /**
   * What is known of an activity's attempts at a time, from how it went on. `start`: of the history; times are shown since then.
   * Empty where the history ends before the activity.
   */
  textAt({ scheduledEventId }: PendingActivity, time: number, start: number): string {
    const started = this.started.get(scheduledEventId);
    const scheduled = this.history.event(scheduledEventId);
    if (!started || scheduled.type !== 'ActivityTaskScheduled') return '';
    const spans = inferAttempts(scheduled, started, { outcome: 'open', note: '' });
    const span = spans.findLast((one) => one.start !== undefined && one.start <= time);
    const of = spans.length > 1 ? ` of ${spans.length}` : '';
    // Of one attempt alone the history knows the start.
    if (!span) return spans.length > 1 ? `at one of ${spans.length} attempts` : 'not started yet';
    const since = (ms: number | undefined) => elapsedText((ms ?? 0) - start);
    const guess = span.inferred ? ' (inferred)' : '';
    if (!isOver(span, time)) return `attempt ${span.attempt}${of} running since ${since(span.start)}${guess}`;
    const why = span.note.startsWith('failure not') ? '' : `: ${span.note}`;
    return `attempt ${span.attempt}${of} failed${why}, next one due ${since(span.nextRetryAt)}${guess}`;
  }
}

function isOver({ end }: AttemptSpan, time: number): boolean {
  return end !== undefined && end <= time;
}
