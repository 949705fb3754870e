/** The swim lanes: a row for each attempt, with deadlines that can be dragged. */
import { durationText } from '../../history/time-text';
import type { LabAttemptTrace, LabResult } from '../../lab/lab-result';
import { timeoutText } from '../../lab/timeout-text';
import { byTicks, niceStep } from '../../report/ticks';
import { byId, h, svg } from '../shared/dom';
import type { LabState } from './state';

export type DeadlineOption =
  | 'startToCloseTimeout'
  | 'scheduleToCloseTimeout'
  | 'scheduleToStartTimeout'
  | 'heartbeatTimeout';
type SetDeadline = (option: DeadlineOption, ms: number) => void;

const ROWS_MAX = 12;
/** Of the row with the handle of schedule-to-close. */
const WHOLE_HEIGHT = 28;
const NAMES: Readonly<Record<DeadlineOption, string>> = {
  startToCloseTimeout: 'start-to-close',
  scheduleToCloseTimeout: 'schedule-to-close',
  scheduleToStartTimeout: 'schedule-to-start',
  heartbeatTimeout: 'heartbeat',
};

/** Where lanes stand, in pixels. On a phone the texts of a row have a line of their own above its bar. */
interface Frame {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly row: number;
  /** Of a row, where its bar is. */
  readonly bar: number;
  readonly isNarrow: boolean;
}

function frameOf(width: number, hasWhole: boolean): Frame {
  const isNarrow = width < 560;
  const top = 24 + (hasWhole ? WHOLE_HEIGHT : 0);
  return isNarrow
    ? { width, left: 14, right: 14, top, row: 46, bar: 18, isNarrow }
    : { width, left: 84, right: 150, top, row: 30, bar: 0, isNarrow };
}

const BAR = 30;

interface Scale {
  readonly endMs: number;
  /** About how many there is room for. */
  readonly ticks: number;
  x(ms: number): number;
  ms(pixels: number): number;
}

interface Deadline {
  readonly option: DeadlineOption;
  /** What it counts from. */
  readonly from: number;
  readonly ms: number;
  readonly y: number;
  readonly height: number;
  /** Whether its name stands beside it. */
  readonly isNamed: boolean;
  readonly key: string;
}

/** While a deadline is dragged the scale stays as it was. */
let held: Scale | undefined;
let showsAll = false;

export function showPicture(
  state: LabState,
  result: LabResult,
  atMs: number,
  set: SetDeadline,
  again: () => void,
): void {
  const box = byId('picture');
  const focused = (document.activeElement as SVGElement | null)?.dataset?.key;
  const rows = showsAll ? result.attempts : result.attempts.slice(0, ROWS_MAX);
  const frame = frameOf(
    Math.max(280, box.clientWidth || 900),
    state.input.options.scheduleToCloseTimeout !== undefined,
  );
  const { width, top } = frame;
  const scale = held ?? scaleOf(result, rows, frame);
  const height = top + rows.length * frame.row + 8;
  const picture = svg('svg', {
    viewBox: `0 0 ${width} ${height}`,
    height,
    role: 'group',
    'aria-label': `${rows.length} attempts over ${durationText(scale.endMs)}`,
  });
  picture.append(...gridLines(scale, height));
  rows.forEach((attempt, index) => {
    picture.append(...lane(attempt, index, scale, result.atMs, frame));
  });
  if (atMs <= scale.endMs)
    picture.append(svg('line', { class: 'now', x1: scale.x(atMs), x2: scale.x(atMs), y1: top - 4, y2: height }));
  for (const deadline of deadlinesOf(state, result, rows, scale, frame))
    picture.append(handle(deadline, scale, set, again, width));
  const hidden = result.attempts.length - rows.length;
  const more = hidden > 0 || showsAll ? moreButton(hidden, again) : undefined;
  box.replaceChildren(picture, ...(more ? [more] : []), legend());
  if (focused) box.querySelector<SVGElement>(`[data-key="${focused}"]`)?.focus();
}

function moreButton(hidden: number, again: () => void): HTMLElement {
  const toggle = () => {
    showsAll = !showsAll;
    again();
  };
  return h(
    'button',
    { type: 'button', onclick: toggle },
    hidden > 0 ? `Show ${hidden} more attempts` : `Show the first ${ROWS_MAX}`,
  );
}

function scaleOf(
  { atMs, timeouts }: LabResult,
  rows: readonly LabAttemptTrace[],
  { width, left, right }: Frame,
): Scale {
  const last = rows.at(-1);
  const shownTo = last ? (last.endedAtMs ?? atMs) + (last.nextDelayMs ?? 0) : atMs;
  const { scheduleToCloseMs: whole, startToCloseMs: one } = timeouts;
  const wanted = [
    shownTo,
    ...rows.map(({ startedAtMs }) => (startedAtMs ?? 0) + one).filter((ms) => ms <= shownTo * 1.6),
  ];
  if (whole > 0 && whole <= shownTo * 3) wanted.push(whole);
  const endMs = Math.max(1, ...wanted) * 1.04;
  const pixels = width - left - right;
  const ticks = Math.max(2, Math.min(8, Math.floor(pixels / 90)));
  return {
    ...{ endMs, ticks },
    x: (ms) => left + (Math.min(ms, endMs) / endMs) * pixels,
    ms: (x) => ((x - left) / pixels) * endMs,
  };
}

