/**
 * Task queues: tasks meet workers here. A task whose queue has a worker becomes a step of the world at once; the others wait, in
 * order, until a worker comes. Which worker takes a task is decided when its step runs, round robin over those that poll then.
 */
import { type Step, type StepKind, stepText } from '../base/step';
import type { ActivityTask, WorkflowTask } from '../history/worker-protocol';

/** A worker, as the server sees it. */
export interface Poller {
  readonly identity: string;
  /** Name of the queue for tasks of runs that this worker has cached. */
  readonly stickyQueue?: string;
  /** False while all its slots are taken. */
  accepts(kind: TaskKind): boolean;
  takeWorkflowTask(task: WorkflowTask): void | Promise<void>;
  takeActivityTask(task: ActivityTask): void | Promise<void>;
}

export type TaskKind = 'workflow' | 'activity';

/** A task in a queue. It may have become pointless when its turn comes: `deliver` then does nothing. */
export interface QueuedTask {
  readonly workflowId: string;
  /** The type of the activity or the query; 'workflow task'. */
  readonly what: string;
  readonly attempt?: number;
  isStale(): boolean;
  deliver(poller: Poller): void | Promise<void>;
}

interface Queue {
  readonly taskQueue: string;
  readonly kind: TaskKind;
  readonly pollers: Poller[];
  backlog: QueuedTask[];
  next: number;
  /** When a worker last polled; -1: never. */
  lastPollTime: number;
}

const STEP_KIND: Record<TaskKind, StepKind> = { workflow: 'workflow-task', activity: 'activity-task' };

export class Matching {
  private readonly queues = new Map<string, Queue>();
  /** Where the last queue was found: tasks come in rows. */
  private last: { namespace: string; queue: Queue } | undefined;

  constructor(
    private readonly now: () => number,
    private readonly post: (step: Step) => void,
  ) {}

  /** Called for a queue without workers, before a task waits there: a world that serves every queue gives it one. */
  onUnserved: ((namespace: string, taskQueue: string, kind: TaskKind) => void) | undefined;

  addPoller(namespace: string, taskQueue: string, kind: TaskKind, poller: Poller): void {
    const queue = this.queue(namespace, taskQueue, kind);
    queue.pollers.push(poller);
    queue.lastPollTime = this.now();
    this.release(queue);
  }

  removePoller(namespace: string, taskQueue: string, kind: TaskKind, poller: Poller): void {
    const queue = this.queue(namespace, taskQueue, kind);
    const index = queue.pollers.indexOf(poller);
    if (index >= 0) queue.pollers.splice(index, 1);
    queue.lastPollTime = this.now();
  }

  /** A worker has free slots again. */
  slotsFreed(namespace: string, taskQueue: string, kind: TaskKind): void {
    this.release(this.queue(namespace, taskQueue, kind));
  }

  hasPoller(namespace: string, taskQueue: string, kind: TaskKind): boolean {
    return this.queue(namespace, taskQueue, kind).pollers.length > 0;
  }

  /** True while a worker polls the queue, or did so within the given time. */
  polledWithin(namespace: string, taskQueue: string, kind: TaskKind, ms: number): boolean {
    const queue = this.queue(namespace, taskQueue, kind);
    return queue.pollers.length > 0 || (queue.lastPollTime >= 0 && this.now() - queue.lastPollTime < ms);
  }

  pollers(namespace: string, taskQueue: string, kind: TaskKind): readonly Poller[] {
    return this.queue(namespace, taskQueue, kind).pollers;
  }

  /** Queues with tasks that nobody takes; for error texts. */
  unserved(): { taskQueue: string; kind: TaskKind; tasks: string[] }[] {
    const out: { taskQueue: string; kind: TaskKind; tasks: string[] }[] = [];
    for (const { taskQueue, kind, backlog, pollers } of this.queues.values()) {
      const waiting = backlog.filter((task) => !task.isStale());
      if (waiting.length === 0 || pollers.length > 0) continue;
      out.push({ taskQueue, kind, tasks: waiting.map((task) => stepText({ kind: STEP_KIND[kind], ...task })) });
    }
    return out;
  }

  /** Queues that have workers; for error texts. */
  served(kind: TaskKind): string[] {
    return [...this.queues.values()].filter((q) => q.kind === kind && q.pollers.length > 0).map((q) => q.taskQueue);
  }

  add(namespace: string, taskQueue: string, kind: TaskKind, task: QueuedTask): void {
    const queue = this.queue(namespace, taskQueue, kind);
    if (queue.pollers.length === 0) this.onUnserved?.(namespace, taskQueue, kind);
    if (queue.pollers.length === 0) queue.backlog.push(task);
    else this.postDelivery(queue, task);
  }

  private postDelivery(queue: Queue, task: QueuedTask): void {
    this.post({
      kind: STEP_KIND[queue.kind],
      workflowId: task.workflowId,
      drains: true,
      what: task.what,
      attempt: task.attempt,
      run: () => {
        if (task.isStale()) return;
        const poller = this.pick(queue);
        if (!poller) {
          queue.backlog.push(task);
          return;
        }
        return task.deliver(poller);
      },
    });
  }

  private pick(queue: Queue): Poller | undefined {
    for (let i = 0; i < queue.pollers.length; i++) {
      const poller = queue.pollers[(queue.next + i) % queue.pollers.length]!;
      if (!poller.accepts(queue.kind)) continue;
      queue.next = (queue.next + i + 1) % queue.pollers.length;
      return poller;
    }
    return undefined;
  }

  private release(queue: Queue): void {
    const waiting = queue.backlog;
    queue.backlog = [];
    for (const task of waiting) if (!task.isStale()) this.postDelivery(queue, task);
  }

  private queue(namespace: string, taskQueue: string, kind: TaskKind): Queue {
    const { last } = this;
    if (last && last.queue.kind === kind && last.queue.taskQueue === taskQueue && last.namespace === namespace) {
      return last.queue;
    }
    const key = `${kind}\n${namespace}\n${taskQueue}`;
    let queue = this.queues.get(key);
    if (!queue) {
      queue = { taskQueue, kind, pollers: [], backlog: [], next: 0, lastPollTime: -1 };
      this.queues.set(key, queue);
    }
    this.last = { namespace, queue };
    return queue;
  }
}
