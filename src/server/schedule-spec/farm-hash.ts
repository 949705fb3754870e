/** FarmHash's Fingerprint32, as far as schedules need it: for inputs of at least 13 bytes. */
import { invariant } from '../../base/errors';

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;
const MIX = 0xe6546b64;

const rotateRight = (word: number, bits: number): number => (word >>> bits) | (word << (32 - bits));

/** Takes a word into a running hash (the step of MurmurHash3). */
function combine(word: number, hash: number): number {
  return scramble(hash ^ Math.imul(rotateRight(Math.imul(word, C1), 17), C2));
}

const scramble = (hash: number): number => (Math.imul(rotateRight(hash, 19), 5) + MIX) | 0;

/** The 32-bit fingerprint, unsigned. */
export function fingerprint32(bytes: DataView): number {
  const length = bytes.byteLength;
  invariant(length >= 13, `a fingerprint needs 13 bytes or more, not ${length}`);
  return (length <= 24 ? hashMedium(bytes, length) : hashLong(bytes, length)) >>> 0;
}

function hashMedium(bytes: DataView, length: number): number {
  const at = (offset: number) => bytes.getInt32(offset, true);
  const half = length >>> 1;
  const [b, c, d, e, f] = [at(4), at(length - 8), at(half), at(0), at(length - 4)];
  let a = (rotateRight(at(half - 4), 12) + f) | 0;
  let h = (combine(c, (Math.imul(d, C1) + length) | 0) + a) | 0;
  a = (rotateRight(a, 3) + c) | 0;
  h = (combine(e, h) + a) | 0;
  a = (rotateRight((a + f) | 0, 12) + d) | 0;
  h = (combine(b, h) + a) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hashLong(bytes: DataView, length: number): number {
  const at = (offset: number) => bytes.getInt32(offset, true);
  const tail = (back: number) => Math.imul(rotateRight(Math.imul(at(length - back), C1), 17), C2);
  let h = scramble(scramble(length ^ tail(4)) ^ tail(16));
  let g = scramble(scramble(Math.imul(C1, length) ^ tail(8)) ^ tail(12));
  let f = (rotateRight((Math.imul(C1, length) + tail(20)) | 0, 19) + 113) | 0;
  const rounds = Math.floor((length - 1) / 20);
  for (let start = 0; start < rounds * 20; start += 20) {
    const [a, b, c, d, e] = [at(start), at(start + 4), at(start + 8), at(start + 12), at(start + 16)];
    h = (h + a) | 0;
    g = (g + b) | 0;
    f = (f + c) | 0;
    h = (combine(d, h) + e) | 0;
    g = (combine(c, g) + a) | 0;
    f = (combine((b + Math.imul(e, C1)) | 0, f) + d) | 0;
    f = (f + g) | 0;
    g = (g + f) | 0;
  }
  for (const bits of [11, 17]) g = Math.imul(rotateRight(g, bits), C1);
  for (const bits of [11, 17]) f = Math.imul(rotateRight(f, bits), C1);
  h = Math.imul(rotateRight(scramble((h + g) | 0), 17), C1);
  return Math.imul(rotateRight(scramble((h + f) | 0), 17), C1);
}
