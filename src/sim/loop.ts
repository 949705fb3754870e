/**
 * The loop of a world. While something can run at this instant, the chooser picks one step; after each that may run user code
 * the process drains. When nothing can run, time moves to the next timer, but only if somebody waits for the future and no real
 * I/O of an activity is in flight. If somebody waits and there is no next timer, the world is deadlocked.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Interruption, Step, StepLabel } from '../base/step';
import { drain } from '../clock/drain';
import { real } from '../clock/real';
import type { VirtualClock } from '../clock/virtual-clock';
import type { Chooser } from './chooser';
import { ChosenSteps, timerLabel } from './chosen-steps';
import { Idleness } from './idleness';
import type { Outside } from './outside';
import { ReadySteps } from './ready-steps';
import type { StepLog } from './step-log';
import type { Waits } from './waits';

export interface LoopOptions {
  readonly clock: VirtualClock;
  readonly chooser: Chooser;
  readonly log: StepLog;
  readonly waits: Waits;
  /** More steps than this at a stretch, and since the last fault, are a runaway. */
  readonly maxSteps: number;
  /** What ends the waits of a runaway. */
  runaway(): Error;
  /** What a fault does to a step that is about to be ready. */
  interrupt?(step: StepLabel): Interruption | undefined;
  /** Real milliseconds that a world without anything to do waits for code outside it, before it calls that a deadlock. */
  readonly deadlockGraceMs: number;
  /** Real milliseconds that activities may hold the clock with I/O. */
  readonly realTimeLimitMs: number;
  /** Real I/O in flight, in words; empty: none. */
  pendingIo(): string[];
  waitForIo(): Promise<void>;
  /** Code around the world, where the world follows it. */
  readonly outside?: Outside;
  /** Time passes at its real pace where nobody waits. Not in an exploration, whose runs must not depend on how fast they are. */
  readonly flowsUnwatched: boolean;
  /** True while code of `world.run` waits for a virtual timer. */
  codeWaits(): boolean;
  /** Nothing can ever run again, or `onlySchedules` do: tells those who wait. */
  onDeadlock(onlySchedules: boolean): Promise<void> | void;
  onIoTimeout(pending: string[]): void;
}

const STEP_END_HOPS_MAX = 1000;

// The loop belongs to no realm, whoever woke it.
const inRootContext = AsyncLocalStorage.snapshot();

export class Loop {
  private readonly ready = new ReadySteps();
  private readonly chosen: ChosenSteps | undefined;
  private running = false;
  private isStopped = false;
  private steps = 0;
  private settlers: (() => void)[] = [];
  private holds = 0;
  /** Called after each step, where somebody looks on. */
  afterStep: (() => void) | undefined;
  /** Set by timers that run user code: the process drains after them. */
  codeRan = false;

  private readonly idleness: Idleness;

  constructor(private readonly options: LoopOptions) {
    this.idleness = new Idleness(options.clock, options.waits);
    if (options.chooser.inOrder) return;
    const { clock, chooser, log } = options;
    this.chosen = new ChosenSteps({ ready: this.ready, clock, chooser, log, takeCodeRan: () => this.takeCodeRan() });
  }

  /** Something can run now, unless a fault stands in its way. */
  post(step: Step): void {
    if (!this.isIntercepted(step, () => this.postNow(step))) this.postNow(step);
  }

  /** True: a fault has taken a step that is about to be ready. Where the step is only late, `goOn` is called when it comes. */
  isIntercepted(step: StepLabel & Pick<Step, 'lost'>, goOn: () => void): boolean {
    const interruption = this.options.interrupt?.(step);
    if (interruption === undefined || this.isStopped) return false;
    const { clock } = this.options;
    if (interruption === 'lost') step.lost?.();
    else clock.schedule(clock.now() + interruption, goOn, 'foreground', step.workflowId);
    // Time may have to move for it, even where nothing else has ever run.
    this.wake();
    return true;
  }

  /** Something can run after so many milliseconds. */
  postIn(ms: number, step: Step): void {
    const { clock } = this.options;
    clock.schedule(clock.now() + ms, () => this.postNow(step), 'foreground', step.workflowId);
    this.wake();
  }

  /** Something can run now; faults do not see it. */
  postNow(step: Step): void {
    if (this.isStopped) return;
    this.ready.push(step);
    this.options.chooser.posted?.(step);
    this.wake();
  }

  /** The bound of steps begins anew: what a fault has set off gets all of it. */
  faultHappened(): void {
    this.steps = 0;
  }

  /** Looks whether there is something to do: somebody has begun to wait, or real I/O has ended. */
  wake(): void {
    if (this.running || this.isStopped) return;
    this.running = true;
    real.setImmediate(() => inRootContext(() => void this.run()));
  }

  /** Time stands still until the returned function is called. */
  holdTime(): () => void {
    this.holds++;
    let held = true;
    return () => {
      if (held) this.holds--;
      held = false;
      this.wake();
    };
  }

