/** Stands in for the deep import `@temporalio/worker/lib/utils`. */
export const MiB = 1024 ** 2;

export function toMB(bytes: number, fractionDigits = 2): string {
  return (bytes / MiB).toFixed(fractionDigits);
}

export function byteArrayToBuffer(array: Uint8Array): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}
