/** The timeline as a page: lanes over time above, events below, and what one of them holds. */
import { durationText } from '../../history/time-text';
import type { TimelineData } from '../../report/timeline-data';
import { byId, pageData } from '../shared/dom';
import { initTheme } from '../shared/theme';
import { columns, draw, HEAD, ROW_HEIGHT } from './canvas';
import { showDetails } from './details';
import { differs, type Entry, entriesOf, matches } from './entries';
import { EventList } from './event-list';
import { rowsOf } from './rows';
import { TimeAxis } from './time-axis';

const data: TimelineData = pageData<TimelineData>() ?? { runs: [] };
const axis = new TimeAxis(data.runs);
const rows = rowsOf(data.runs);
const rowIndex = new Map(rows.map(({ run, lane }, index) => [`${run}/${lane?.eventId}`, index]));
const all = entriesOf(data);
const firstDifference = all.findIndex(differs);
const canvas = byId<HTMLCanvasElement>('canvas');
const lanes = byId('lanes');
const list = new EventList((index) => select(index));
let entries: readonly Entry[] = all;
let selected = -1;
/** The same, as the lanes show it. */
let chosen: { run: number; eventId: number; time: number } | undefined;
let isDue = false;

/** At most once for each frame. */
function redraw(): void {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    paint();
  });
}

function paint(): void {
  canvas.style.width = `${lanes.clientWidth}px`;
  canvas.style.height = `${lanes.clientHeight}px`;
  const scene = {
    ...{ runs: data.runs, rows, axis, selected: chosen, compared: data.diff !== undefined },
    firstDifference: data.runs.map((_, run) => timeOfDifference(run)),
  };
  draw(canvas, scene, lanes.scrollTop);
}

function timeOfDifference(run: number): number | undefined {
  const pair = all[firstDifference]?.pair;
  return (run === 0 ? pair?.left : pair?.right)?.[1];
}

/** The event that began the lane which an event belongs to. */
function laneEventOf({ run, event: [id, , , , details] }: Entry): number {
  const refers = JSON.parse(details) as Record<string, unknown>;
  for (const name of ['scheduledEventId', 'initiatedEventId', 'acceptedEventId', 'startedEventId']) {
    const to = Number(refers[name]);
    if (rowIndex.has(`${run}/${to}`)) return to;
  }
  return id;
}

function select(index: number): void {
  selected = index;
  const entry = entries[index];
  list.select(index);
  showDetails(entry, data, entry !== undefined && all.indexOf(entry) === firstDifference);
  chosen = entry && { run: entry.run, eventId: laneEventOf(entry), time: entry.event[1] };
  if (chosen) {
    axis.reveal(chosen.time);
    const row = rowIndex.get(`${chosen.run}/${chosen.eventId}`);
    if (row !== undefined) revealRow(row);
  }
  redraw();
}

function revealRow(row: number): void {
  const top = row * ROW_HEIGHT;
  const height = lanes.clientHeight - HEAD;
  if (top < lanes.scrollTop || top + ROW_HEIGHT > lanes.scrollTop + height)
    lanes.scrollTop = Math.max(0, top - height / 2);
}

function find(): void {
  const words = byId<HTMLInputElement>('find').value.toLowerCase().split(/\s+/).filter(Boolean);
  entries = words.length === 0 ? all : all.filter((entry) => matches(entry, words));
  byId('found').textContent = words.length === 0 ? '' : `${entries.length.toLocaleString('en')} found`;
  list.show(entries);
  select(-1);
}

function nextDifference(): void {
  if (entries !== all) {
    byId<HTMLInputElement>('find').value = '';
    find();
  }
  const later = all.findIndex((entry, index) => index > selected && differs(entry));
  const index = later >= 0 ? later : firstDifference;
  if (index >= 0) select(index);
}

function toggleScale(): void {
  axis.proportional = !axis.proportional;
  axis.all();
  showScale();
  redraw();
}

function showScale(): void {
  byId('scale').setAttribute('aria-pressed', String(axis.proportional));
}

/** Position of a pointer on the time axis, from 0 to 1. */
function positionOf(event: MouseEvent): number {
  const { name, plot } = columns(canvas.clientWidth);
  return (event.clientX - canvas.getBoundingClientRect().left - name) / plot;
}

