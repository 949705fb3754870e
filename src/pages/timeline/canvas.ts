/** Draws the lanes that are in sight, and no others: there may be tens of thousands. */
import { durationText } from '../../history/time-text';
import { byTicks, coarse } from '../../report/ticks';
import type { AttemptSpan, Lane, LaneOutcome } from '../../report/timeline';
import type { RunData } from '../../report/timeline-data';
import type { Row } from './rows';
import type { TimeAxis } from './time-axis';

export const ROW_HEIGHT = 24;
export const HEAD = 26;

export interface Scene {
  readonly runs: readonly RunData[];
  readonly rows: readonly Row[];
  readonly axis: TimeAxis;
  /** The event that is selected. */
  readonly selected: { readonly run: number; readonly eventId: number; readonly time: number } | undefined;
  /** Two runs, beside each other. */
  readonly compared: boolean;
  /** Time of the first difference, for each run. */
  readonly firstDifference: readonly (number | undefined)[];
}

type Colors = (name: string) => string;

/** What stands where, in pixels: names, then the plot, then notes, for which a phone has no room. */
export function columns(width: number): { name: number; plot: number } {
  const name = Math.min(210, Math.round(width * 0.3));
  return { name, plot: Math.max(80, width - name - (width < 700 ? 16 : 190)) };
}

export function draw(canvas: HTMLCanvasElement, scene: Scene, scrollTop: number): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d')!;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const style = getComputedStyle(document.documentElement);
  new Painter(context, scene, (name) => style.getPropertyValue(`--${name}`), width, height).paint(scrollTop);
}

class Painter {
  readonly #name: number;
  readonly #plot: number;

