/** The server limits the summary and the details of a standalone activity; those of workflows and their commands it takes as they are. */
import type { Payload, UserMetadata } from '../../base/api';
import { LIMITS } from '../execution/limits';
import { utf8Length } from '../policy/names';
import { invalidArgument } from '../status';

/** @throws INVALID_ARGUMENT where the summary or the details are too large. */
export function checkUserMetadata(metadata: UserMetadata | null | undefined): void {
  checkSize('summary', metadata?.summary, LIMITS.summaryBytes);
  checkSize('details', metadata?.details, LIMITS.detailsBytes);
}

function checkSize(field: string, payload: Payload | null | undefined, limit: number): void {
  const length = payload ? encodedBytes(payload) : 0;
  if (length <= limit) return;
  throw invalidArgument(`user_metadata.${field} exceeds size limit. Length=${length} Limit=${limit}`);
}

/** What a payload takes on the wire. The limits are so small that the metadata, with the name of the encoding, counts. */
function encodedBytes({ metadata, data }: Payload): number {
  let size = data?.length ? fieldBytes(data.length) : 0;
  for (const [key, value] of Object.entries(metadata ?? {})) {
    size += fieldBytes(fieldBytes(utf8Length(key)) + fieldBytes(value.length));
  }
  return size;
}

/** A protobuf field with so many bytes: its tag, its length as a varint, and the bytes. */
function fieldBytes(length: number): number {
  let lengthBytes = 1;
  for (let rest = length; rest >= 128; rest = Math.floor(rest / 128)) lengthBytes++;
  return 1 + lengthBytes + length;
}
