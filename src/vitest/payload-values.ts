import { defaultPayloadConverter } from '@temporalio/common';
import type { Payloads } from '../base/api';

/** The values in a list of payloads, as the SDK's default converter reads them; what it cannot read stays a payload. */
export function payloadsToValues(payloads: Payloads | null | undefined): unknown[] {
  return (payloads?.payloads ?? []).map((payload) => {
    const encoding = Buffer.from(payload.metadata?.encoding ?? []).toString();
    const isPlain = ['json/plain', 'binary/plain', 'binary/null'].includes(encoding);
    return isPlain ? defaultPayloadConverter.fromPayload(payload) : payload;
  });
}
