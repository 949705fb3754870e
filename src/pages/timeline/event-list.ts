/** The list of events: only the lines in sight are elements. */
import { elapsedText } from '../../history/time-text';
import type { EventRow } from '../../report/timeline-data';
import { byId, h } from '../shared/dom';
import { differs, type Entry } from './entries';

const LINE = 24;
/** Lines beyond what is in sight, so that fast scrolling shows no gaps. */
const SPARE = 8;
/** Browsers cannot lay out elements of any height. */
const HEIGHT_MAX = 8_000_000;

export class EventList {
  readonly #box = byId('events');
  readonly #rows = byId('events-rows');
  #entries: readonly Entry[] = [];
  #selected = -1;

  constructor(private readonly choose: (index: number) => void) {
    this.#box.addEventListener('scroll', () => this.#draw());
    this.#box.addEventListener('keydown', (event) => this.key(event));
  }

  show(entries: readonly Entry[]): void {
    this.#entries = entries;
    this.#rows.style.height = `${Math.min(HEIGHT_MAX, entries.length * LINE)}px`;
    this.#draw();
  }

  select(index: number): void {
    this.#selected = index;
    const height = this.#box.clientHeight;
    const top = index * LINE;
    if (index >= 0 && (top < this.#box.scrollTop || top + LINE > this.#box.scrollTop + height))
      this.#box.scrollTop = top - height / 2;
    this.#draw();
  }

  draw(): void {
    this.#draw();
  }

  #draw(): void {
    const first = Math.max(0, Math.floor(this.#box.scrollTop / LINE) - SPARE);
    const last = Math.min(this.#entries.length, first + Math.ceil(this.#box.clientHeight / LINE) + 2 * SPARE);
    const lines: HTMLElement[] = [];
    for (let index = first; index < last; index++) lines.push(this.#line(index));
    this.#rows.replaceChildren(...lines);
    const isShown = this.#selected >= first && this.#selected < last;
    if (isShown) this.#box.setAttribute('aria-activedescendant', `event-${this.#selected}`);
    else this.#box.removeAttribute('aria-activedescendant');
  }

  #line(index: number): HTMLElement {
    const entry = this.#entries[index]!;
    const { pair, event } = entry;
    const children = pair
      ? [side(pair.left), h('span', { class: 'mark' }, markOf(entry)), side(pair.right)]
      : [
          h('span', { class: 'id' }, String(event[0])),
          h('span', { class: 'time' }, elapsedText(event[1])),
          h('span', { class: 'type' }, event[2]),
          h('span', {}, event[3]),
        ];
    const kind = pair ? `pair${differs(entry) ? ' differs' : ''}` : toneOf(event[2]);
    const line = h(
      'div',
      {
        ...{ id: `event-${index}`, class: `event ${kind}`, role: 'option' },
        ...{
          'aria-selected': String(index === this.#selected),
          'aria-posinset': index + 1,
          'aria-setsize': this.#entries.length,
        },
        onclick: () => this.choose(index),
      },
      ...children,
    );
    line.style.top = `${index * LINE}px`;
    return line;
  }

  key(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#box.clientHeight / LINE) - 1);
    const last = this.#entries.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ...{ ArrowDown: this.#selected + 1, ArrowUp: this.#selected - 1 },
      ...{ PageDown: this.#selected + page, PageUp: this.#selected - page, Home: 0, End: last },
    };
    const target = targets[event.key];
    if (target === undefined || last < 0) return;
    event.preventDefault();
    this.choose(Math.min(last, Math.max(0, target)));
  }
}

function side(event: EventRow | undefined): HTMLElement {
  return h('span', {}, event ? `${event[0]}  ${elapsedText(event[1])}  ${event[2]}  ${event[3]}` : '');
}

/** As in the text of a difference. */
function markOf({ pair }: Entry): string {
  if (!pair || pair.fields === null) return '';
  return pair.left ? (pair.right ? '~' : '<') : '>';
}

function toneOf(type: string): string {
  if (/(Failed|TimedOut|Terminated)$/.test(type)) return 'bad';
  return /^(WorkflowExecution|ActivityTask|ChildWorkflowExecution)Completed$/.test(type) ? 'good' : '';
}
