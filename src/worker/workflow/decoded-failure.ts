import type { Failure } from '../../base/api';

/** What protobuf says of fields that are not set. */
const DEFAULTS = { message: '', source: '', stackTrace: '' };
const APPLICATION_DEFAULTS = { type: '' };

/**
 * A failure and its causes as they come out of a message: workflow code reads texts that are not set as empty ones, also the `type` of an
 * ApplicationFailure. (A client does not: it copies what it has decoded, and a copy has only what was set.)
 */
export function decodedFailure(failure: Failure): Failure {
  const decoded: Failure = Object.assign(Object.create(DEFAULTS), failure);
  const { cause, applicationFailureInfo } = failure;
  if (cause) decoded.cause = decodedFailure(cause);
  if (applicationFailureInfo && !applicationFailureInfo.type) {
    const { type: _none, ...info } = applicationFailureInfo;
    decoded.applicationFailureInfo = Object.assign(Object.create(APPLICATION_DEFAULTS), info);
  }
  return decoded;
}
