/**
 * Conversions of the values of one attempt. A chain of promises through the SDK's helpers costs more than the conversion itself, so
 * only what takes codecs or type information goes that way.
 */
import type { ActivitySerializationContext, LoadedDataConverter, TypeInfo } from '@temporalio/common';
import { decodeArrayFromPayloads, encodeToPayload } from '@temporalio/common/lib/internal-non-workflow';
import type { Payload } from '../../base/api';

/** The arguments of an activity. */
export function decodeArgs(
  dataConverter: LoadedDataConverter,
  payloads: readonly Payload[],
  context: ActivitySerializationContext,
  types: readonly TypeInfo[] | undefined,
): unknown[] | Promise<unknown[]> {
  const { payloadConverter, payloadCodecs } = dataConverter;
  if (payloadCodecs.length > 0 || types) return decodeArrayFromPayloads(dataConverter, [...payloads], context, types);
  return payloads.map((payload) => payloadConverter.fromPayload(payload, context));
}

/** The payload of a result. */
export function encodeResult(
  dataConverter: LoadedDataConverter,
  result: unknown,
  context: ActivitySerializationContext,
  type: TypeInfo | undefined,
): Payload | Promise<Payload> {
  const { payloadConverter, payloadCodecs } = dataConverter;
  if (payloadCodecs.length > 0 || type) return encodeToPayload(dataConverter, result, context, type);
  return payloadConverter.toPayload(result, context);
}
