import type { Failure } from '../../../base/api';

/** Causes of the API's Signal/CancelExternalWorkflowExecutionFailedCause (the two enums agree on these). */
const NAMESPACE_NOT_FOUND = 2;
const SIGNAL_COUNT_LIMIT_EXCEEDED = 3;

const TEXTS = {
  signal: 'Unable to signal external workflow because it was not found',
  cancel: 'Unable to cancel external workflow because not found',
} as const;

/** The failure that workflow code sees where another workflow could not be signalled or cancelled. */
export function externalFailure(what: 'signal' | 'cancel', cause: number | null): Failure {
  if (cause === NAMESPACE_NOT_FOUND) {
    return {
      message: `Unable to ${what} external workflow because its namespace was not found`,
      applicationFailureInfo: { type: 'NamespaceNotFound' },
    };
  }
  if (what === 'signal' && cause === SIGNAL_COUNT_LIMIT_EXCEEDED) {
    return {
      message: 'The per-workflow signal limit was exceeded',
      applicationFailureInfo: { type: 'SignalCountLimitExceeded' },
    };
  }
  return { message: TEXTS[what], applicationFailureInfo: { type: 'ExternalWorkflowExecutionNotFound' } };
}
