/** One event in full. */
import { elapsedText, instantText } from '../../history/time-text';
import type { EventRow, TimelineData } from '../../report/timeline-data';
import { byId, h } from '../shared/dom';
import { differs, type Entry } from './entries';

export function showDetails(entry: Entry | undefined, data: TimelineData, isFirstDifference: boolean): void {
  const box = byId('details');
  if (!entry) {
    box.replaceChildren(h('p', { class: 'soft' }, 'Choose an event, or a lane above.'));
    return;
  }
  const { pair } = entry;
  const parts = pair
    ? [pair.left && eventPart(pair.left, data, 0, 'left'), pair.right && eventPart(pair.right, data, 1, 'right')]
    : [eventPart(entry.event, data, entry.run, '')];
  box.replaceChildren(
    ...(isFirstDifference ? [h('p', { class: 'first' }, 'The first difference between the two runs.')] : []),
    ...(differs(entry) ? [differencePart(entry)] : []),
    ...parts.filter((part) => part !== undefined),
  );
  box.scrollTop = 0;
}

function eventPart(
  [id, time, type, , details]: EventRow,
  { runs }: TimelineData,
  run: number,
  side: string,
): HTMLElement {
  const { start } = runs[run]!;
  return h(
    'div',
    {},
    h('h2', {}, `${side ? `${side}: ` : ''}${id} ${type}`),
    h('div', { class: 'soft' }, `${elapsedText(time)} · ${instantText(start + time)}`),
    details === '{}'
      ? h('p', { class: 'soft' }, 'It says nothing more.')
      : h('pre', {}, JSON.stringify(JSON.parse(details), null, 2)),
  );
}

function differencePart({ pair }: Entry): HTMLElement {
  const { left, right, fields } = pair!;
  if (!left || !right) return h('p', { class: 'first' }, `Only the ${left ? 'left' : 'right'} run has this event.`);
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, 'differs in'),
    h('th', { scope: 'col' }, 'left'),
    h('th', { scope: 'col' }, 'right'),
  );
  const rows = fields!.map((texts) => h('tr', {}, ...texts.map((text) => h('td', { class: 'mono' }, text))));
  return h('table', {}, h('thead', {}, head), h('tbody', {}, ...rows));
}
