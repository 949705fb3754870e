/**
 * Task queues: tasks meet workers here. A task whose queue has a worker becomes a step of the world at once. One that finds no worker,
 * or no free slot, waits in the queue's backlog: higher priorities first, equal ones in the order in which they came there. Which
 * worker takes a task is decided when its step runs, round robin over those that poll then. Fairness keys are not looked at.
 */
import { type Step, type StepKind, type StepLabel, stepText } from '../base/step';
import type { ActivityTask, WorkflowTask } from '../history/worker-protocol';
import { Backlog, DEFAULT_PRIORITY_KEY, LOWEST_PRIORITY_KEY, priorityKeyOf } from './backlog';
import { TaskRate } from './task-rate';

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
  /** Of an activity: which one, within its run. */
  readonly activityId?: string;
  readonly runId?: string;
  /** 1 goes first, 5 last; what lies outside counts as the nearest of them, absent or 0 as 3. It matters in a backlog only. */
  readonly priorityKey?: number | null;
  /** Gets the task if it has a free slot at once. */
  readonly preferred?: Poller;
  isStale(): boolean;
  deliver(poller: Poller): void | Promise<void>;
}

/** How a queue fares; of all its tasks, or of those with one priority key. */
export interface QueueStats {
  /** Tasks that wait since no worker has a slot for them, or since there is none. */
  readonly backlogCount: number;
  /** For how long the oldest of them has been waiting, in milliseconds. */
  readonly backlogAgeMs: number;
  /** Tasks a second of late; see `task-rate.ts`. */
  readonly addRate: number;
  readonly dispatchRate: number;
}

export interface PollerStats {
  readonly identity: string;
  /** A worker with a free slot polls now; of others, when they last took a task. Virtual milliseconds since the epoch. */
  readonly lastPollTime: number;
}

interface Rates {
  readonly added: TaskRate;
  readonly dispatched: TaskRate;
}

interface Queue {
  readonly taskQueue: string;
  readonly kind: TaskKind;
  readonly pollers: Poller[];
  readonly backlog: Backlog;
  /** By priority key, from the first task of that key on. */
  readonly rates: (Rates | undefined)[];
  /** When those workers that have no free slot took the last one. */
  readonly lastTaken: Map<Poller, number>;
  /** True while the first task of the backlog has a step that will take it to a worker. */
  isOffering: boolean;
  next: number;
  /** When a worker last polled; -1: never. */
  lastPollTime: number;
}

const STEP_KIND: Record<TaskKind, StepKind> = { workflow: 'workflow-task', activity: 'activity-task' };

function labelOf(kind: TaskKind, { workflowId, what, attempt, activityId, runId }: QueuedTask): StepLabel {
  return { kind: STEP_KIND[kind], workflowId, what, attempt, activityId, runId };
}

export class Matching {
  private readonly queues = new Map<string, Queue>();
  /** Where the last queue was found: tasks come in rows. */
  private last: { namespace: string; queue: Queue } | undefined;

  constructor(
    private readonly now: () => number,
    private readonly post: (step: Step) => void,
    /** True: the task is lost or late, and comes to the queue when `goOn` is called. */
    private readonly isIntercepted?: (label: StepLabel, goOn: () => void) => boolean,
  ) {}

  /** Called for a queue without workers, before a task waits there: a world that serves every queue gives it one. */
  onUnserved: ((namespace: string, taskQueue: string, kind: TaskKind) => void) | undefined;

  addPoller(namespace: string, taskQueue: string, kind: TaskKind, poller: Poller): void {
    const queue = this.queue(namespace, taskQueue, kind);
    queue.pollers.push(poller);
    queue.lastPollTime = this.now();
    // A new worker may have slots for all of them, which then start in any order that the world chooses.
    const waiting = queue.backlog.waiting();
    queue.backlog.clear();
    for (const { task, since } of waiting) this.postDelivery(queue, task, since);
  }

  removePoller(namespace: string, taskQueue: string, kind: TaskKind, poller: Poller): void {
    const queue = this.queue(namespace, taskQueue, kind);
    const index = queue.pollers.indexOf(poller);
    if (index >= 0) queue.pollers.splice(index, 1);
    queue.lastTaken.delete(poller);
    queue.lastPollTime = this.now();
  }

  /** A worker has free slots again. */
  slotsFreed(namespace: string, taskQueue: string, kind: TaskKind): void {
    this.offer(this.queue(namespace, taskQueue, kind));
  }

  hasPoller(namespace: string, taskQueue: string, kind: TaskKind): boolean {
    return this.queue(namespace, taskQueue, kind).pollers.length > 0;
  }

  /** True while a worker polls the queue, or did so within the given time. */
  polledWithin(namespace: string, taskQueue: string, kind: TaskKind, ms: number): boolean {
    const queue = this.queue(namespace, taskQueue, kind);
    return queue.pollers.length > 0 || (queue.lastPollTime >= 0 && this.now() - queue.lastPollTime < ms);
  }

  pollers(namespace: string, taskQueue: string, kind: TaskKind): PollerStats[] {
    const { pollers, lastTaken } = this.queue(namespace, taskQueue, kind);
    const now = this.now();
    return pollers.map((poller) => ({
      identity: poller.identity,
      lastPollTime: poller.accepts(kind) ? now : (lastTaken.get(poller) ?? now),
    }));
  }

