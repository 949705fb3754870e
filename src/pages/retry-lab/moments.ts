/** What is true at one moment: the events that the history has by then, and what describe says of the pending activity. */
import { durationText } from '../../history/time-text';
import type { LabMoment, LabResult } from '../../lab/lab-result';
import { byId, h } from '../shared/dom';

/** Gives the time of the moment that is shown. */
export function showMoment(result: LabResult, index: number, choose: (index: number) => void): void {
  const moment = result.moments[index]!;
  const box = byId('moment');
  let slider = box.querySelector<HTMLInputElement>('input[type=range]');
  if (!slider) {
    slider = h('input', {
      type: 'range',
      min: '0',
      id: 'moment-slider',
      'aria-label': 'moment',
      oninput: () => choose(Number(slider!.value)),
    });
    box.append(
      h('div', { class: 'moment-head' }, slider, h('output', { id: 'moment-time' }), h('span', { id: 'moment-what' })),
      h('div', { class: 'moment-body', id: 'moment-body' }),
    );
  }
  slider.max = String(result.moments.length - 1);
  slider.value = String(index);
  slider.setAttribute('aria-valuetext', `${durationText(moment.atMs)}: ${moment.what}`);
  byId('moment-time').textContent = durationText(moment.atMs);
  byId('moment-what').textContent = moment.what;
  byId('moment-body').replaceChildren(eventTable(result, moment), pendingTable(moment));
}

function eventTable({ events }: LabResult, { atMs, pending }: LabMoment): HTMLElement {
  const isWritten = (writtenAtMs: number, closes: boolean) =>
    writtenAtMs < atMs || (writtenAtMs === atMs && (!closes || !pending));
  const rows = events.map(({ id, type, timeMs, writtenAtMs, text }) => {
    const closes = !['ActivityTaskScheduled', 'ActivityTaskCancelRequested'].includes(type);
    const late = writtenAtMs > timeMs ? ` (written at ${durationText(writtenAtMs)})` : '';
    return h(
      'tr',
      { class: isWritten(writtenAtMs, closes) ? undefined : 'future' },
      h('td', { class: 'id' }, String(id)),
      h('td', { class: 'mono' }, type.replace('ActivityTask', '')),
      h('td', {}, `${durationText(timeMs)}${late}`),
      h('td', { class: 'soft' }, text),
    );
  });
  return h(
    'div',
    {},
    h('h3', {}, 'Event history'),
    h('table', {}, h('tbody', {}, ...rows)),
    h('p', { class: 'soft' }, 'Attempts that are retried leave no event: Started is written when the activity closes.'),
  );
}

function pendingTable({ atMs, pending }: LabMoment): HTMLElement {
  const title = h('h3', {}, 'Pending activity');
  if (!pending) return h('div', {}, title, h('p', { class: 'soft' }, 'None: the activity has closed.'));
  const ago = (ms: number) => `${durationText(ms)}, ${durationText(atMs - ms)} ago`;
  const rows: [string, string | undefined][] = [
    ['State', pending.state],
    [
      'Attempt',
      pending.maximumAttempts > 0 ? `${pending.attempt} of ${pending.maximumAttempts}` : String(pending.attempt),
    ],
    ['Last started', pending.attempt > 1 || pending.state !== 'SCHEDULED' ? ago(pending.lastStartedTime) : undefined],
    ['Last heartbeat', pending.lastHeartbeatTime > 0 ? ago(pending.lastHeartbeatTime) : undefined],
    ['Last failure', pending.lastFailure],
    [
      'Next attempt',
      pending.retry &&
        `${durationText(pending.retry.nextAttemptTime)}, in ${durationText(pending.retry.nextAttemptTime - atMs)}`,
    ],
    ['Retry interval', pending.retry && durationText(pending.retry.intervalMs)],
    [
      'Expires',
      pending.expirationTime === undefined
        ? undefined
        : `${durationText(pending.expirationTime)}, in ${durationText(pending.expirationTime - atMs)}`,
    ],
  ];
  const shown = rows
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, value)));
  return h('div', {}, title, h('table', {}, h('tbody', {}, ...shown)));
}