  /** Resolves when all that can run at this instant has run. */
  settle(): Promise<void> {
    if (this.isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.settlers.push(resolve);
      this.wake();
    });
  }

  stop(): void {
    this.isStopped = true;
    this.ready.clear();
    for (const resolve of this.settlers.splice(0)) resolve();
  }

  /** Waits until the step that runs has ended: workflow code in the middle of an activation is not cut off from its world. */
  async stopped(): Promise<void> {
    this.stop();
    // A step that waits for its own world to end would wait for ever, hence the bound.
    for (let hops = 0; this.running && hops < STEP_END_HOPS_MAX; hops++) await drain();
  }

  private async run(): Promise<void> {
    this.steps = 0;
    for (;;) {
      await (this.chosen ? this.runChosen(this.chosen) : this.runInOrder());
      if (this.isStopped) break;
      // Code that this instant's steps have set free may ask for more of this instant.
      await drain();
      if (this.ready.length > 0 || (await this.takesTimers())) continue;
      if (!(await this.wantsMore())) break;
    }
    this.running = false;
    if (this.ready.length > 0) this.wake();
  }

  private async runInOrder(): Promise<void> {
    const { immediate, urgent, others } = this.ready;
    while (this.ready.length > 0 && !this.isStopped) {
      const row = immediate.length > 0 ? immediate : urgent.length > 0 ? urgent : others;
      const count = row === others ? row.length : 1;
      const step = row.take(0);
      this.options.log.add(this.options.clock.now(), step, count, 0);
      this.count();
      const done = step.run();
      if (done) await done;
      if (step.drains && this.mustDrain(step)) await drain();
      this.afterStep?.();
    }
  }

  /**
   * Whether what a step has set free must come to rest before the next step: only so is what it asks for in the same place as in a
   * world whose chooser takes the first candidate each time. A workflow task has posted its answer by now, and set nothing else free;
   * behind the caller of a request there may be nothing that it could be late for.
   */
  private mustDrain({ kind }: Step): boolean {
    if (kind === 'workflow-task') return false;
    return kind !== 'request' || this.chosen !== undefined || this.ready.length > 0;
  }

  private async runChosen(chosen: ChosenSteps): Promise<void> {
    for (let step = chosen.take(); step && !this.isStopped; step = chosen.take()) {
      this.count();
      const done = step.run();
      if (done) await done;
      if (step.drains && this.mustDrain(step)) await drain();
      this.afterStep?.();
    }
  }

  private takeCodeRan(): boolean {
    const { codeRan } = this;
    this.codeRan = false;
    return codeRan;
  }

  /** Fires what is due at this instant, or leaves it to the chooser. True if anything was. */
  private async takesTimers(): Promise<boolean> {
    const { clock, log } = this.options;
    if (this.chosen) return clock.isDue();
    let fired = false;
    for (let timer = clock.takeDue(); timer; timer = clock.takeDue()) {
      this.count();
      log.add(clock.now(), timerLabel(timer), 1, 0);
      timer.fire();
      fired = true;
      // User code that a timer ran is drained before anything else.
      if (!this.takeCodeRan()) continue;
      await drain();
      break;
    }
    return fired;
  }

  private count(): void {
    if (++this.steps <= this.options.maxSteps) return;
    const error = this.options.runaway();
    this.options.waits.close(error);
    this.stop();
  }

  /** Nothing can run at this instant. True: it is worth going on (time has moved, or something may have come up). */
  private async wantsMore(): Promise<boolean> {
    const { clock, waits, chooser, outside } = this.options;
    outside?.catchUp();
    if (this.holds > 0) return false;
    chooser.ranDry?.();
    if (this.options.pendingIo().length > 0) return this.holdForIo();
    if (this.settlers.length > 0) {
      for (const resolve of this.settlers.splice(0)) resolve();
      return true;
    }
    const turn = outside?.nextDueAt();
    const next = clock.nextDueAt();
    // The code around the world goes first, and wakes the loop when it has had its turn.
    if (turn !== undefined && (next === undefined || next > turn)) return false;
    if (waits.size === 0 && turn === undefined && !this.options.codeWaits()) {
      if (next !== undefined && this.options.flowsUnwatched) outside?.flowTo(next);
      return false;
    }
    outside?.stopFlow();
    if (next !== undefined && !this.idleness.isExhausted()) {
      clock.advanceTo(next);
      return true;
    }
    return this.deadlock();
  }

  private async holdForIo(): Promise<boolean> {
    const began = real.performanceNow();
    for (;;) {
      await this.options.waitForIo();
      if (this.isStopped || this.ready.length > 0) return true;
      const pending = this.options.pendingIo();
      if (pending.length === 0) return true;
      if (real.performanceNow() - began < this.options.realTimeLimitMs) continue;
      this.options.onIoTimeout(pending);
      return false;
    }
  }

  private async deadlock(): Promise<boolean> {
    const { clock, waits, deadlockGraceMs } = this.options;
    const next = clock.nextDueAt();
    // Code outside the world (a test that reads a file, say) may be about to do something.
    const until = real.performanceNow() + deadlockGraceMs;
    do {
      await new Promise<void>((resolve) => real.setTimeout(resolve, Math.min(5, deadlockGraceMs)));
      if (this.options.outside?.nextDueAt() !== undefined) return true;
      if (this.isStopped || this.ready.length > 0 || waits.size === 0) return true;
      if (clock.nextDueAt() !== next) return true;
    } while (real.performanceNow() < until);
    this.idleness.restart();
    await this.options.onDeadlock(next !== undefined);
    return true;
  }
}
