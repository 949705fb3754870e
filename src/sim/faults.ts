/** Carries out the faults of a world's plan: the injector says where they happen, this does them. */
import { sleep as activitySleep, Context, type Info } from '@temporalio/activity';
import { type ActivityFunction, ApplicationFailure, type Duration } from '@temporalio/common';
import { WorldlineError } from '../base/errors';
import type { IdSource } from '../base/ids';
import type { Interruption, StepLabel } from '../base/step';
import type { VirtualClock } from '../clock/virtual-clock';
import {
  type ActivityFailure,
  type ActivityTimeout,
  type Deploy,
  type EventFault,
  type EventPlace,
  type Fault,
  type FaultDuration,
  type FaultPlan,
  faultMs,
  INJECTED_FAILURE,
  type TimePlace,
  type WorkerCrash,
} from '../faults/fault';
import { type AttemptKey, FaultInjector, type FaultOutcome } from '../faults/fault-injector';
import { faultText } from '../faults/fault-text';
import { PlanChooser } from '../faults/plan-chooser';
import type { Execution } from '../server/execution/execution';
import { WORKFLOW_SERVICE } from '../server/rpc';
import type { RpcHandler } from '../server/rpc/rpc';
import type { Server } from '../server/server';
import { ServerStatus } from '../server/status';
import type { RunningActivity } from '../worker/activity/attempt-runner';
import type { WorkflowSource } from '../worker/workflow/run-options';
import type { Loop } from './loop';
import type { Workers } from './workers';
import type { WorldWorker } from './world-worker';

const DEFAULT_RESTART_AFTER = '1 second';
const CLIENT = 'fault@worldline';

export interface FaultsScene {
  readonly clock: VirtualClock;
  readonly ids: IdSource;
  /** Of the order in which workers die. */
  readonly random: () => number;
  /** What comes by is counted, whichever workflow it belongs to. */
  counted(): void;
  /** These three are made after the faults. */
  server(): Server;
  loop(): Loop;
  workers(): Workers;
}

/** Entries of a plan never happened: the test has not tested what it says. */
export class VacuousFaultError extends WorldlineError {
  constructor(outcomes: readonly FaultOutcome[]) {
    const lines = outcomes.flatMap(({ times, reason, fault }, index) =>
      times > 0 ? [] : [`plan entry ${index + 1} never fired: ${reason} (${faultText(fault)})`],
    );
    super(
      'VACUOUS_FAULT',
      `${lines.join('\n')}\nSuch a test proves nothing about these faults; onVacuousFault: 'ignore' lets it pass.`,
    );
  }
}

export class WorldFaults {
  private readonly injector: FaultInjector;
  /** Undefined: the plan leaves the order of steps as it is. */
  readonly chooser: PlanChooser | undefined;
  /** The code that a `deploy` fault switches to. */
  deployment: WorkflowSource | undefined;

  constructor(
    plan: FaultPlan,
    private readonly scene: FaultsScene,
  ) {
    this.injector = new FaultInjector(plan, {
      now: () => scene.clock.now(),
      counted: () => scene.counted(),
      hasStartTimeout: (attempt) => this.hasStartTimeout(attempt),
    });
    const { reorders } = this.injector;
    if (reorders.length > 0) this.chooser = new PlanChooser(reorders, (reorder) => this.injector.carriedOut(reorder));
    this.injector.onFault = () => scene.loop().faultHappened();
  }

  /** Where the plan does not fit what runs any more, in words. */
  get stale(): readonly string[] {
    return this.chooser?.stale ?? [];
  }

  /** How far the plan has come, as JSON: what happens from now on depends on this, and on what comes by. */
  state(): unknown {
    return this.injector.state();
  }

  /** What became of each entry of the plan. */
  outcomes(): FaultOutcome[] {
    return this.injector.outcomes();
  }

  /** @throws VacuousFaultError where an entry never happened. */
  assertAllHappened(): void {
    const outcomes = this.outcomes();
    if (outcomes.some(({ times }) => times === 0)) throw new VacuousFaultError(outcomes);
  }

