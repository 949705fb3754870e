/** A worker in a world: polls its task queue, hands tasks to the worker proper and carries the answers to the server. */

import type { Payloads } from '../base/api';
import { DisposedError, InvalidInputError } from '../base/errors';
import type { Step, StepKind, StepLabel } from '../base/step';
import type { ActivityAnswer, ActivityTask, HeartbeatAnswer, WorkflowTask } from '../history/worker-protocol';
import { answerWorkflowTask, NO_BUILD_ID, type WorkflowTaskToken } from '../server/execution/complete-workflow-task';
import type { Poller, TaskKind } from '../server/matching';
import type { Server } from '../server/server';
import { ServerStatus } from '../server/status';
import type { RunningActivity } from '../worker/activity/attempt-runner';
import { Worker, type WorkerHost, type WorkerOptions } from '../worker/worker';
import type { WorkflowSource } from '../worker/workflow/run-options';
import type { WorkflowWorker } from '../worker/workflow/workflow-worker';
import type { Loop } from './loop';

export interface WorldWorkerHost extends Omit<WorkerHost, 'respond' | 'heartbeat' | 'resume' | 'awaitSinks'> {
  readonly server: Server;
  readonly loop: Loop;
  /** What the server does with an answer. */
  answer(task: ActivityTask, answer: ActivityAnswer, identity: string): void;
  /** What the server does with a heartbeat. */
  recordHeartbeat(task: ActivityTask, details: Payloads | null | undefined): HeartbeatAnswer;
  /** The process of an attempt has died: its timers never fire. */
  cutOff(attempt: RunningActivity): void;
  /** An attempt begins at a worker. */
  attemptBegan?(worker: WorldWorker, attempt: RunningActivity): void;
}

export type WorldWorkerState = 'RUNNING' | 'DRAINING' | 'STOPPED' | 'CRASHED';

const nothing = (): void => {};

export class WorldWorker implements Poller {
  readonly identity: string;
  readonly stickyQueue: string;
  /** What its code is now. */
  private workflows: WorkflowSource | undefined;
  private worker: Worker | undefined;
  private status: WorldWorkerState = 'STOPPED';
  private runningActivities = 0;
  private crashes = 0;
  /** Workflow tasks that are open here: what ends the step in which they are being worked on. */
  private readonly computing = new Map<string, () => void>();
  /** Runs whose latest workflow task was worked on by code that another deployment has replaced in the meantime. */
  private readonly outdated = new Map<string, WorkflowWorker>();

  constructor(
    readonly options: WorkerOptions,
    private readonly host: WorldWorkerHost,
    autoStart: boolean,
  ) {
    this.identity = options.identity;
    this.workflows = options.workflows;
    this.stickyQueue = `${options.identity}-sticky`;
    if (autoStart) this.start();
  }

  get taskQueue(): string {
    return this.options.taskQueue;
  }

  /** Of its code. A real worker without one makes it from its bundle. */
  get buildId(): string {
    return this.options.buildId ?? NO_BUILD_ID;
  }

  getState(): WorldWorkerState {
    return this.status;
  }

  /** How many workflow tasks are being worked on. */
  get tasksInWork(): number {
    return this.computing.size;
  }

  /** The worker proper; undefined while it is stopped or has crashed. */
  get current(): Worker | undefined {
    return this.worker;
  }

  /** The code that has worked on the latest workflow task of a run, for a replay of it; undefined: there is none now. */
  codeOf(runId: string): WorkflowWorker | undefined {
    return this.worker?.workflowWorker && (this.outdated.get(runId) ?? this.worker.workflowWorker);
  }