function gridLines(scale: Scale, height: number): SVGElement[] {
  const group = svg('g', { class: 'axis', 'aria-hidden': 'true' });
  for (const ms of byTicks(0, scale.endMs, scale.ticks)) {
    group.append(svg('line', { class: 'grid', x1: scale.x(ms), x2: scale.x(ms), y1: 18, y2: height }));
    group.append(
      svg(
        'text',
        { x: scale.x(ms), y: 12, 'text-anchor': ms === 0 ? 'start' : 'middle' },
        ms === 0 ? '0s' : durationText(ms),
      ),
    );
  }
  return [group];
}

function lane(attempt: LabAttemptTrace, index: number, scale: Scale, endMs: number, frame: Frame): SVGElement[] {
  const { width, isNarrow } = frame;
  const rowTop = frame.top + index * frame.row;
  const y = rowTop + frame.bar;
  const middle = y + BAR / 2;
  const { scheduledAtMs, startedAtMs, crashedAtMs, nextDelayMs, result } = attempt;
  const ended = attempt.endedAtMs ?? endMs;
  const row = svg('g', { class: result, role: 'img', 'aria-label': rowText(attempt) });
  row.append(svg('title', {}, rowText(attempt)));
  if (index % 2 === 0) row.append(svg('rect', { class: 'stripe', x: 0, y: rowTop, width, height: frame.row }));
  const textAt = isNarrow ? rowTop + 15 : middle + 4;
  row.append(svg('text', { class: 'label strong', x: 8, y: textAt }, `attempt ${attempt.attempt}`));
  const line = (kind: string, from: number, to: number) =>
    row.append(svg('line', { class: kind, x1: scale.x(from), x2: scale.x(to), y1: middle, y2: middle }));
  if (startedAtMs === null || startedAtMs > scheduledAtMs) line('queue', scheduledAtMs, startedAtMs ?? ended);
  if (startedAtMs !== null) {
    const until = crashedAtMs ?? ended;
    const bar = (kind: string, from: number, to: number) =>
      row.append(
        svg('rect', {
          class: kind,
          x: scale.x(from),
          y: y + 7,
          width: Math.max(2.5, scale.x(to) - scale.x(from)),
          height: BAR - 14,
          rx: 3,
        }),
      );
    bar('run', startedAtMs, until);
    if (crashedAtMs !== undefined) bar('dead', crashedAtMs, ended);
    for (const ms of attempt.beatsMs)
      row.append(svg('line', { class: 'beat', x1: scale.x(ms), x2: scale.x(ms), y1: y + 10, y2: y + BAR - 10 }));
    for (const ms of attempt.heartbeatsMs)
      row.append(svg('path', { class: 'heard', d: `M${scale.x(ms)} ${y + 7} l-3.5 -5 h7 z` }));
  }
  if (nextDelayMs !== undefined) line('wait', ended, ended + nextDelayMs);
  row.append(svg('circle', { class: 'end', cx: scale.x(ended), cy: middle, r: 5.5 }));
  row.append(
    svg('text', { class: 'label', x: isNarrow ? 84 : width - frame.right + 12, y: textAt }, sideText(attempt)),
  );
  return [row];
}

function sideText({ result, timeoutType, nextDelayMs }: LabAttemptTrace): string {
  const how = timeoutType ? timeoutText(timeoutType) : result;
  return nextDelayMs === undefined ? how : `${how}, +${durationText(nextDelayMs)}`;
}

function rowText({
  attempt,
  startedAtMs,
  endedAtMs,
  result,
  timeoutType,
  nextDelayMs,
  resumedFromMs,
}: LabAttemptTrace): string {
  const began = startedAtMs === null ? 'never started' : `started at ${durationText(startedAtMs)}`;
  const ended =
    endedAtMs === null
      ? 'still runs'
      : `${timeoutType ? `${timeoutText(timeoutType)} timeout` : result} at ${durationText(endedAtMs)}`;
  const next = nextDelayMs === undefined ? '' : `, the next attempt in ${durationText(nextDelayMs)}`;
  const resumed = resumedFromMs === undefined ? '' : `, given the heartbeat details of ${durationText(resumedFromMs)}`;
  return `attempt ${attempt}: ${began}${resumed}, ${ended}${next}`;
}