  /** The world begins: faults that come at a time are set up. */
  begin(): void {
    for (const fault of this.injector.timed) {
      this.do(fault, '', faultMs(fault.at), () =>
        fault.kind === 'deploy' ? this.deploy(fault) : this.crashSome(fault),
      );
    }
  }

  interrupt(step: StepLabel): Interruption | undefined {
    return this.injector.interrupt(step);
  }

  /** What an attempt runs: its function, or what a fault puts in its place. */
  functionOf(owner: RunningActivity, info: Info, fn: ActivityFunction): ActivityFunction {
    const fault = this.injector.replacement(owner, {
      hasHeartbeatTimeout: heartbeatTimeoutOf(info) > 0,
      isLocal: owner.isLocal,
    });
    if (!fault) return fn;
    return fault.kind === 'activity-failure' ? () => fails(fault) : () => hangs(fault, info);
  }

  attemptBegan(worker: WorldWorker, attempt: RunningActivity): void {
    const fault = this.injector.crashDuring(attempt);
    if (!fault) return;
    const after = 'after' in fault && fault.after !== undefined ? faultMs(fault.after) : 0;
    this.do(fault, attempt.workflowId, after, () => {
      const isOver = after > 0 && !worker.current?.running.includes(attempt);
      this.crash(
        fault,
        worker,
        isOver ? `attempt ${attempt.attempt} of ${attempt.activityType} had ended by then` : undefined,
      );
    });
  }

  /** The history of a run has grown. */
  grown(execution: Execution): void {
    for (const fault of this.injector.grown(execution.workflowId, execution.log.length)) {
      this.do(fault, execution.workflowId, 0, () => this.atEvent(fault, execution));
    }
  }

  /** The server has taken a client's call; `again` makes it once more. */
  called(name: string, request: unknown, handler: RpcHandler): void {
    if (name !== 'signalWorkflowExecution') return;
    const signal = request as { workflowExecution: { workflowId: string }; signalName: string; namespace: string };
    const { workflowId } = signal.workflowExecution;
    for (const after of this.injector.signalled(workflowId, signal.signalName)) {
      const again = () => {
        try {
          handler(this.scene.server(), { ...signal, requestId: this.scene.ids.uuid() }, noWait);
        } catch (error) {
          // By then the workflow may have closed: the second call fails, as it would for a client.
          if (!(error instanceof ServerStatus)) throw error;
        }
      };
      const step = { kind: 'request', what: name, workflowId, drains: true, run: again } as const;
      if (after > 0) this.scene.loop().postIn(after, step);
      else this.scene.loop().postNow(step);
    }
  }

  /** Posts what a fault does as a step of the world. */
  private do(fault: Fault, workflowId: string, after: number, run: () => void): void {
    const step = { kind: 'fault', what: faultText(fault), workflowId, drains: true, run } as const;
    if (after > 0) this.scene.loop().postIn(after, step);
    else this.scene.loop().postNow(step);
  }

  private atEvent(fault: EventFault, execution: Execution): void {
    const workers = this.scene.workers();
    switch (fault.kind) {
      case 'cancel':
        this.ask(fault, 'requestCancelWorkflowExecution', execution);
        return;
      case 'terminate':
        this.ask(fault, 'terminateWorkflowExecution', execution, { reason: fault.reason ?? 'injected termination' });
        return;
      case 'deploy':
        this.deploy(fault);
        return;
      case 'eviction': {
        for (const worker of workers.list) worker.current?.evictIdle(execution.runId);
        this.injector.carriedOut(fault);
        return;
      }
      case 'worker-crash': {
        if (fault.workers) {
          this.crashSome(fault);
          return;
        }
        const worker = workers.list.find((one) => one.stickyQueue === execution.stickyQueue) ?? workers.of(execution);
        this.crash(fault, worker, worker ? undefined : `no worker ran ${execution.workflowId} then`);
      }
    }
  }

