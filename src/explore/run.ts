/** One run of what is explored: decided by its plan, its input and its order of steps alone. */
import type { Info } from '@temporalio/activity';
import { DisposedError } from '../base/errors';
import { drain } from '../clock/drain';
import { holdClock } from '../clock/io-watch';
import { claimUnhandledRejections } from '../clock/unhandled-rejections';
import type { Fault, FaultPlan, Reorder } from '../faults/fault';
import type { FaultOutcome } from '../faults/fault-injector';
import { History } from '../history/history';
import { renderTimeline } from '../report/timeline-text';
import type { Execution } from '../server/execution/execution';
import { type Ambient, currentAmbient, withAmbient } from '../sim/ambient';
import type { Chooser } from '../sim/chooser';
import { effectText } from '../sim/effects';
import type { WorldOptions } from '../sim/options';
import type { PropertyOutcome } from '../sim/properties';
import type { LoggedStep } from '../sim/step-log';
import type { WorldParts } from '../sim/world-parts';
import type { RunningActivity } from '../worker/activity/attempt-runner';
import { type Conductor, conductorOf, type Order } from './orders/order';
import { isChosen } from './orders/threads';
import type { Trace } from './orders/trace';
import { PointRecorder, Points } from './points';

/** What decides a run. */
export interface RunSpec {
  /** Faults, and steps that go first out of order (`reorder`). */
  readonly plan: FaultPlan;
  readonly input?: unknown;
  /** Which of the worlds that the subject makes gets the plan, from 0. Default 0. */
  readonly world?: number;
  /** The order of steps, where the plan has no `reorder`. Default: the plain one. */
  readonly order?: Order;
}

/** What is run, once for each spec; it makes the worlds itself. What it gives is part of the outcome. */
export type Subject = (input: unknown) => Promise<unknown>;

export interface RunResult {
  readonly spec: RunSpec;
  /** Undefined: nothing went wrong. */
  readonly error: Error | undefined;
  /** What became of each entry of the plan. */
  readonly outcomes: readonly FaultOutcome[];
  /** The order of steps, where it was another than the plain one. */
  readonly choices: readonly Reorder[];
  /** Of the world that got the plan. */
  readonly points: Points;
  /** Steps that a chooser may be asked about. */
  readonly chosenSteps: number;
  /** What ran, where the order asks for that. */
  readonly trace: Trace | undefined;
  /** Of each world. */
  readonly worldPoints: readonly Points[];
  /** What the subject gave; undefined where it threw. */
  readonly value: unknown;
  readonly properties: readonly PropertyOutcome[];
  readonly histories: readonly History[];
  /** What activities did more than once, in words. */
  repeated(): string[];
  readonly log: readonly LoggedStep[];
  /** A picture over virtual time. */
  timeline(): string;
  /** Where the plan does not fit what runs any more, in words. */
  readonly stale: readonly string[];
}

export interface RunOptions {
  /** True: what the subject does not throw is no failure. It may expect what goes wrong in its worlds. */
  readonly trusted?: boolean;
  /** Looks at a run that nothing was wrong with. */
  readonly oracle?: (result: RunResult) => Error | undefined;
  /** More steps than this after the last fault are a livelock. */
  readonly maxSteps: number;
  /** Of the worlds. Default: as the subject makes them. */
  readonly seed?: number | string;
  /** What code outside workflows keeps, for runs that are traced; see `ExploreOptions.state`. */
  readonly state?: () => unknown;
  /** The code of `deploy` faults. */
  readonly deploy?: WorldOptions['deploy'];
}

export async function run(subject: Subject, spec: RunSpec, options: RunOptions): Promise<RunResult> {
  const observer = new Observer(spec, options);
  const releases = [
    claimUnhandledRejections((reason) => currentAmbient() === observer && observer.rejected(reason)),
    // An exploration may itself be an activity.
    holdClock('a run of an exploration'),
  ];
  let end: { value?: unknown; error?: unknown };
  try {
    end = { value: await withAmbient(observer, () => subject(spec.input)) };
  } catch (error) {
    end = { error };
  }
  // A promise that was rejected at last is told of now.
  await drain();
  for (const release of releases) release();
  const result = observer.result(end);
  if ('error' in end) return result;
  const error = result.error ?? options.oracle?.(result);
  return error ? { ...result, error } : result;
}

