/** Ids come from (seed, counter), never from a draw: the same seed gives the same ids in the same order. */

const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The finalizer of MurmurHash3: every bit of the input reaches every bit of the output. */
function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A 32-bit hash of a text (FNV-1a, finalized). */
export function hashText(text: string, start = 0): number {
  let h = (0x811c9dc5 ^ start) | 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return mix(h);
}

/** Eight digits. */
export function hex32(word: number): string {
  return HEX[word >>> 24]! + HEX[(word >>> 16) & 255]! + HEX[(word >>> 8) & 255]! + HEX[word & 255]!;
}

/** Counters above this have twelve hexadecimal digits. */
const COUNTER_START = 0x100000000000;

/** An endless series of UUIDs (shaped as version 4), named so that several series of one seed do not meet. */
export class IdSource {
  private readonly base: number;
  private readonly prefix: string;
  private counter = 0;

  constructor(seed: number | string, series = '') {
    this.base = hashText(`${seed}/${series}`);
    this.prefix = `${hex32(this.base)}-${hex32(mix(~this.base)).slice(0, 4)}-4000-8000-`;
  }

  /** One for places that only need to differ from each other: cheaper, and not scattered. */
  next(): string {
    return this.prefix + (COUNTER_START + ++this.counter).toString(16);
  }

  uuid(): string {
    const n = ++this.counter;
    const a = hex32(mix(this.base ^ Math.imul(n, 0x9e3779b1)));
    const b = hex32(((mix(this.base + Math.imul(n, 0x85ebca77)) & 0xffff0fff) | 0x4000) >>> 0);
    const c = hex32(((mix(~this.base ^ Math.imul(n, 0xc2b2ae3d)) & 0x3fffffff) | 0x80000000) >>> 0);
    const d = hex32(mix(n ^ Math.imul(this.base, 0x27d4eb2f)));
    return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
  }
}
