/** Payloads and failures in one line, for people. */
import type { Failure, Payload, Payloads } from '../base/api';
import { TimeoutType } from '../base/enums';

const decoder = new TextDecoder();
const CAUSES_MAX = 10;

/** At most `max` characters, cut with an ellipsis; control characters (line breaks, terminal escapes) are spelled out. */
export function oneLine(text: string, max = 80): string {
  const cut = text.length > max ? `${text.slice(0, Math.max(0, max - 1))}…` : text;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal.
  return cut.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (c) => {
    if (c === '\n') return '\\n';
    return c === '\t' ? '\\t' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** JSON payloads as the JSON they hold, `binary/null` as null, others by encoding and size. */
export function payloadText(payload: Payload | null | undefined, max = 80): string {
  const encoding = metadataText(payload, 'encoding');
  const data = payload?.data ?? new Uint8Array();
  if (encoding === 'binary/null') return 'null';
  if (encoding === 'json/plain' || encoding === 'json/protobuf') {
    // What will be cut anyway need not be decoded; four bytes are the longest character.
    return oneLine(decoder.decode(data.length > max * 4 ? data.subarray(0, max * 4) : data), max);
  }
  return `<${oneLine(encoding || 'no encoding', 40)}, ${data.length} bytes>`;
}

/** Each payload of a list, with commas between. */
export function payloadsText(payloads: Payloads | readonly Payload[] | null | undefined, max = 80): string {
  const list =
    (payloads && 'length' in payloads ? payloads : (payloads as Payloads | null | undefined)?.payloads) ?? [];
  const texts: string[] = [];
  let length = 0;
  for (const payload of list) {
    if (length >= max) break;
    const text = payloadText(payload, max);
    length += text.length + 2;
    texts.push(text);
  }
  return oneLine(texts.join(', '), max);
}

function metadataText(payload: Payload | null | undefined, key: string): string {
  const value = payload?.metadata?.[key];
  return value ? decoder.decode(value) : '';
}

const TIMEOUT_NAMES: Record<number, string> = {
  [TimeoutType.START_TO_CLOSE]: 'start-to-close',
  [TimeoutType.SCHEDULE_TO_START]: 'schedule-to-start',
  [TimeoutType.SCHEDULE_TO_CLOSE]: 'schedule-to-close',
  [TimeoutType.HEARTBEAT]: 'heartbeat',
};

export function timeoutName(type: number | null | undefined): string {
  return TIMEOUT_NAMES[type ?? 0] ?? 'unknown';
}

/** `PaymentError: card declined (non-retryable) ← Error: 402`: the failure and its causes. */
export function failureText(failure: Failure | null | undefined, max = 120): string {
  const parts: string[] = [];
  for (let f = failure; f; f = f.cause) {
    if (parts.length === CAUSES_MAX) {
      parts.push('…');
      break;
    }
    parts.push(oneFailure(f));
  }
  return oneLine(parts.join(' ← '), max);
}

function oneFailure(failure: Failure): string {
  const message = failure.message ?? '';
  if (failure.applicationFailureInfo) {
    const { type, nonRetryable } = failure.applicationFailureInfo;
    return `${type ? `${type}: ` : ''}${message}${nonRetryable ? ' (non-retryable)' : ''}`;
  }
  if (failure.timeoutFailureInfo) return `${timeoutName(failure.timeoutFailureInfo.timeoutType)} timeout`;
  if (failure.activityFailureInfo) return `activity ${failure.activityFailureInfo.activityType?.name ?? ''} failed`;
  if (failure.childWorkflowExecutionFailureInfo) {
    return `child ${failure.childWorkflowExecutionFailureInfo.workflowType?.name ?? ''} failed`;
  }
  if (failure.canceledFailureInfo) return `canceled${message ? `: ${message}` : ''}`;
  if (failure.terminatedFailureInfo) return `terminated${message ? `: ${message}` : ''}`;
  return message;
}