  /** By priority key: of 3, which is the default, and of all that have had tasks. */
  stats(namespace: string, taskQueue: string, kind: TaskKind): Map<number, QueueStats> {
    const { backlog, rates } = this.queue(namespace, taskQueue, kind);
    const now = this.now();
    const waiting = backlog.waiting();
    const byKey = new Map<number, QueueStats>();
    for (let key = 1; key <= LOWEST_PRIORITY_KEY; key++) {
      const rate = rates[key];
      if (!rate && key !== DEFAULT_PRIORITY_KEY) continue;
      const ofKey = waiting.filter(({ task }) => priorityKeyOf(task) === key);
      byKey.set(key, {
        backlogCount: ofKey.length,
        backlogAgeMs: ofKey.reduce((age, { since }) => Math.max(age, now - since), 0),
        addRate: rate?.added.perSecond(now) ?? 0,
        dispatchRate: rate?.dispatched.perSecond(now) ?? 0,
      });
    }
    return byKey;
  }

  /** Queues with tasks that nobody takes; for error texts. */
  unserved(): { taskQueue: string; kind: TaskKind; tasks: string[] }[] {
    const out: { taskQueue: string; kind: TaskKind; tasks: string[] }[] = [];
    for (const { taskQueue, kind, backlog, pollers } of this.queues.values()) {
      const waiting = backlog.waiting();
      if (waiting.length === 0 || pollers.length > 0) continue;
      out.push({ taskQueue, kind, tasks: waiting.map(({ task }) => stepText({ kind: STEP_KIND[kind], ...task })) });
    }
    return out;
  }

  /** Queues that have workers; for error texts. */
  served(kind: TaskKind): string[] {
    return [...this.queues.values()].filter((q) => q.kind === kind && q.pollers.length > 0).map((q) => q.taskQueue);
  }

  add(namespace: string, taskQueue: string, kind: TaskKind, task: QueuedTask): void {
    const isIntercepted = this.isIntercepted?.(labelOf(kind, task), () =>
      this.enqueue(namespace, taskQueue, kind, task),
    );
    if (!isIntercepted) this.enqueue(namespace, taskQueue, kind, task);
  }

  private enqueue(namespace: string, taskQueue: string, kind: TaskKind, task: QueuedTask): void {
    const queue = this.queue(namespace, taskQueue, kind);
    const now = this.now();
    this.ratesOf(queue, task).added.count(now);
    if (queue.pollers.length === 0) this.onUnserved?.(namespace, taskQueue, kind);
    if (queue.pollers.length === 0) queue.backlog.add(task, now);
    else this.postDelivery(queue, task, now);
  }

  private postDelivery(queue: Queue, task: QueuedTask, since: number): void {
    this.postStep(queue, task, () => {
      if (task.isStale()) return;
      // A slot that is free because a task of the backlog is on its way to it is not free for others.
      const poller = queue.isOffering ? undefined : this.pick(queue, task.preferred);
      if (poller) return this.deliver(queue, task, poller);
      queue.backlog.add(task, since);
    });
  }

  /**
   * Where there is a free slot, the first task of the backlog becomes a step; when that has run, the next one does, as long as slots
   * are free. One at a time: steps for all of a long backlog would be as many again for each slot.
   */
  private offer(queue: Queue): void {
    if (queue.isOffering || !queue.pollers.some((poller) => poller.accepts(queue.kind))) return;
    const task = queue.backlog.first();
    if (!task) return;
    queue.isOffering = true;
    this.postStep(queue, task, () => {
      queue.isOffering = false;
      // By now a task of a higher priority may have come, or this one may have become stale: then the next offer is another.
      const poller = queue.backlog.first() === task ? this.pick(queue) : undefined;
      if (poller) queue.backlog.removeFirst();
      const delivered = poller && this.deliver(queue, task, poller);
      this.offer(queue);
      return delivered;
    });
  }

  private deliver(queue: Queue, task: QueuedTask, poller: Poller): void | Promise<void> {
    const now = this.now();
    this.ratesOf(queue, task).dispatched.count(now);
    const delivered = task.deliver(poller);
    if (!poller.accepts(queue.kind)) queue.lastTaken.set(poller, now);
    return delivered;
  }

  private ratesOf({ rates }: Queue, task: QueuedTask): Rates {
    const now = this.now();
    rates[priorityKeyOf(task)] ??= { added: new TaskRate(now), dispatched: new TaskRate(now) };
    return rates[priorityKeyOf(task)]!;
  }

  private postStep(queue: Queue, task: QueuedTask, run: Step['run']): void {
    this.post({ ...labelOf(queue.kind, task), drains: true, run });
  }

  private pick(queue: Queue, preferred?: Poller): Poller | undefined {
    if (preferred && queue.pollers.includes(preferred) && preferred.accepts(queue.kind)) return preferred;
    for (let i = 0; i < queue.pollers.length; i++) {
      const poller = queue.pollers[(queue.next + i) % queue.pollers.length]!;
      if (!poller.accepts(queue.kind)) continue;
      queue.next = (queue.next + i + 1) % queue.pollers.length;
      return poller;
    }
    return undefined;
  }

  private queue(namespace: string, taskQueue: string, kind: TaskKind): Queue {
    const { last } = this;
    if (last && last.queue.kind === kind && last.queue.taskQueue === taskQueue && last.namespace === namespace) {
      return last.queue;
    }
    const key = `${kind}\n${namespace}\n${taskQueue}`;
    let queue = this.queues.get(key);
    if (!queue) {
      queue = {
        ...{ taskQueue, kind, pollers: [], backlog: new Backlog(), rates: [], lastTaken: new Map() },
        ...{ isOffering: false, next: 0, lastPollTime: -1 },
      };
      this.queues.set(key, queue);
    }
    this.last = { namespace, queue };
    return queue;
  }
}
