/**
 * The bare driver, the practical floor of every workload: the SDK's real workflow runtime in this process, with no server, no
 * history and no client. Jobs are made by hand, one activation each (timers of one instant share one).
 */
import './realm';

import { defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { durationToMs, type Payload } from '../../src/base/api';
import { type HeapEntry, NOT_IN_HEAP, TimerHeap } from '../../src/clock/timer-heap';
import { type ActivityFunction, type ActivityHost, DrivenActivity, type ScheduleActivity } from './activity';
import { type Command, initializeJob, type Job, type Outcome, Run, toPayloads } from './run';

export interface DriverSignal {
  name: string;
  args: unknown[];
}

interface DriverTimer extends HeapEntry {
  fire(): void;
}

type Workflows = Record<string, (...args: any[]) => Promise<unknown>>;

/** Executes workflows, one `execute` at a time. */
export class Driver implements ActivityHost {
  #now = Date.UTC(2030, 0, 1);
  #sequence = 0;
  #runs = 0;
  /** Activities that run and do not wait for virtual time; while there are any, time stands still. */
  #busy = 0;
  #wake: (() => void) | undefined;
  readonly #ready: Run[] = [];
  readonly #timers = new TimerHeap<DriverTimer>();
  readonly #activityNames: Set<string>;

  constructor(
    private readonly workflows: Workflows,
    private readonly activities: Record<string, ActivityFunction>,
  ) {
    this.#activityNames = new Set(Object.keys(activities));
  }

  /** Runs a workflow to its end, following continue-as-new; the signals come one at a time, after its first activation. */
  async execute(workflowType: string, args: unknown[] = [], signals: readonly DriverSignal[] = []): Promise<unknown> {
    let outcome: Outcome | undefined;
    const run = this.#start(workflowType, toPayloads(args), (closed) => {
      outcome = closed;
    });
    for (const { name, args } of signals) this.#deliver(run, 'signalWorkflow', signalOf(name, args));
    while (outcome === undefined) await this.#step();
    if ('failed' in outcome) {
      throw defaultFailureConverter.failureToError(outcome.failed as never, defaultPayloadConverter);
    }
    if ('continued' in outcome) throw new Error('a run that continued as new is followed, not returned');
    return outcome.completed ? defaultPayloadConverter.fromPayload(outcome.completed) : undefined;
  }

  after(ms: number, fire: () => void): DriverTimer {
    const timer = { dueAt: this.#now + ms, sequence: this.#sequence++, slot: NOT_IN_HEAP, fire };
    this.#timers.push(timer);
    return timer;
  }

  cancel(timer: unknown): void {
    this.#timers.remove(timer as DriverTimer);
  }

  idle(isIdle: boolean): void {
    this.#busy += isIdle ? -1 : 1;
    if (this.#busy === 0) this.#wakeUp();
  }

  #start(workflowType: string, args: readonly Payload[], onClose: (outcome: Outcome) => void): Run {
    const workflow = this.workflows[workflowType];
    if (!workflow) throw new Error(`no workflow ${workflowType}`);
    const runId = `run-${++this.#runs}`;
    const close = (outcome: Outcome) => {
      if ('continued' in outcome) this.#start(workflowType, outcome.continued, onClose);
      else onClose(outcome);
    };
    const run = new Run(runId, workflowType, workflow, this.#activityNames, this.#now, close);
    this.#push(run, initializeJob(runId, workflowType, args));
    return run;
  }

  #deliver(run: Run, variant: string, body: unknown): void {
    this.#push(run, { variant, [variant]: body } as Job);
  }

  #push(run: Run, job: Job): void {
    run.jobs.push(job);
    this.#ready.push(run);
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  async #step(): Promise<void> {
    const run = this.#ready.shift();
    if (run) {
      if (run.jobs.length === 0) return; // Its timers of this instant went with an earlier activation.
      for (const command of await run.activate(this.#now)) this.#carryOut(run, command);
    } else if (this.#busy > 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    } else this.#moveTime();
  }

  #moveTime(): void {
    const next = this.#timers.peek();
    if (!next) throw new Error('the workflow waits for something that never comes');
    this.#now = next.dueAt;
    while (this.#timers.peek()?.dueAt === this.#now) this.#timers.pop()!.fire();
  }

  #carryOut(run: Run, command: Command): void {
    if (command.startTimer) {
      const { seq, startToFireTimeout } = command.startTimer;
      this.after(durationToMs(startToFireTimeout), () => this.#deliver(run, 'fireTimer', { seq }));
    } else if (command.scheduleActivity) this.#startActivity(run, command.scheduleActivity);
    else if (command.requestCancelActivity) {
      run.activities.get(command.requestCancelActivity.seq!)?.requestCancel();
    } else if (command.startChildWorkflowExecution) {
      const { seq, workflowType, input } = command.startChildWorkflowExecution;
      const child = this.#start(workflowType!, input ?? [], (outcome) =>
        this.#deliver(run, 'resolveChildWorkflowExecution', { seq, result: childResult(outcome) }),
      );
      this.#deliver(run, 'resolveChildWorkflowExecutionStart', { seq, succeeded: { runId: child.runId } });
    } else this.#close(run, command);
  }

  #close(run: Run, command: Command): void {
    run.dispose();
    const { completeWorkflowExecution: completed, failWorkflowExecution: failed } = command;
    if (completed) run.onClose({ completed: completed.result });
    else if (failed) run.onClose({ failed: failed.failure });
    else if (command.continueAsNewWorkflowExecution) {
      run.onClose({ continued: command.continueAsNewWorkflowExecution.arguments ?? [] });
    } else throw new Error(`the driver does not know the command ${Object.keys(command)}`);
  }

  #startActivity(run: Run, command: ScheduleActivity): void {
    const fn = this.activities[command.activityType!];
    if (!fn) throw new Error(`no activity ${command.activityType}`);
    const seq = command.seq!;
    const activity = new DrivenActivity(command, fn, this, (result) => {
      this.#busy--;
      run.activities.delete(seq);
      this.#deliver(run, 'resolveActivity', { seq, result });
    });
    run.activities.set(seq, activity);
    this.#busy++;
    void activity.attempt(1);
  }
}

function signalOf(signalName: string, args: unknown[]) {
  return { signalName, input: toPayloads(args), identity: '', headers: {} };
}

function childResult(outcome: Outcome) {
  if ('failed' in outcome) return { failed: { failure: outcome.failed } };
  return { completed: { result: 'completed' in outcome ? outcome.completed : undefined } };
}
