import type { HistoryView } from './event';
import { eventsOf } from './event-log';
import { eventText } from './event-text';
import { elapsedText, instantText } from './time-text';

export interface HistoryTextOptions {
  /** Only the last so many events; a line says how many are left out. Default: all. */
  last?: number;
  /** Longest line. Default 160. */
  width?: number;
}

/**
 * A history for people, one line for each event: id, time since the start, type, what it says. JSON payloads are shown as the
 * JSON they hold, cut where they are long.
 */
export function historyText(view: HistoryView, { last, width = 160 }: HistoryTextOptions = {}): string {
  if (view.length === 0) return '(no events)';
  const first = view.event(1);
  const from = Math.max(1, view.length - (last ?? view.length) + 1);
  const idWidth = String(view.length).length;
  const rows = Array.from(eventsOf(view, from), (event) => ({ event, at: elapsedText(event.time - first.time) }));
  const atWidth = rows.reduce((most, { at }) => Math.max(most, at.length), 0);
  const typeWidth = rows.reduce((most, { event }) => Math.max(most, event.type.length), 0);
  const lines = rows.map(({ event, at }) => {
    const head = `${String(event.id).padStart(idWidth)}  ${at.padStart(atWidth)}  ${event.type.padEnd(typeWidth)}`;
    return `${head}  ${eventText(event, view, Math.max(20, width - head.length - 2))}`.trimEnd();
  });
  if (from > 1) lines.unshift(`(events 1 to ${from - 1} left out)`);
  return [`${header(view)} at ${instantText(first.time)}`, ...lines].join('\n');
}

function header(view: HistoryView): string {
  const first = view.event(1);
  if (first.type !== 'WorkflowExecutionStarted') return 'events begin';
  const { workflowType, workflowId, originalExecutionRunId } = first.attributes;
  return `${workflowType?.name ?? '?'} "${workflowId ?? '?'}" (run ${originalExecutionRunId || '?'}) started`;
}
