import type { Execution } from '../server/execution/execution';

/** Somebody who waits for the future: while there is one, and nothing can run now, time moves. */
export interface Waiter {
  describe(): string;
  /** The run that can end the wait, where there is one. */
  readonly execution?: Execution;
  /** Ends the wait with an error. */
  fail(error: Error): void;
}

export class Waits {
  private readonly waiters = new Set<Waiter>();
  private end: Error | undefined;
  private changes = 0;

  get size(): number {
    return this.waiters.size;
  }

  /** Where nothing will ever run again, the wait ends at once. */
  add(waiter: Waiter): void {
    this.changes++;
    if (this.end) waiter.fail(this.end);
    else this.waiters.add(waiter);
  }

  remove(waiter: Waiter): void {
    this.waiters.delete(waiter);
  }

  /** A number that stays the same only while nobody's wait begins and nothing happens in a run that is waited for. */
  progress(): number {
    let progress = this.changes;
    for (const { execution } of this.waiters) progress += execution?.stateTransitionCount ?? 0;
    return progress;
  }

  toArray(): Waiter[] {
    return [...this.waiters];
  }

  /** Ends all waits that match. */
  fail(error: Error, matches: (waiter: Waiter) => boolean = () => true): void {
    for (const waiter of [...this.waiters]) {
      if (!matches(waiter)) continue;
      this.waiters.delete(waiter);
      waiter.fail(error);
    }
  }

  /** Nothing runs any more: ends all waits, and those to come. */
  close(error: Error): void {
    this.end = error;
    this.fail(error);
  }
}