  private start(): void {
    const host: WorkerHost = Object.create(this.host, {
      enterActivity: {
        value: (owner: RunningActivity, label: string, fn: () => unknown) => this.enter(owner, label, fn),
      },
      awaitSinks: { value: (runId: string, calling: Promise<unknown>) => this.awaitSinks(runId, calling) },
      resume: { value: (runId: string, deliver: () => boolean) => this.resume(runId, deliver) },
      respond: {
        value: (task: ActivityTask, answer: ActivityAnswer, identity: string) =>
          this.ask({ ...labelOf('activity-answer', task), content: () => answer, drains: false }, () =>
            this.host.answer(task, answer, identity),
          ),
      },
      heartbeat: {
        value: (task: ActivityTask, details: Payloads | null | undefined) =>
          this.ask({ ...labelOf('heartbeat', task), content: () => details, drains: true }, () =>
            this.host.recordHeartbeat(task, details),
          ),
      },
    });
    this.worker = new Worker({ ...this.options, workflows: this.workflows }, host);
    this.status = 'RUNNING';
    const { matching } = this.host.server;
    const { namespace, taskQueue } = this.options;
    if (this.worker.workflowWorker) {
      matching.addPoller(namespace, taskQueue, 'workflow', this);
      matching.addPoller(namespace, this.stickyQueue, 'workflow', this);
    }
    if (this.options.activities && this.options.takesActivities !== false)
      matching.addPoller(namespace, taskQueue, 'activity', this);
  }

  private stopPolling(): void {
    const { matching } = this.host.server;
    const { namespace, taskQueue } = this.options;
    matching.removePoller(namespace, taskQueue, 'workflow', this);
    matching.removePoller(namespace, this.stickyQueue, 'workflow', this);
    matching.removePoller(namespace, taskQueue, 'activity', this);
  }

  /** Stops polling, lets running activities end as WorkerOptions.shutdownGraceTime says, forgets cached runs. */
  async shutdown(): Promise<void> {
    if (this.status !== 'RUNNING') return;
    this.status = 'DRAINING';
    this.stopPolling();
    await this.worker!.shutdown();
    while (this.computing.size > 0 && this.status === 'DRAINING') await this.host.drain();
    if (this.status !== 'DRAINING') return;
    this.dispose();
    this.status = 'STOPPED';
  }

  /** The process of the worker dies: cached runs and running activities are lost, nothing is answered any more. */
  async crash(): Promise<void> {
    if (this.status === 'CRASHED' || this.status === 'STOPPED') return;
    this.stopPolling();
    for (const attempt of this.worker?.running ?? []) this.host.cutOff(attempt);
    this.dispose();
    this.status = 'CRASHED';
    this.crashes++;
  }

  /**
   * From now on the worker runs other workflow code; undefined: its own again. Cached runs are rebuilt from their histories, as after
   * a restart.
   */
  deploy(workflows = this.options.workflows): void {
    if (!workflows || !this.options.workflows) return;
    this.workflows = workflows;
    this.worker?.replaceWorkflows(workflows);
  }

  /** A crashed or stopped worker comes back, with nothing in memory; one that was made with `autoStart: false` begins. */
  async restart(): Promise<void> {
    if (this.status === 'RUNNING') {
      throw new InvalidInputError(`worker ${this.identity} runs: crash() or shutdown() it before restart()`);
    }
    this.start();
  }

  dispose(): void {
    this.runningActivities = 0;
    this.worker?.dispose();
    this.worker = undefined;
  }

  accepts(kind: TaskKind): boolean {
    if (kind === 'workflow') return true;
    return this.runningActivities < (this.options.maxConcurrentActivityTaskExecutions ?? Number.POSITIVE_INFINITY);
  }

