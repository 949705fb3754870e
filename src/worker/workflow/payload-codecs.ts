import type { PayloadCodec } from '@temporalio/common';
import type { Payload } from '../../base/api';

/** Fields whose payloads codecs never touch, as in the real worker. */
const SKIPPED: ReadonlySet<string> = new Set(['headers', 'header', 'searchAttributes']);

/** Transforms a list of payloads that belong together. */
type Transform = (payloads: Payload[]) => Promise<Payload[]>;

function isPayload(value: object): value is Payload {
  return 'metadata' in value && 'data' in value;
}

/**
 * A copy of a job or command in which all payloads are transformed. Parts without payloads are shared with the original, which
 * is never changed: it may belong to a history.
 */
async function mapPayloads<T>(value: T, transform: Transform): Promise<T> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((item) => item && typeof item === 'object' && isPayload(item))) {
      return (await transform(value)) as T;
    }
    return (await Promise.all(value.map((item) => mapPayloads(item, transform)))) as T;
  }
  if (isPayload(value)) return (await transform([value]))[0] as T;
  if (Object.getPrototypeOf(value) !== Object.prototype && !hasOwnEntries(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, field] of Object.entries(value)) {
    const mapped = SKIPPED.has(key) ? field : await mapPayloads(field, transform);
    if (mapped === field) continue;
    copy ??= { ...(value as Record<string, unknown>) };
    copy[key] = mapped;
  }
  return (copy ?? value) as T;
}

/** Long and the like have a prototype of their own and hold nothing but numbers. */
function hasOwnEntries(value: object): boolean {
  return Object.values(value).some((field) => typeof field === 'object' && field !== null);
}

/** Applies the codecs as the SDK does: encoding in their order, decoding in reverse. */
export class PayloadCodecs {
  constructor(readonly codecs: readonly PayloadCodec[]) {}

  get isEmpty(): boolean {
    return this.codecs.length === 0;
  }

  decode<T>(value: T): Promise<T> {
    return mapPayloads(value, async (payloads) => {
      let decoded = payloads;
      for (const codec of this.codecs.toReversed()) decoded = await codec.decode(decoded);
      return decoded;
    });
  }

  encode<T>(value: T): Promise<T> {
    return mapPayloads(value, async (payloads) => {
      let encoded = payloads;
      for (const codec of this.codecs) encoded = await codec.encode(encoded);
      return encoded;
    });
  }
}
