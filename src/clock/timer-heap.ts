/** What the heap needs of an entry. Entries know their slot, so that any of them can be removed in O(log n). */
export interface HeapEntry {
  readonly dueAt: number;
  /** Breaks ties of `dueAt`; unique within one heap, so that the order is total. */
  readonly sequence: number;
  /** Where the entry is; belongs to the heap, `NOT_IN_HEAP` outside it. */
  slot: number;
}

/** The slot of an entry that is in no heap. */
export const NOT_IN_HEAP = -1;

/** Children of a node. Four halves the depth of a binary heap, and the children of a node share a cache line. */
const ARITY = 4;

/** A priority queue ordered by `(dueAt, sequence)`: push, pop and remove in O(log n), peek in O(1). */
export class TimerHeap<T extends HeapEntry> {
  readonly #entries: T[] = [];
  /** `dueAt` of each slot. Kept apart, since most comparisons need no more, and numbers side by side are read faster than objects. */
  readonly #dueAts: number[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** The first entry, which stays. */
  peek(): T | undefined {
    return this.#entries[0];
  }

  /** Those that are due at a time, in their order. O(k log k), k being how many these are. */
  dueAt(time: number): T[] {
    const due: T[] = [];
    this.#collectDue(0, time, due);
    return due.sort((a, b) => a.dueAt - b.dueAt || a.sequence - b.sequence);
  }

  /** In no order. O(n). */
  some(matches: (entry: T) => boolean): boolean {
    return this.#entries.some(matches);
  }

  push(entry: T): void {
    this.#entries.push(entry);
    this.#dueAts.push(entry.dueAt);
    this.#siftUp(entry, this.#entries.length - 1);
  }

  /** Removes and returns the first entry. */
  pop(): T | undefined {
    const first = this.#entries[0];
    if (first !== undefined) this.remove(first);
    return first;
  }

  /** Removes an entry; false where it is not in this heap. */
  remove(entry: T): boolean {
    const slot = entry.slot;
    if (this.#entries[slot] !== entry) return false;
    entry.slot = NOT_IN_HEAP;
    const last = this.#entries.pop()!;
    this.#dueAts.pop();
    if (last !== entry) {
      // The last entry comes from another branch: it may belong above the hole or below it.
      this.#siftUp(last, slot);
      this.#siftDown(last, last.slot);
    }
    return true;
  }

  #collectDue(slot: number, time: number, due: T[]): void {
    if (slot >= this.#entries.length || this.#dueAts[slot]! > time) return;
    due.push(this.#entries[slot]!);
    for (let child = slot * ARITY + 1; child <= slot * ARITY + ARITY; child++) this.#collectDue(child, time, due);
  }

  #siftUp(entry: T, from: number): void {
    const dueAts = this.#dueAts;
    const entries = this.#entries;
    const { dueAt, sequence } = entry;
    let slot = from;
    while (slot > 0) {
      const parent = Math.floor((slot - 1) / ARITY);
      const parentDueAt = dueAts[parent]!;
      if (parentDueAt < dueAt || (parentDueAt === dueAt && entries[parent]!.sequence < sequence)) break;
      this.#put(entries[parent]!, parentDueAt, slot);
      slot = parent;
    }
    this.#put(entry, dueAt, slot);
  }

  #siftDown(entry: T, from: number): void {
    const dueAts = this.#dueAts;
    const entries = this.#entries;
    const { dueAt, sequence } = entry;
    let slot = from;
    for (let child = slot * ARITY + 1; child < entries.length; child = slot * ARITY + 1) {
      const first = this.#firstOf(child, Math.min(child + ARITY, entries.length));
      const firstDueAt = dueAts[first]!;
      if (dueAt < firstDueAt || (dueAt === firstDueAt && sequence < entries[first]!.sequence)) break;
      this.#put(entries[first]!, firstDueAt, slot);
      slot = first;
    }
    this.#put(entry, dueAt, slot);
  }

  /** Which of the slots from `start` up to `end` (not included) comes first. */
  #firstOf(start: number, end: number): number {
    const dueAts = this.#dueAts;
    let first = start;
    let firstDueAt = dueAts[start]!;
    for (let slot = start + 1; slot < end; slot++) {
      const dueAt = dueAts[slot]!;
      if (dueAt > firstDueAt) continue;
      if (dueAt === firstDueAt && this.#entries[slot]!.sequence > this.#entries[first]!.sequence) continue;
      first = slot;
      firstDueAt = dueAt;
    }
    return first;
  }

  #put(entry: T, dueAt: number, slot: number): void {
    this.#entries[slot] = entry;
    this.#dueAts[slot] = dueAt;
    entry.slot = slot;
  }
}