class Observer implements Ambient {
  private readonly conductor: Conductor | undefined;
  private readonly worlds = new Map<WorldParts, PointRecorder>();
  /** Rejections of promises that the subject's own code let go of. */
  private readonly rejections: unknown[] = [];

  constructor(
    private readonly spec: RunSpec,
    private readonly options: RunOptions,
  ) {
    this.conductor = spec.order && conductorOf(spec.order, options.state);
  }

  get chooser(): Chooser | undefined {
    return this.isNext ? this.conductor : undefined;
  }

  optionsOf(given: WorldOptions): WorldOptions {
    const { maxSteps, deploy, seed } = this.options;
    // Faults of the code's own are as they were: who wrote them knows whether they must happen.
    if (!this.isNext) return given;
    const faults = [...(given.faults ?? []), ...this.spec.plan];
    return { maxSteps, deploy, ...given, ...(seed !== undefined && { seed }), faults, onVacuousFault: 'ignore' };
  }

  created(parts: WorldParts): void {
    if (this.isNext) this.conductor?.created?.(parts);
    this.worlds.set(parts, new PointRecorder());
  }

  grown(parts: WorldParts, execution: Execution): void {
    this.worlds.get(parts)?.grown(execution);
  }

  attempt(parts: WorldParts, owner: RunningActivity, info: Info): void {
    this.worlds.get(parts)?.attempt(owner, info);
  }

  /** True: it is this run's. */
  rejected(reason: unknown): boolean {
    // A call that still waits at the end of its world is nobody's bug.
    if (!(reason instanceof DisposedError)) this.rejections.push(reason);
    return true;
  }

  private get isNext(): boolean {
    return this.worlds.size === (this.spec.world ?? 0);
  }

  private get target(): WorldParts | undefined {
    return [...this.worlds.keys()][this.spec.world ?? 0];
  }

  result(end: { value?: unknown; error?: unknown }): RunResult {
    const { target, spec } = this;
    const executions = target ? [...target.server.executions()] : [];
    const log = target?.steps.toArray() ?? [];
    const histories = executions.map((execution) => new History(execution.log.view(), execution.runId));
    const worldPoints = [...this.worlds].map(([parts, recorder]) =>
      recorder.finish(parts.server.executions(), parts === target ? log : parts.steps.toArray(), parts.attempts),
    );
    return {
      spec,
      error: this.errorOf(end),
      value: end.value,
      outcomes: this.outcomes(),
      choices: choicesOf(log),
      chosenSteps: log.filter(isChosen).length,
      trace: this.conductor?.trace?.(),
      points: worldPoints[spec.world ?? 0] ?? new Points(),
      worldPoints,
      properties: [...this.worlds.keys()].flatMap(({ properties }) => properties.outcomes),
      histories,
      repeated: () => target?.effects.repeated().map(effectText) ?? [],
      log,
      timeline: () => renderTimeline({ histories, attempts: target ? [...target.attempts] : [] }),
      stale: target?.plan?.stale ?? [],
    };
  }

  private outcomes(): FaultOutcome[] {
    const planned = new Set<Fault>(this.spec.plan);
    return (this.target?.plan?.outcomes() ?? []).filter(({ fault }) => planned.has(fault));
  }

  /** What the code threw; what went wrong in a world although nobody was told; what a real server would not mind. */
  private errorOf(end: { error?: unknown }): Error | undefined {
    // What is thrown then comes of it.
    const limit = this.options.trusted
      ? undefined
      : [...this.worlds.keys()].flatMap(({ failures }) => failures.limits)[0];
    if (limit) return limit;
    if ('error' in end) return errorFrom(end.error);
    if (this.rejections.length > 0) return errorFrom(this.rejections[0]);
    if (this.options.trusted) return undefined;
    for (const { failures } of this.worlds.keys()) {
      const error = failures.all[0] ?? failures.unfinishedHandlers[0];
      if (error) return error;
    }
    return undefined;
  }
}

function errorFrom(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

/** The steps that went first out of order, as entries of a plan. */
function choicesOf(log: readonly LoggedStep[]): Reorder[] {
  const choices: Reorder[] = [];
  let choice = 0;
  for (const { choice: made, text } of log) {
    if (made.of < 2) continue;
    choice++;
    if (made.index > 0) choices.push({ kind: 'reorder', choice, index: made.index, step: text });
  }
  return choices;
}