  constructor(
    private readonly c: CanvasRenderingContext2D,
    private readonly scene: Scene,
    private readonly color: Colors,
    private readonly width: number,
    private readonly height: number,
  ) {
    ({ name: this.#name, plot: this.#plot } = columns(width));
  }

  paint(scrollTop: number): void {
    const { c, width, height } = this;
    c.clearRect(0, 0, width, height);
    c.textBaseline = 'middle';
    c.font = '12px system-ui, "DejaVu Sans", sans-serif';
    const first = Math.floor(scrollTop / ROW_HEIGHT);
    const last = Math.min(this.scene.rows.length, first + Math.ceil(height / ROW_HEIGHT) + 1);
    const yOf = (index: number) => HEAD + index * ROW_HEIGHT - scrollTop;
    for (let index = first; index < last; index++) this.#shade(index, yOf(index));
    this.#grid(Math.min(height, yOf(last)));
    for (let index = first; index < last; index++) this.#row(index, yOf(index));
    this.#axis();
  }

  #x(ms: number): number {
    const position = this.scene.axis.at(ms);
    // Far outside, numbers become too large for the canvas.
    return this.#name + Math.min(2, Math.max(-1, position)) * this.#plot;
  }

  #axis(): void {
    const { c, scene, width, height } = this;
    c.fillStyle = this.color('card');
    c.fillRect(0, 0, width, HEAD);
    c.strokeStyle = this.color('line');
    c.fillStyle = this.color('soft');
    c.textAlign = 'center';
    for (const ms of this.#ticks()) {
      const x = this.#x(ms);
      c.fillText(ms === 0 ? '0s' : durationText(ms), x, HEAD / 2);
      this.#line(x, HEAD - 4, x, HEAD);
    }
    this.#line(0, HEAD - 0.5, width, HEAD - 0.5);
    c.textAlign = 'left';
    c.fillText(scene.axis.proportional ? '' : this.#fit('not to scale', this.#name - 30), 10, HEAD / 2);
    if (scene.selected) {
      c.strokeStyle = this.color('accent');
      const x = this.#x(scene.selected.time);
      if (x >= this.#name && x <= this.#name + this.#plot) this.#line(x, HEAD, x, height);
    }
  }

  #ticks(): number[] {
    const { axis } = this.scene;
    if (axis.proportional) return byTicks(axis.timeAt(0), axis.timeAt(1), this.#plot / 110);
    const count = Math.max(2, Math.floor(this.#plot / 140));
    return Array.from({ length: count }, (_, index) => coarse(axis.timeAt((index + 0.5) / count)));
  }

  #grid(to: number): void {
    this.c.strokeStyle = this.color('line');
    for (const ms of this.#ticks()) this.#line(this.#x(ms), HEAD, this.#x(ms), to);
  }

  #shade(index: number, y: number): void {
    const { c, scene } = this;
    const { run, lane } = scene.rows[index]!;
    const selected = scene.selected;
    const isSelected =
      selected !== undefined && lane !== undefined && selected.run === run && selected.eventId === lane.eventId;
    if (isSelected || index % 2 === 1) {
      c.globalAlpha = isSelected ? 0.2 : 0.5;
      c.fillStyle = this.color(isSelected ? 'accent' : 'shade');
      c.fillRect(0, y, this.width, ROW_HEIGHT);
      c.globalAlpha = 1;
    }
  }

  #row(index: number, y: number): void {
    const { c, scene } = this;
    const { run, lane } = scene.rows[index]!;
    if (lane) this.#lane(lane, y);
    else this.#title(run, y);
    const at = scene.firstDifference[run];
    if (at === undefined) return;
    c.strokeStyle = this.color('failed');
    c.setLineDash([2, 3]);
    const x = this.#x(at);
    if (x >= this.#name && x <= this.#name + this.#plot) this.#line(x, y, x, y + ROW_HEIGHT);
    c.setLineDash([]);
  }

  #title(run: number, y: number): void {
    const { c } = this;
    const { workflowType, workflowId, runId, start, end, events } = this.scene.runs[run]!;
    c.fillStyle = this.color('card');
    c.fillRect(0, y, this.width, ROW_HEIGHT);
    c.font = 'bold 12px system-ui, "DejaVu Sans", sans-serif';
    c.fillStyle = this.color('ink');
    const side = this.scene.compared ? ['left:  ', 'right:  '][run] : '';
    const text = `${side}${workflowType} "${workflowId}"  ${events.length} events, ${durationText(end - start)}${runId ? `, run ${runId}` : ''}`;
    c.fillText(this.#fit(text, this.width - 20), 10, y + ROW_HEIGHT / 2);
    c.font = '12px system-ui, "DejaVu Sans", sans-serif';
  }

  #lane(lane: Lane, y: number): void {
    const { c } = this;
    const middle = y + ROW_HEIGHT / 2;
    c.fillStyle = this.color('ink');
    c.fillText(
      this.#fit(lane.name, this.#name - 22 + (lane.kind === 'workflow' ? 10 : 0)),
      lane.kind === 'workflow' ? 10 : 20,
      middle,
    );
    c.fillStyle = this.color('soft');
    const noteAt = this.#name + this.#plot + 12;
    const note = lane.note || (lane.outcome === 'event' ? '' : lane.outcome);
    if (noteAt + 60 < this.width) c.fillText(this.#fit(note, this.width - noteAt - 8), noteAt, middle);
    c.save();
    c.beginPath();
    c.rect(this.#name - 6, y, this.#plot + 12, ROW_HEIGHT);
    c.clip();
    this.#bar(lane, middle);
    c.restore();
  }

  #bar(lane: Lane, middle: number): void {
    const end = lane.end ?? this.scene.axis.endMs;
    if (lane.deadline !== undefined) this.#deadline(lane.deadline, middle);
    if (lane.outcome === 'event') {
      this.#dot(lane.start, middle, this.color('accent'));
      return;
    }
    if (lane.attempts.length > 0) {
      this.#dashes(lane.start, end, middle);
      for (const attempt of lane.attempts) this.#attempt(attempt, end, middle);
    } else if (lane.kind === 'timer') this.#dashes(lane.start, end, middle);
    else
      this.#box(
        lane.start,
        end,
        middle,
        lane.kind === 'workflow' ? this.color('running') : this.#outcome(lane.outcome),
        lane.kind === 'workflow' ? 0.45 : 0.85,
      );
    for (const { time, failed } of lane.ticks) this.#tick(time, failed, middle);
    if (lane.end !== undefined) this.#dot(lane.end, middle, this.#outcome(lane.outcome));
  }

  #attempt({ start, end, outcome, inferred, queued, heartbeats }: AttemptSpan, laneEnd: number, middle: number): void {
    if (start === undefined) return;
    if (!queued) this.#box(start, end ?? laneEnd, middle, this.#outcome(outcome), inferred ? 0.35 : 1);
    this.c.strokeStyle = this.color('ink');
    for (const time of heartbeats) this.#line(this.#x(time), middle - 7, this.#x(time), middle - 3);
    if (end !== undefined) this.#dot(end, middle, this.#outcome(outcome));
  }

  #box(from: number, to: number, middle: number, color: string, alpha: number): void {
    const { c } = this;
    const x = this.#x(from);
    c.globalAlpha = alpha;
    c.fillStyle = color;
    c.fillRect(x, middle - 5, Math.max(2, this.#x(to) - x), 10);
    c.globalAlpha = 1;
  }

  #dashes(from: number, to: number, middle: number): void {
    const { c } = this;
    c.strokeStyle = this.color('wait');
    c.setLineDash([5, 4]);
    this.#line(this.#x(from), middle, this.#x(to), middle);
    c.setLineDash([]);
  }

  #deadline(at: number, middle: number): void {
    const { c } = this;
    c.strokeStyle = this.color('ink');
    c.setLineDash([2, 2]);
    this.#line(this.#x(at), middle - 10, this.#x(at), middle + 10);
    c.setLineDash([]);
  }

  #tick(time: number, failed: boolean, middle: number): void {
    const x = this.#x(time);
    if (x < this.#name - 4 || x > this.#name + this.#plot + 4) return;
    this.c.strokeStyle = this.color(failed ? 'failed' : 'ink');
    this.#line(x, middle - 6, x, middle + 6);
  }

  #dot(time: number, middle: number, color: string): void {
    const { c } = this;
    c.fillStyle = color;
    c.beginPath();
    c.arc(this.#x(time), middle, 4.5, 0, Math.PI * 2);
    c.fill();
  }

  #line(x1: number, y1: number, x2: number, y2: number): void {
    this.c.beginPath();
    this.c.moveTo(x1, y1);
    this.c.lineTo(x2, y2);
    this.c.stroke();
  }

  #outcome(outcome: LaneOutcome): string {
    const names: Partial<Record<LaneOutcome, string>> = {
      ...{ open: 'running', terminated: 'failed', continued: 'completed', lost: 'timed-out', event: 'accent' },
    };
    return this.color(names[outcome] ?? outcome);
  }

  /** As much of a text as there is room for. */
  #fit(text: string, width: number): string {
    const { c } = this;
    if (text.length * 4 < width && c.measureText(text).width <= width) return text;
    let [low, high] = [0, Math.min(text.length, Math.ceil(width / 3))];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (c.measureText(`${text.slice(0, middle)}…`).width <= width) low = middle;
      else high = middle - 1;
    }
    return low >= text.length ? text : `${text.slice(0, low)}…`;
  }
}
