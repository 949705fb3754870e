/** Goes the way that it was given, then on through steps that do not sleep, and notes what each step has touched. */
import { type StepLabel, stepText } from '../../base/step';
import { type Candidates, type Chooser, touch } from '../../sim/chooser';
import type { WorldParts } from '../../sim/world-parts';
import { Fingerprint } from './fingerprint';
import { isChosen } from './threads';
import { areDependent, type Sleeper, type Trace, type TracedChoice, type TracedStep } from './trace';

export type { Sleeper };

export interface TracingOptions {
  readonly choices: readonly number[];
  readonly asleep: readonly Sleeper[];
  /** Gives what code outside workflows keeps: then the states at choices are told. See `ExploreOptions.state`. */
  readonly state?: () => unknown;
}

interface OpenStep extends TracedStep {
  readonly label: StepLabel;
  readonly touched: Set<string>;
  readonly circumstances: ReturnType<Fingerprint['circumstancesOf']> | undefined;
  /** Checks and faults that came right after it. */
  readonly others: string[];
}

const POLL = 'getWorkflowExecutionHistory';
/** Calls that look at nothing that steps change. */
const STATIC = new Set(['getSystemInfo', 'getClusterInfo', 'describeNamespace']);

export class TracingChooser implements Chooser {
  private readonly steps: TracedStep[] = [];
  private readonly choices = new Map<number, TracedChoice>();
  /** Of the steps that wait: their numbers. */
  private readonly ids = new Map<StepLabel, number>();
  private readonly origins: { by: number; block: number }[] = [];
  private asleep: readonly Sleeper[] = [];
  private current: OpenStep | undefined;
  private choiceCount = 0;
  private choice: number | undefined;
  private block = 0;
  private isDry = true;
  private ranLocally = false;
  private redundantFrom: number | undefined;
  private hasDiverged = false;
  private world: WorldParts | undefined;
  private readonly fingerprint: Fingerprint | undefined;
  /** Told where states are: who numbers calls must look into each. */
  readonly numberOf: Chooser['numberOf'];

  constructor(private readonly options: TracingOptions) {
    const fingerprint = options.state && new Fingerprint(options.state);
    this.fingerprint = fingerprint;
    if (fingerprint) this.numberOf = (method, request) => fingerprint.numberOf(method, request);
  }

  created(world: WorldParts): void {
    this.world = world;
    if (this.fingerprint) this.fingerprint.world = world;
  }

  posted(step: StepLabel): void {
    if (isChosen(step)) this.number(step);
  }

  pick(candidates: Candidates): number {
    this.end();
    const { choices } = this.options;
    const number = this.choiceCount++;
    this.choice = number;
    const ids = Array.from({ length: candidates.length }, (_, i) => this.number(candidates.at(i)));
    const given = choices[number];
    if (given !== undefined) {
      if (number === choices.length - 1) this.asleep = this.options.asleep;
      if (given >= ids.length) this.hasDiverged = true;
      return given;
    }
    const { asleep } = this;
    const sleeping = new Set(asleep.map(({ id }) => id));
    const index = Math.max(
      ids.findIndex((id) => !sleeping.has(id)),
      0,
    );
    const state = this.fingerprint?.now(this.ids.keys());
    const names = state === undefined ? undefined : this.namesOf(asleep);
    this.choices.set(number, {
      candidates: ids,
      index,
      asleep,
      ...(names && { state: { id: state!, asleep: names } }),
    });
    return index;
  }

  private namesOf(sleepers: readonly Sleeper[]): string[] {
    const labels = new Map([...this.ids].map(([label, id]) => [id, label]));
    return sleepers.map(({ id }) => {
      const label = labels.get(id);
      return label ? this.fingerprint!.nameOf(label) : `step ${id}`;
    });
  }

  begins(step: StepLabel): void {
    if (!isChosen(step)) {
      this.current?.touched.add(step.kind === 'check' ? touch.workflow(step.workflowId ?? '') : touch.all);
      this.current?.others.push(stepText(step));
      return;
    }
    this.end();
    const id = this.number(step);
    this.block = this.nextBlock;
    this.isDry = false;
    this.ids.delete(step);
    if (this.asleep.some((one) => one.id === id)) this.redundantFrom ??= this.steps.length;
    const touched = new Set(touchesOf(step));
    const { by } = this.origins[id]!;
    const circumstances = this.fingerprint?.circumstancesOf(step, this.block);
    const traced = { id, by, block: this.block, touches: [], choice: this.choice };
    this.current = { ...traced, label: step, touched, circumstances, others: [] };
    this.choice = undefined;
  }

