/** What an event holds, in full, as plain values for people: payloads decoded, durations in words, nothing that is absent. */
import type { Payload } from '../base/api';
import type { AnyEvent } from '../history/event';
import { durationText } from '../history/time-text';

/** Longer texts are cut: a page is for reading. */
const TEXT_MAX = 20_000;
const decoder = new TextDecoder();

export function eventDetails({ attributes, userMetadata }: AnyEvent): Record<string, unknown> {
  const details = plain(attributes) as Record<string, unknown> | undefined;
  const metadata = userMetadata ? plain(userMetadata) : undefined;
  return { ...details, ...(metadata !== undefined && { userMetadata: metadata }) };
}

/** undefined: there is nothing to show. */
function plain(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return value;
  if (value instanceof Uint8Array) return value.length === 0 ? undefined : `<${value.length} bytes>`;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((one) => plain(one) ?? null);
  if (isLong(value)) return value.toString();
  if (isPayload(value)) return payloadValue(value);
  if (isDuration(value)) return durationText(Number(value.seconds ?? 0) * 1000 + (value.nanos ?? 0) / 1e6);
  const { payloads } = value as { payloads?: unknown };
  if (Array.isArray(payloads) && Object.keys(value).length === 1) return plain(payloads);
  const entries = Object.entries(value).flatMap(([key, one]) => {
    const shown = plain(one);
    return shown === undefined ? [] : [[key, shown] as const];
  });
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

function payloadValue({ metadata, data }: Payload): unknown {
  const encoding = metadata?.encoding ? decoder.decode(metadata.encoding) : '';
  const bytes = data ?? new Uint8Array();
  if (encoding === 'binary/null') return null;
  if (!encoding.startsWith('json/')) return `<${cut(encoding) || 'no encoding'}, ${bytes.length} bytes>`;
  const text = decoder.decode(bytes);
  if (text.length > TEXT_MAX) return cut(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function cut(text: string): string {
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}… (${text.length} characters)` : text;
}

function isPayload(value: object): value is Payload {
  return (value as Payload).metadata?.encoding instanceof Uint8Array;
}

function isLong(value: object): boolean {
  return 'low' in value && 'high' in value && 'unsigned' in value;
}

function isDuration(value: object): value is { seconds?: unknown; nanos?: number | null } {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => key === 'seconds' || key === 'nanos');
}
