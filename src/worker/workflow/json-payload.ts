import type { Payload } from '../../base/api';

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const JSON_PLAIN = encoder.encode('json/plain');

/** A value as core writes it into markers and search attributes: plain JSON, past all converters and codecs. */
export function jsonPayload(value: unknown): Payload {
  return { metadata: { encoding: JSON_PLAIN }, data: encoder.encode(JSON.stringify(value)) };
}

export function readJsonPayload(payload: Payload): unknown {
  return JSON.parse(decoder.decode(payload.data ?? undefined));
}
