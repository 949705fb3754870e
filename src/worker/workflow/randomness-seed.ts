const encoder = new TextEncoder();

/**
 * The seed of a run's random numbers: SipHash-1-3 with a zero key over the bytes of the original run id and a closing 0xff, as
 * SDK core has it, so that runs recorded on a real server replay with their own random numbers. 64-bit words are pairs of
 * 32-bit halves: BigInt would be ten times slower.
 */
export function randomnessSeed(originalRunId: string): number[] {
  const bytes = encoder.encode(originalRunId);
  const message = new Uint8Array(bytes.length + 1);
  message.set(bytes);
  message[bytes.length] = 0xff;
  return sipHash13(message);
}

/** Lower and upper halves of v0 … v3 in turn. */
type State = Int32Array;

function sipHash13(message: Uint8Array): number[] {
  const v: State = new Int32Array([
    0x70736575, 0x736f6d65, 0x6e646f6d, 0x646f7261, 0x6e657261, 0x6c796765, 0x79746573, 0x74656462,
  ]);
  const whole = message.length - (message.length % 8);
  for (let i = 0; i < whole; i += 8) compress(v, word(message, i, 4), word(message, i + 4, 4));
  const rest = message.length - whole;
  const low = word(message, whole, Math.min(rest, 4));
  const high = word(message, whole + 4, Math.max(rest - 4, 0)) | (message.length << 24);
  compress(v, low, high);
  v[4]! ^= 0xff;
  for (let i = 0; i < 3; i++) round(v);
  return bigEndian(v[1]! ^ v[3]! ^ v[5]! ^ v[7]!).concat(bigEndian(v[0]! ^ v[2]! ^ v[4]! ^ v[6]!));
}

function word(message: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value |= message[at + i]! << (8 * i);
  return value;
}

function compress(v: State, low: number, high: number): void {
  v[6]! ^= low;
  v[7]! ^= high;
  round(v);
  v[0]! ^= low;
  v[1]! ^= high;
}

function round(v: State): void {
  add(v, 0, 2);
  rotateLeft(v, 2, 13);
  xor(v, 2, 0);
  swap(v, 0);
  add(v, 4, 6);
  rotateLeft(v, 6, 16);
  xor(v, 6, 4);
  add(v, 0, 6);
  rotateLeft(v, 6, 21);
  xor(v, 6, 0);
  add(v, 4, 2);
  rotateLeft(v, 2, 17);
  xor(v, 2, 4);
  swap(v, 4);
}

function add(v: State, to: number, from: number): void {
  const low = (v[to]! >>> 0) + (v[from]! >>> 0);
  v[to + 1] = v[to + 1]! + v[from + 1]! + (low > 0xffffffff ? 1 : 0);
  v[to] = low;
}

function xor(v: State, to: number, from: number): void {
  v[to]! ^= v[from]!;
  v[to + 1]! ^= v[from + 1]!;
}

/** By less than 32 bits. */
function rotateLeft(v: State, at: number, by: number): void {
  const low = v[at]!;
  const high = v[at + 1]!;
  v[at] = (low << by) | (high >>> (32 - by));
  v[at + 1] = (high << by) | (low >>> (32 - by));
}

/** A rotation by 32 bits. */
function swap(v: State, at: number): void {
  const low = v[at]!;
  v[at] = v[at + 1]!;
  v[at + 1] = low;
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}
