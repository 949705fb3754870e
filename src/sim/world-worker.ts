/** A worker in a world: polls its task queue, hands tasks to the worker proper and carries the answers to the server. */
import { DisposedError, InvalidInputError } from '../base/errors';
import type { ActivityTask, WorkflowTask } from '../history/worker-protocol';
import { answerWorkflowTask, type WorkflowTaskToken } from '../server/execution/complete-workflow-task';
import type { Poller, TaskKind } from '../server/matching';
import type { Server } from '../server/server';
import { ServerStatus } from '../server/status';
import type { RunningActivity } from '../worker/activity/attempt-runner';
import { Worker, type WorkerHost, type WorkerOptions } from '../worker/worker';
import type { Loop } from './loop';

export interface WorldWorkerHost extends WorkerHost {
  readonly server: Server;
  readonly loop: Loop;
}

export type WorldWorkerState = 'RUNNING' | 'DRAINING' | 'STOPPED' | 'CRASHED';

const nothing = (): void => {};

export class WorldWorker implements Poller {
  readonly identity: string;
  readonly stickyQueue: string;
  private worker: Worker | undefined;
  private status: WorldWorkerState = 'STOPPED';
  private runningActivities = 0;
  private crashes = 0;
  /** Workflow tasks that are open here: what ends the step in which they are being worked on. */
  private readonly computing = new Map<string, () => void>();

  constructor(
    readonly options: WorkerOptions,
    private readonly host: WorldWorkerHost,
  ) {
    this.identity = options.identity;
    this.stickyQueue = `${options.identity}-sticky`;
    this.start();
  }

  get taskQueue(): string {
    return this.options.taskQueue;
  }

  /** Of its code. A real worker without one makes it from its bundle. */
  get buildId(): string {
    return this.options.buildId ?? 'worldline';
  }

  getState(): WorldWorkerState {
    return this.status;
  }

  /** The worker proper; undefined while it is stopped or has crashed. */
  get current(): Worker | undefined {
    return this.worker;
  }

  private start(): void {
    const host: WorkerHost = Object.create(this.host, {
      enterActivity: {
        value: (owner: RunningActivity, label: string, fn: () => unknown) => this.enter(owner, label, fn),
      },
      resume: { value: (runId: string, deliver: () => boolean) => this.resume(runId, deliver) },
    });
    this.worker = new Worker(this.options, host);
    this.status = 'RUNNING';
    const { matching } = this.host.server;
    const { namespace, taskQueue } = this.options;
    if (this.worker.workflowWorker) {
      matching.addPoller(namespace, taskQueue, 'workflow', this);
      matching.addPoller(namespace, this.stickyQueue, 'workflow', this);
    }
    if (this.options.activities) matching.addPoller(namespace, taskQueue, 'activity', this);
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
    if (this.status !== 'DRAINING') return;
    this.dispose();
    this.status = 'STOPPED';
  }

  /** The process of the worker dies: cached runs and running activities are lost, nothing is answered any more. */
  async crash(): Promise<void> {
    if (this.status === 'CRASHED' || this.status === 'STOPPED') return;
    this.stopPolling();
    this.dispose();
    this.status = 'CRASHED';
    this.crashes++;
  }

  /** A crashed or stopped worker comes back, with nothing in memory. */
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
            run: () => this.answer(task, () => answerWorkflowTask(task.token as WorkflowTaskToken, answer, this)),
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
    return this.host.enterActivity(owner, label, fn, owner.isLocal ? nothing : this.freeSlot);
  }

  private readonly freeSlot = (): void => {
    this.runningActivities--;
    const { maxConcurrentActivityTaskExecutions: limit, namespace, taskQueue } = this.options;
    if (limit !== undefined) this.host.server.matching.slotsFreed(namespace, taskQueue, 'activity');
  };
}
