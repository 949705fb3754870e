/**
 * What tells one moment of a run from another. Two moments with the same fingerprint have the same future: whatever can happen after
 * one of them can happen after the other.
 */
import { isDeepStrictEqual } from 'node:util';
import { InvalidInputError } from '../../base/errors';
import { type StepLabel, stepText } from '../../base/step';
import type { Timer } from '../../clock/virtual-clock';
import { effectText } from '../../sim/effects';
import type { WorldParts } from '../../sim/world-parts';
import type { RunningActivity } from '../../worker/activity/attempt-runner';
import { digest, Pasts } from './pasts';

const RUN_ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Steps whose code may run in the middle: what they get from code outside workflows is in no step's content. */
const RUNS_CODE = new Set<StepLabel['kind']>(['workflow-task', 'local-activity-answer']);

export class Fingerprint {
  private readonly pasts = new Pasts();
  private readonly numbers = new Map<string, number>();
  world: WorldParts | undefined;
  /** What is wrong with `state`, where something is. */
  error: string | undefined;

  /** @param state See `ExploreOptions.state`. */
  constructor(private readonly state: () => unknown) {}

  /** A call is made: which one it is among those that ask for the same. */
  numberOf(method: string, request: unknown): number {
    const text = `${method}\n${this.contentText(request)}`;
    const number = (this.numbers.get(text) ?? 0) + 1;
    this.numbers.set(text, number);
    return number;
  }

  /** A step that is about to run: what it depends on beside its name and the pasts of what it touches. */
  circumstancesOf({ kind }: StepLabel, block: number): { when: string; code: string; counts: string } {
    const when = JSON.stringify([this.world?.clock.now(), block]);
    return { when, code: RUNS_CODE.has(kind) ? this.stateText() : '', counts: this.countsText() };
  }

  /** A step has run. `others` are the checks and faults that came right after it. */
  ran(
    step: StepLabel,
    touched: ReadonlySet<string>,
    { when, code, counts }: { when: string; code: string; counts: string },
    others: readonly string[],
  ): void {
    const circumstances = [when, touched.has('code') ? code : '', touched.has('counts') ? counts : '', ...others];
    this.pasts.add(step, touched, this.nameOf(step), JSON.stringify(circumstances));
  }

  /** Of now, when all has come to rest. Undefined: it cannot be told, for real I/O is in flight. */
  now(waiting: Iterable<StepLabel>): string | undefined {
    const { world } = this;
    if (world && world.io.pending().length > 0) return undefined;
    return digest(JSON.stringify(this.parts(waiting)));
  }

  /** What makes two moments differ. Much of it follows from the rest; it is cheap, and does not rely on that. */
  private parts(waiting: Iterable<StepLabel>): Readonly<Record<string, unknown>> {
    const { world } = this;
    return {
      pasts: this.pasts.text,
      code: this.stateText(),
      waiting: sorted(waiting, (step) => this.nameOf(step)),
      faults: this.countsText(),
      ...(world && {
        time: world.clock.now(),
        timers: sorted(world.clock.pending(), (timer) => this.timerText(timer)),
        waits: sorted(world.waits.toArray(), (waiter) => waiter.describe()),
        effects: sorted(world.effects, (effect) => `${effectText(effect)} ${JSON.stringify(timesOf(effect))}`),
        properties: world.properties.outcomes,
        failures: world.failures.all.map(({ name, message }) => `${name}: ${message}`),
      }),
    };
  }

  /** What a step would do: two that wait, with the same name, are the same. */
  nameOf(step: StepLabel): string {
    return JSON.stringify([stepText(step), step.activityId, step.content && this.contentText(step.content())]);
  }

  private timerText({ dueAt, kind, owner, codeOwner }: Timer): string {
    return JSON.stringify([dueAt, kind, owner, codeOwner === undefined ? null : this.contentText(codeOwner)]);
  }

  private countsText(): string {
    return JSON.stringify(this.world?.plan?.state() ?? null);
  }

  private stateText(): string {
    if (this.error !== undefined) return '';
    try {
      const value = this.state();
      const text = JSON.stringify(value);
      if (text !== undefined && isDeepStrictEqual(JSON.parse(text), value)) return text;
      this.error = 'what it gives is no JSON (undefined, a Map, a Date or a class is none)';
    } catch (error) {
      this.error = `it throws: ${(error as Error)?.message ?? String(error)}`;
    }
    return '';
  }

  /** Ids of runs come from one series, in the order of their starts: here they are which run of which workflow. */
  private contentText(content: unknown): string {
    if (isAttempt(content)) return JSON.stringify([content.workflowId, content.activityId, content.attempt]);
    const text = JSON.stringify(content, (key, value) => {
      if (key === 'requestId') return undefined;
      return ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
    });
    return text === undefined ? '' : text.replace(RUN_ID, (id) => this.runText(id));
  }

  private runText(id: string): string {
    const executions = [...(this.world?.server.executions() ?? [])];
    const run = executions.find(({ runId }) => runId === id);
    if (!run) return id;
    const runs = executions.filter(({ workflowId }) => workflowId === run.workflowId);
    return `<run ${runs.indexOf(run) + 1} of ${run.workflowId}>`;
  }
}

/** @throws InvalidInputError for a `state` that cannot be used. */
export function assertState(error: string | undefined): void {
  if (error !== undefined)
    throw new InvalidInputError(`explore: state must be a function that gives JSON, but ${error}`);
}

function sorted<T>(all: Iterable<T>, textOf: (one: T) => string): string[] {
  return [...all].map(textOf).sort();
}

function timesOf({ executions }: { readonly executions: readonly { readonly time: number }[] }): number[] {
  return executions.map(({ time }) => time);
}

function isAttempt(owner: unknown): owner is RunningActivity {
  return typeof owner === 'object' && owner !== null && 'activityId' in owner && 'attempt' in owner;
}
