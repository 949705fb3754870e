import { type DiffRow, isDifference } from './diff-row';
import type { AnyEvent, HistoryView } from './event';
import { eventText } from './event-text';
import { oneLine } from './payload-text';

export interface DiffTextOptions {
  /** Columns of the whole; default 160. */
  width?: number;
  /** Equal rows shown before and after a difference; default 2. */
  context?: number;
}

/**
 * Two histories side by side: `~` marks events that belong together and differ, `<` and `>` those that only one side has. Fields
 * that differ follow below their event. Equal stretches are cut to their ends.
 */
export function diffText(
  rows: readonly DiffRow[],
  leftView: HistoryView,
  rightView: HistoryView,
  { width = 160, context = 2 }: DiffTextOptions = {},
): string {
  if (!rows.some(isDifference)) return `The histories agree (${leftView.length} events).`;
  const column = Math.max(20, Math.floor((width - 3) / 2));
  const cell = (event: AnyEvent | undefined, view: HistoryView): string =>
    (event ? oneLine(`${event.id} ${event.type} ${eventText(event, view)}`.trimEnd(), column) : '').padEnd(column);

  const lines: string[] = [];
  const shown = nearDifferences(rows, context);
  let hidden = 0;
  const flush = (): void => {
    if (hidden > 0) lines.push(`… ${hidden} equal event${hidden === 1 ? '' : 's'}`);
    hidden = 0;
  };
  rows.forEach((row, index) => {
    if (!shown.has(index)) {
      hidden++;
      return;
    }
    flush();
    const mark = !row.left ? '>' : !row.right ? '<' : row.fields.length > 0 ? '~' : ' ';
    lines.push(`${cell(row.left, leftView)} ${mark} ${cell(row.right, rightView)}`.trimEnd());
    for (const { path, left, right } of row.fields) {
      lines.push(`    ${oneLine(path, column)}: ${valueText(left, column)} | ${valueText(right, column)}`);
    }
  });
  flush();
  return lines.join('\n');
}

function nearDifferences(rows: readonly DiffRow[], context: number): Set<number> {
  const near = new Set<number>();
  rows.forEach((row, index) => {
    if (!isDifference(row)) return;
    for (let i = index - context; i <= index + context; i++) near.add(i);
  });
  return near;
}

function valueText(value: unknown, max: number): string {
  return value === undefined ? '(absent)' : oneLine(JSON.stringify(value), max);
}
