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

  get size(): number {
    return this.#entries.length;
  }

  /** The first entry, which stays. */
  peek(): T | undefined {
    return this.#entries[0];
  }

  push(entry: T): void {
    this.#entries.push(entry);
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
    if (last !== entry) {
      // The last entry comes from another branch: it may belong above the hole or below it.
      this.#siftUp(last, slot);
      this.#siftDown(last, last.slot);
    }
    return true;
  }

  #siftUp(entry: T, from: number): void {
    const entries = this.#entries;
    let slot = from;
    while (slot > 0) {
      const parentSlot = Math.floor((slot - 1) / ARITY);
      const parent = entries[parentSlot]!;
      if (isBefore(parent, entry)) break;
      entries[slot] = parent;
      parent.slot = slot;
      slot = parentSlot;
    }
    entries[slot] = entry;
    entry.slot = slot;
  }

  #siftDown(entry: T, from: number): void {
    const entries = this.#entries;
    const size = entries.length;
    let slot = from;
    for (;;) {
      const firstChild = slot * ARITY + 1;
      if (firstChild >= size) break;
      let childSlot = firstChild;
      const end = Math.min(firstChild + ARITY, size);
      for (let i = firstChild + 1; i < end; i++) {
        if (isBefore(entries[i]!, entries[childSlot]!)) childSlot = i;
      }
      const child = entries[childSlot]!;
      if (isBefore(entry, child)) break;
      entries[slot] = child;
      child.slot = slot;
      slot = childSlot;
    }
    entries[slot] = entry;
    entry.slot = slot;
  }
}

function isBefore(a: HeapEntry, b: HeapEntry): boolean {
  return a.dueAt < b.dueAt || (a.dueAt === b.dueAt && a.sequence < b.sequence);
}