  ranDry(): void {
    this.end();
    this.isDry = true;
  }

  touched(what: string): void {
    this.current?.touched.add(what);
  }

  trace(): Trace {
    this.end();
    const left = [...this.ids].map(([, id]) => ({ id, ...this.origins[id]! }));
    const { steps, choices, redundantFrom, hasDiverged } = this;
    return { steps, choices, left, redundantFrom, hasDiverged, stateError: this.fingerprint?.error };
  }

  /** The block of a step that begins now. */
  private get nextBlock(): number {
    return this.isDry && this.steps.length > 0 ? this.block + 1 : this.block;
  }

  private number(step: StepLabel): number {
    let id = this.ids.get(step);
    if (id === undefined) {
      id = this.origins.length;
      // A timer is seen for the first time when it is due: where that is in the middle of a block, the last step has made it.
      const by = this.isDry ? -1 : this.steps.length - (this.current ? 0 : 1);
      this.origins.push({ by, block: this.nextBlock });
      this.ids.set(step, id);
    }
    return id;
  }

  /** The step that ran, and all that it set free, has come to rest. */
  private end(): void {
    const { current } = this;
    if (!current) return;
    this.current = undefined;
    const { label, touched, id, by, block, choice, circumstances, others } = current;
    this.addHidden(label, touched);
    if (circumstances) this.fingerprint!.ran(label, touched, circumstances, others);
    // Whoever looks after each step sees every order.
    if (this.world && this.world.properties.outcomes.length > 0) touched.add(touch.all);
    const touches = [...touched];
    this.steps.push({ id, by, block, touches, choice });
    this.asleep = this.asleep.filter((one) => one.id !== id && !areDependent(one.touches, touches));
  }

  /** What nobody tells of. */
  private addHidden({ kind, workflowId, what }: StepLabel, touched: Set<string>): void {
    const code = touched.has(touch.code);
    // A poll that is answered at once may have read how far the workflow has got.
    if (kind === 'request' && what === POLL && code) touched.add(touch.workflow(workflowId ?? ''));
    if (kind === 'timer' && workflowId === undefined && !code) touched.add(touch.all);
    if (kind === 'local-activity-answer' || (kind === 'workflow-task' && code)) this.ranLocally = true;
    if (kind === 'workflow-task' && (this.ranLocally || this.hasSinks())) touched.add(touch.code);
    if (WORK.has(kind) && this.sharesSlots()) touched.add('slots');
  }

  private hasSinks(): boolean {
    return this.world?.workers.list.some(({ options }) => options.sinks !== undefined) ?? false;
  }

  /** True where which worker takes a task, or when, depends on what else runs. */
  private sharesSlots(): boolean {
    const workers = this.world?.workers.list ?? [];
    const queues = new Set(workers.map(({ options }) => JSON.stringify([options.namespace, options.taskQueue])));
    if (queues.size < workers.length) return true;
    return workers.some(
      ({ options }) =>
        options.maxConcurrentActivityTaskExecutions !== undefined ||
        options.maxConcurrentLocalActivityExecutions !== undefined ||
        (options.maxCachedWorkflows ?? 0) > 0,
    );
  }
}

const WORK = new Set<StepLabel['kind']>(['workflow-task', 'workflow-task-answer', 'activity-task', 'activity-answer']);

/** What a step touches, whatever it does. */
function touchesOf({ kind, workflowId, what }: StepLabel): string[] {
  const id = workflowId ?? '';
  const whole = [touch.workflow(id), touch.activities(id)];
  switch (kind) {
    case 'request':
      if (STATIC.has(what)) return [];
      if (workflowId === undefined) return [touch.all];
      return what === POLL ? [touch.close(id)] : whole;
    case 'local-activity-answer':
      return [touch.all];
    case 'activity-task':
      // It is taken or not; no event says so before it ends.
      return [touch.activities(id)];
    case 'activity-answer':
    case 'workflow-task':
      return [touch.workflow(id)];
    case 'heartbeat':
      return [...whole, touch.code];
    default:
      return workflowId === undefined ? [] : whole;
  }
}
