/** The token by which an update says which state of a schedule it was made for: 8 bytes, big-endian. */

/** The number that a new schedule has; every change of its definition or state adds 1. */
export const INITIAL_CONFLICT_NUMBER = 1;

export function encodeConflictToken(count: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(count));
  return bytes;
}

/** 0 where the token is absent or too short: such an update is never in conflict. */
export function decodeConflictToken(token: Uint8Array | null | undefined): number {
  if (!token || token.length < 8) return 0;
  return Number(new DataView(token.buffer, token.byteOffset, 8).getBigUint64(0));
}