function deadlinesOf(
  { input }: LabState,
  { timeouts }: LabResult,
  rows: readonly LabAttemptTrace[],
  scale: Scale,
  frame: Frame,
): Deadline[] {
  const found: Deadline[] = [];
  const add = (option: DeadlineOption, from: number, ms: number, index: number) => {
    // What the server has filled in is not the user's to drag.
    if (input.options[option] === undefined || ms === 0 || from + ms > scale.endMs) return;
    const isWhole = option === 'scheduleToCloseTimeout';
    const y = isWhole ? 22 : frame.top + index * frame.row + frame.bar;
    const height = isWhole ? frame.top - 22 + rows.length * frame.row : BAR;
    const isNear = (one: Deadline) => one.y === y && Math.abs(scale.x(one.from + one.ms) - scale.x(from + ms)) < 160;
    // One that has passed is named at the end of its row, and here its name would hide the wait.
    const hasPassed = rows[index]?.endedAtMs === from + ms;
    const isNamed = isWhole || !(hasPassed || found.some((one) => one.option === option || isNear(one)));
    found.push({ option, from, ms, y, height, isNamed, key: `${option}-${index}` });
  };
  add('scheduleToCloseTimeout', 0, timeouts.scheduleToCloseMs, 0);
  rows.forEach((row, index) => {
    add('scheduleToStartTimeout', row.scheduledAtMs, timeouts.scheduleToStartMs, index);
    if (row.startedAtMs === null) return;
    add('startToCloseTimeout', row.startedAtMs, timeouts.startToCloseMs, index);
    add('heartbeatTimeout', row.heartbeatsMs.at(-1) ?? row.startedAtMs, timeouts.heartbeatMs, index);
  });
  return found;
}

function handle(deadline: Deadline, scale: Scale, set: SetDeadline, again: () => void, width: number): SVGElement {
  const { option, from, ms, y, height, isNamed, key } = deadline;
  const x = scale.x(from + ms);
  const step = niceStep(scale.endMs / 200);
  const to = (value: number) => set(option, Math.max(step, Math.round(value / step) * step));
  const isWhole = option === 'scheduleToCloseTimeout';
  const grip = isWhole
    ? svg('path', { class: 'grip', d: `M${x - 6} ${y} h12 v8 l-6 7 l-6 -7 z` })
    : svg('rect', { class: 'grip', x: x - 3.5, y: y + height / 2 - 7, width: 7, height: 14, rx: 2.5 });
  return svg(
    'g',
    {
      ...{ class: 'deadline', tabindex: 0, role: 'slider', 'data-key': key },
      'aria-label': `${NAMES[option]} timeout`,
      ...{ 'aria-valuenow': ms, 'aria-valuemin': step, 'aria-valuetext': durationText(ms) },
      onpointerdown: (event: PointerEvent) => drag(event, deadline, scale, to, again),
      onkeydown: (event: KeyboardEvent) => {
        const sign = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
        if (sign === undefined) return;
        event.preventDefault();
        to(ms + sign * step * (event.shiftKey ? 10 : 1));
      },
    },
    svg('title', {}, `${NAMES[option]}: ${durationText(ms)}`),
    svg('rect', { class: 'area', x: x - 12, y, width: 24, height }),
    svg('line', { x1: x, x2: x, y1: y + (isWhole ? 14 : 2), y2: y + height - 2 }),
    grip,
    isNamed && nameOf(option, ms, x, isWhole ? y + 10 : y + height / 2 + 4, width),
  );
}

/** Beside its deadline, on the side that has room for it. */
function nameOf(option: DeadlineOption, ms: number, x: number, y: number, width: number): SVGElement {
  const isLeft = x > width * 0.6;
  return svg(
    'text',
    { x: isLeft ? x - 10 : x + 10, y, 'text-anchor': isLeft ? 'end' : 'start' },
    `${NAMES[option]} ${durationText(ms)}`,
  );
}

function drag(
  event: PointerEvent,
  { from }: Deadline,
  scale: Scale,
  to: (ms: number) => void,
  again: () => void,
): void {
  event.preventDefault();
  (event.currentTarget as SVGElement).focus();
  const picture = byId('picture').querySelector('svg')!;
  const { left, width } = picture.getBoundingClientRect();
  const ratio = picture.viewBox.baseVal.width / width;
  held = scale;
  const move = (moved: PointerEvent) => to(scale.ms((moved.clientX - left) * ratio) - from);
  const end = () => {
    removeEventListener('pointermove', move);
    held = undefined;
    again();
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', end, { once: true });
}

function legend(): HTMLElement {
  const item = (text: string, of: string, ...drawn: SVGElement[]) =>
    h('span', { class: of }, svg('svg', { width: 26, height: 14 }, ...drawn), text);
  const line = (kind: string) => svg('line', { class: kind, x1: 1, x2: 25, y1: 7, y2: 7 });
  const run = (kind: string) => svg('rect', { class: kind, x: 1, y: 2, width: 24, height: 10, rx: 3 });
  return h(
    'div',
    { class: 'legend', 'aria-hidden': 'true' },
    item('in the queue', '', line('queue')),
    item('succeeds', 'completed', run('run')),
    item('fails', 'failed', run('run')),
    item('times out', 'timed-out', run('run')),
    item('its worker is dead', 'timed-out', run('dead')),
    item('waits for the next attempt', '', line('wait')),
    item('heartbeats', 'running', run('run'), svg('line', { class: 'beat', x1: 9, x2: 9, y1: 4, y2: 10 })),
    item('one that reaches the server', '', svg('path', { class: 'heard', d: 'M13 10 l-3.5 -5 h7 z' })),
    item('a deadline', 'deadline', svg('line', { x1: 13, x2: 13, y1: 0, y2: 14 })),
  );
}