  takeWorkflowTask(task: WorkflowTask): Promise<void> {
    const { worker, crashes } = this;
    const { runId } = task.execution;
    const code = worker!.workflowWorker!;
    this.outdated.delete(runId);
    return new Promise((resolve) => {
      this.computing.set(runId, resolve);
      // A task that waits for local activities lets the world go on, until `resume`.
      const rest = () => this.computing.get(runId)?.();
      worker!.processWorkflowTask(task, rest).then(
        (answer) => {
          rest();
          this.computing.delete(runId);
          if (this.worker !== worker || this.crashes !== crashes) return;
          this.host.loop.post({
            kind: 'workflow-task-answer',
            workflowId: task.execution.workflowId,
            drains: false,
            what: 'workflow task',
            run: () => {
              // What had not reached the server when the worker died is lost.
              if (this.crashes !== crashes) return;
              if (worker!.workflowWorker !== code) this.outdated.set(runId, code);
              this.answer(task, () => answerWorkflowTask(task.token as WorkflowTaskToken, answer, this));
            },
          });
        },
        (error) => {
          rest();
          this.computing.delete(runId);
          // A run that is dropped while its task is open (crash, dispose) ends that way; anything else is a bug of ours.
          if (!(error instanceof DisposedError)) throw error;
        },
      );
    });
  }

  /** A local activity has ended, or its workflow task is due for a heartbeat: the task goes on, as a step of its own. */
  private resume(runId: string, deliver: () => boolean): void {
    const { worker } = this;
    this.host.loop.post({
      kind: 'local-activity-answer',
      workflowId: undefined,
      drains: true,
      what: 'the workflow task goes on',
      run: () => {
        if (this.worker !== worker) return;
        return new Promise((resolve) => {
          const isOpen = this.computing.has(runId);
          if (isOpen) this.computing.set(runId, resolve);
          if (!deliver() || !isOpen) resolve();
        });
      },
    });
  }

  /**
   * Sinks that need more than the step of their workflow task do real I/O, or call the client: other steps go on, but time stands still,
   * so that the task is not overtaken by its timeout.
   */
  private async awaitSinks(runId: string, calling: Promise<unknown>): Promise<unknown> {
    let isDone = false;
    const done = calling.finally(() => {
      isDone = true;
    });
    await this.host.drain();
    if (isDone) return done;
    const release = this.host.loop.holdTime();
    this.computing.get(runId)?.();
    return done.finally(release);
  }

  /** Where the server refuses an answer, what the worker has in memory is not what happened: it forgets the run. */
  private answer(task: WorkflowTask, send: () => void): void {
    try {
      send();
    } catch (error) {
      if (!(error instanceof ServerStatus)) throw error;
      this.worker?.evict(task.execution.runId);
    }
  }

  takeActivityTask(task: ActivityTask): void {
    this.runningActivities++;
    this.worker!.startActivity(task);
  }

  /** Runs an attempt inside the world; when it has ended its slot is free. */
  private enter(owner: RunningActivity, label: string, fn: () => unknown): unknown {
    this.host.attemptBegan?.(this, owner);
    return this.host.enterActivity(owner, label, fn, owner.isLocal ? nothing : this.freeSlot);
  }

  /** A call of the server, as a step. It is lost with the worker, where that dies before it has reached the server. */
  private ask<T>(label: Omit<Step, 'run' | 'lost'>, act: () => T): Promise<T> {
    const { crashes } = this;
    return new Promise((resolve, reject) => {
      const lost = () => reject(new Error(`the ${label.kind} of the worker did not reach the server`));
      this.host.loop.post({
        ...label,
        lost,
        run: () => {
          if (this.crashes !== crashes) return lost();
          try {
            resolve(act());
          } catch (error) {
            reject(error);
          }
        },
      });
    });
  }

  private readonly freeSlot = (): void => {
    this.runningActivities--;
    const { maxConcurrentActivityTaskExecutions: limit, namespace, taskQueue } = this.options;
    if (limit !== undefined) this.host.server.matching.slotsFreed(namespace, taskQueue, 'activity');
  };
}

function labelOf(kind: StepKind, task: ActivityTask): StepLabel {
  const { workflowId, runId } = task.workflowExecution;
  return { kind, workflowId, runId, what: task.activityType, attempt: task.attempt, activityId: task.activityId };
}
