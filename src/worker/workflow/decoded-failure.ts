import type { Failure } from '../../base/api';

/** What protobuf says of fields that are not set. */
const DEFAULTS = { message: '', source: '', stackTrace: '' };

/** A failure as it comes out of a message: converters read texts that are not set as empty ones; a copy does not have them. */
export function decodedFailure(failure: Failure): Failure {
  return Object.assign(Object.create(DEFAULTS), failure) as Failure;
}