function initPointer(): void {
  lanes.addEventListener(
    'wheel',
    (event) => {
      const isZoom = event.ctrlKey || event.metaKey;
      if (!isZoom && !event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
      event.preventDefault();
      if (isZoom) axis.zoom(1.0015 ** event.deltaY, positionOf(event));
      else axis.move((event.deltaX || event.deltaY) / columns(canvas.clientWidth).plot);
      redraw();
    },
    { passive: false },
  );
  canvas.addEventListener('pointerdown', (down) => {
    let [x, isMoved] = [down.clientX, false];
    const move = (event: PointerEvent) => {
      if (!isMoved && Math.abs(event.clientX - down.clientX) < 4) return;
      isMoved = true;
      canvas.classList.add('dragging');
      axis.move((x - event.clientX) / columns(canvas.clientWidth).plot);
      x = event.clientX;
      redraw();
    };
    const up = (event: PointerEvent) => {
      removeEventListener('pointermove', move);
      canvas.classList.remove('dragging');
      if (!isMoved) chooseLane(event);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', up, { once: true });
  });
  canvas.addEventListener('dblclick', (event) => {
    axis.zoom(0.25, positionOf(event));
    redraw();
  });
}

function chooseLane(event: MouseEvent): void {
  const y = event.clientY - canvas.getBoundingClientRect().top - HEAD + lanes.scrollTop;
  const row = rows[Math.floor(y / ROW_HEIGHT)];
  if (y < 0 || !row) return;
  const eventId = row.lane?.eventId ?? 1;
  const index = entries.findIndex(({ run, event: [id], pair }) =>
    pair ? (row.run === 0 ? pair.left : pair.right)?.[0] === eventId : run === row.run && id === eventId,
  );
  if (index >= 0) select(index);
}

const KEYS: Readonly<Record<string, () => void>> = {
  '+': () => axis.zoom(0.6),
  '=': () => axis.zoom(0.6),
  '-': () => axis.zoom(1 / 0.6),
  '0': () => axis.all(),
  ArrowLeft: () => axis.move(-0.15),
  ArrowRight: () => axis.move(0.15),
  n: nextDifference,
};

function initKeys(): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (event.key === '/') {
      event.preventDefault();
      byId('find').focus();
      return;
    }
    // Before anything has the focus, the list has the keys.
    if (event.target === document.body) list.key(event);
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    redraw();
  });
}

function initButtons(): void {
  const on = (id: string, act: () => void) =>
    byId(id).addEventListener('click', () => {
      act();
      redraw();
    });
  on('zoom-in', KEYS['+']!);
  on('zoom-out', KEYS['-']!);
  on('zoom-all', KEYS['0']!);
  on('scale', toggleScale);
  on('difference', nextDifference);
  byId('difference').hidden = firstDifference < 0;
  byId('find').addEventListener('input', find);
}

/** No higher than what is in them; what does not fit is scrolled. */
function sizeLanes(): void {
  const height = HEAD + rows.length * ROW_HEIGHT;
  lanes.style.maxHeight = `${height + 8}px`;
  byId('lanes-height').style.height = `${Math.max(0, height - lanes.clientHeight)}px`;
}

function describe(): void {
  const [first] = data.runs;
  const events = data.runs.reduce((sum, run) => sum + run.events.length, 0);
  const compared = data.diff
    ? firstDifference < 0
      ? ', and they agree'
      : `, ${all.filter(differs).length.toLocaleString('en')} differences`
    : '';
  const names = new Set(data.runs.map(({ workflowType, workflowId }) => `${workflowType} ${workflowId}`));
  const more = names.size > 1 ? ` and ${names.size - 1} more` : '';
  byId('title').textContent = first ? `${first.workflowType} ${first.workflowId}${more}` : 'Timeline';
  byId('about').textContent = first
    ? `${data.runs.length} run${data.runs.length === 1 ? '' : 's'}, ${events.toLocaleString('en')} events, ${durationText(axis.endMs)}${compared}`
    : 'Nothing to show: worldline timeline HISTORY --html FILE makes this page with a history in it.';
  canvas.setAttribute(
    'aria-label',
    `${rows.length} lanes over ${durationText(axis.endMs)}; the events are listed below`,
  );
  document.title = `${byId('title').textContent} · worldline`;
}

sizeLanes();
// What scrolls can be reached with the keyboard.
lanes.tabIndex = 0;
byId('details').tabIndex = 0;
describe();
showScale();
initButtons();
initPointer();
initKeys();
initTheme(redraw);
lanes.addEventListener('scroll', redraw);
addEventListener('resize', () => {
  sizeLanes();
  list.draw();
  redraw();
});
list.show(all);
select(firstDifference >= 0 ? firstDifference : -1);