  private deploy(fault: Deploy): void {
    const workers = this.scene.workers();
    workers.deploy(this.deployment!);
    this.injector.carriedOut(fault);
    if (fault.rollBackAfter !== undefined) this.later(fault.rollBackAfter, () => workers.deploy(undefined));
  }

  /** All workers, at one time or one after the other; else the first that runs. */
  private crashSome(fault: Extract<WorkerCrash, EventPlace | TimePlace>): void {
    const running = this.scene.workers().list.filter((worker) => worker.getState() === 'RUNNING');
    if (fault.workers !== 'one by one') {
      const victims = fault.workers === 'all' ? running : running.slice(0, 1);
      if (victims.length === 0) this.injector.carriedOut(fault, 'no worker ran then');
      for (const worker of victims) this.crash(fault, worker, undefined);
      return;
    }
    const { random } = this.scene;
    const downtime = faultMs(fault.restartAfter ?? DEFAULT_RESTART_AFTER);
    for (let after = 0; running.length > 0; after += downtime) {
      const [worker] = running.splice(Math.floor(random() * running.length), 1);
      this.do(fault, '', after, () => this.crash(fault, worker, undefined));
    }
  }

  private ask(fault: Fault, method: string, execution: Execution, more: object = {}): void {
    const { workflowId, runId, namespace } = execution;
    if (!execution.isRunning) {
      this.injector.carriedOut(fault, `${workflowId} had closed by then`);
      return;
    }
    const requestId = this.scene.ids.uuid();
    const request = { namespace, workflowExecution: { workflowId, runId }, identity: CLIENT, requestId, ...more };
    WORKFLOW_SERVICE[method]!(this.scene.server(), request, noWait);
    this.injector.carriedOut(fault);
  }

  private crash(fault: WorkerCrash, worker: WorldWorker | undefined, whyNot: string | undefined): void {
    if (worker?.getState() !== 'RUNNING' || whyNot) {
      this.injector.carriedOut(fault, whyNot ?? 'the worker did not run then');
      return;
    }
    void worker.crash();
    this.injector.carriedOut(fault);
    this.later(fault.restartAfter ?? DEFAULT_RESTART_AFTER, () => {
      if (worker.getState() === 'CRASHED') void worker.restart();
    });
  }

  private later(duration: FaultDuration, run: () => void): void {
    const { clock } = this.scene;
    clock.schedule(clock.now() + faultMs(duration), run);
  }

  private hasStartTimeout({ runId, activityId }: AttemptKey): boolean {
    const server = this.scene.server();
    const activity = server.findRun(runId)?.activityIds.get(activityId) ?? server.findStandaloneRun(runId)?.activity;
    return activity !== undefined && (activity.scheduleToStartMs > 0 || activity.scheduleToCloseMs > 0);
  }
}

const noWait = {
  deadline: undefined,
  wait: () => Promise.reject(new Error('a fault does not wait')),
};

/** The stack of an injected failure would tell of worldline alone, and differ from machine to machine. */
function fails({ failure = {} }: ActivityFailure): never {
  const error = ApplicationFailure.create({
    message: failure.message ?? 'injected failure',
    type: failure.type ?? INJECTED_FAILURE,
    nonRetryable: failure.nonRetryable,
    details: failure.details as unknown[] | undefined,
    nextRetryDelay: failure.nextRetryDelay as Duration | undefined,
  });
  error.stack = `${error.name}: ${error.message}`;
  throw error;
}

/** Never ends, unless it is told to: by then a timeout has ended the attempt, or somebody has cancelled it. */
async function hangs({ timeout }: ActivityTimeout, info: Info): Promise<never> {
  const beat = timeout === 'start-to-close' ? heartbeatTimeoutOf(info) : 0;
  if (beat === 0) return Context.current().cancelled;
  for (;;) {
    Context.current().heartbeat();
    await activitySleep(beat / 2);
  }
}

/** Milliseconds; 0: none. Local activities have no heartbeats. */
function heartbeatTimeoutOf({ heartbeatTimeoutMs }: Info): number {
  return heartbeatTimeoutMs ?? 0;
}
