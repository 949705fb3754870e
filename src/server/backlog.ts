/** Tasks of a queue that wait for a worker: a list for each priority. */
import type { QueuedTask } from './matching';

export const LOWEST_PRIORITY_KEY = 5;
export const DEFAULT_PRIORITY_KEY = 3;
/** Taken tasks stay in front of a level's array until there are this many, so that taking one costs nothing. */
const TAKEN_MAX = 1024;

/** The key that counts, between 1 and 5. */
export function priorityKeyOf({ priorityKey }: QueuedTask): number {
  return Math.min(Math.max(priorityKey || DEFAULT_PRIORITY_KEY, 1), LOWEST_PRIORITY_KEY);
}

export interface Waiting {
  readonly task: QueuedTask;
  /** When it came to the queue, in virtual milliseconds. */
  readonly since: number;
}

interface Level {
  readonly waiting: Waiting[];
  /** Index of the first task that has not been taken. */
  head: number;
}

export class Backlog {
  private readonly levels: readonly Level[] = Array.from({ length: LOWEST_PRIORITY_KEY }, () => ({
    waiting: [],
    head: 0,
  }));

  add(task: QueuedTask, since: number): void {
    this.levels[priorityKeyOf(task) - 1]!.waiting.push({ task, since });
  }

  /** The task whose turn it is, which stays; stale ones before it are dropped. */
  first(): QueuedTask | undefined {
    for (const level of this.levels) {
      for (let next = level.waiting[level.head]; next; next = level.waiting[level.head]) {
        if (!next.task.isStale()) return next.task;
        this.drop(level);
      }
    }
    return undefined;
  }

  /** Removes the task that `first` gives. */
  removeFirst(): void {
    const level = this.levels.find(({ waiting, head }) => head < waiting.length);
    if (level) this.drop(level);
  }

  /** Those that are not stale, in the order of their turns. */
  waiting(): Waiting[] {
    return this.levels.flatMap(({ waiting, head }) => waiting.slice(head).filter(({ task }) => !task.isStale()));
  }

  clear(): void {
    for (const level of this.levels) {
      level.waiting.length = 0;
      level.head = 0;
    }
  }

  private drop(level: Level): void {
    level.head++;
    if (level.head < level.waiting.length && level.head < TAKEN_MAX) return;
    if (level.head * 2 < level.waiting.length) return;
    level.waiting.splice(0, level.head);
    level.head = 0;
  }
}
