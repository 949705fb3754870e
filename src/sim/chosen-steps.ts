/** Takes the steps of a world as a chooser says: whatever may come first at an instant is a candidate, timers that are due, too. */
import type { Step, StepLabel } from '../base/step';
import type { Timer, VirtualClock } from '../clock/virtual-clock';
import type { Candidates, Chooser } from './chooser';
import type { ReadySteps } from './ready-steps';
import type { StepLog } from './step-log';

export interface ChosenStepsScene {
  readonly ready: ReadySteps;
  readonly clock: VirtualClock;
  readonly chooser: Chooser;
  readonly log: StepLog;
  /** True where user code has run since the last call. */
  takeCodeRan(): boolean;
}

/** What a timer is to who chooses and to who reads the log. */
export function timerLabel({ owner, codeOwner }: Timer): StepLabel {
  const content = codeOwner === undefined ? undefined : () => codeOwner;
  return { kind: 'timer', workflowId: owner, what: 'a timer is due', content };
}

export class ChosenSteps implements Candidates {
  private timers: readonly Timer[] = [];
  /** A timer has the same label each time that it is a candidate. */
  private readonly labels = new WeakMap<Timer, StepLabel>();
  /** Timers of one instant fire in a row, as they do in a world that makes no choice, unless another candidate is chosen. */
  private timersFirst = false;

  constructor(private readonly scene: ChosenStepsScene) {}

  get length(): number {
    const { urgent, others } = this.scene.ready;
    return this.timers.length + urgent.length + others.length;
  }

  at(index: number): StepLabel {
    const { urgent, others } = this.scene.ready;
    let i = index;
    if (this.timersFirst) {
      if (i < this.timers.length) return this.labelOf(this.timers[i]!);
      i -= this.timers.length;
    }
    if (i < urgent.length) return urgent.at(i);
    i -= urgent.length;
    return i < others.length ? others.at(i) : this.labelOf(this.timers[i - others.length]!);
  }

  /** Takes the next step; undefined where nothing can run now. */
  take(): Step | undefined {
    const { ready, clock, chooser, log } = this.scene;
    if (ready.immediate.length > 0) {
      const step = ready.immediate.take(0);
      log.add(clock.now(), step, 1, 0);
      chooser.begins?.(step);
      return step;
    }
    this.timers = clock.due();
    if (this.timers.length === 0) this.timersFirst = false;
    const { length } = this;
    if (length === 0) return undefined;
    const picked = length > 1 ? chooser.pick(this) : 0;
    const index = picked >= 0 && picked < length ? picked : 0;
    chooser.begins?.(this.at(index));
    const step = this.remove(index);
    log.add(clock.now(), step, length, index);
    return step;
  }

  private remove(index: number): Step {
    const { urgent, others } = this.scene.ready;
    let i = index;
    if (this.timersFirst) {
      if (i < this.timers.length) return this.timerStep(this.timers[i]!);
      i -= this.timers.length;
    }
    if (i < urgent.length) return urgent.take(i);
    i -= urgent.length;
    return i < others.length ? others.take(i) : this.timerStep(this.timers[i - others.length]!);
  }

  private labelOf(timer: Timer): StepLabel {
    let label = this.labels.get(timer);
    if (!label) {
      label = timerLabel(timer);
      this.labels.set(timer, label);
    }
    return label;
  }

  private timerStep(timer: Timer): Step {
    const { clock } = this.scene;
    clock.cancel(timer);
    const step = {
      ...this.labelOf(timer),
      drains: false,
      run: () => {
        timer.fire();
        // Only where user code ran is there something to drain.
        step.drains = this.scene.takeCodeRan();
        this.timersFirst = !step.drains;
      },
    };
    return step;
  }
}
