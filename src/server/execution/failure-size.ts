/** How large a failure is, and what the server keeps of one that is too large. */
import type { Failure, Payloads } from '../../base/api';
import { utf8Length } from '../policy/names';

/** What the protobuf encoding takes for each nested message, about. */
const OVERHEAD = 4;

export function payloadsBytes(payloads: Payloads | null | undefined): number {
  let size = 0;
  for (const payload of payloads?.payloads ?? []) size += payload.data?.length ?? 0;
  return size;
}

/** About the size of its encoding in bytes: texts, details, and all causes. */
export function failureBytes(failure: Failure): number {
  let size = 0;
  for (let f: Failure | null | undefined = failure; f; f = f.cause) {
    size += utf8Length(f.message ?? '') + utf8Length(f.stackTrace ?? '') + (f.source?.length ?? 0);
    size += (f.encodedAttributes?.data?.length ?? 0) + OVERHEAD;
    const { applicationFailureInfo: application, timeoutFailureInfo: timeout, canceledFailureInfo: canceled } = f;
    size += (application?.type?.length ?? 0) + payloadsBytes(application?.details);
    size += payloadsBytes(timeout?.lastHeartbeatDetails) + payloadsBytes(canceled?.details);
  }
  return size;
}

/**
 * The failure within a number of bytes, which go, in this order, to its type, source, message and stack trace, and then to its cause.
 * Whether it may be retried is kept; details and all other infos are not.
 */
export function truncateFailure(failure: Failure, bytes: number): Failure {
  let left = bytes;
  const within = (text: string | null | undefined): string => {
    const kept = prefixWithin(text ?? '', left);
    left -= utf8Length(kept);
    return kept;
  };
  const truncated: Failure = {};
  const { applicationFailureInfo: application, serverFailureInfo: server, cause } = failure;
  if (application) {
    truncated.applicationFailureInfo = { nonRetryable: application.nonRetryable, type: within(application.type) };
  } else if (server) {
    truncated.serverFailureInfo = { nonRetryable: server.nonRetryable };
  }
  truncated.source = within(failure.source);
  truncated.message = within(failure.message);
  truncated.stackTrace = within(failure.stackTrace);
  if (cause && left > OVERHEAD) truncated.cause = truncateFailure(cause, left - OVERHEAD);
  return truncated;
}

/** As much of a text as its UTF-8 fits, without half a character at its end. */
function prefixWithin(text: string, bytes: number): string {
  if (bytes <= 0) return '';
  const encoded = Buffer.from(text);
  if (encoded.length <= bytes) return text;
  let end = bytes;
  while (end > 0 && (encoded[end]! & 0xc0) === 0x80) end--;
  return encoded.toString('utf8', 0, end);
}

/** What stands for a failure that is too large; its cause is what is kept of it. */
export function tooLargeFailure(failure: Failure, nonRetryable: boolean, bytes: number): Failure {
  return {
    message: 'Failure exceeds size limit.',
    serverFailureInfo: { nonRetryable },
    cause: truncateFailure(failure, bytes),
  };
}
