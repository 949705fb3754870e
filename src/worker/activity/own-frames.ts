/** Stack traces in failures end where user code ends, as those of the SDK do. */
import type { Failure } from '../../base/api';

/** The frames of this folder that call user code, in source and in compiled form. */
const OWN_FRAME = /[\\/]worker[\\/]activity[\\/]activity-attempt\.[cm]?[jt]s\b/;
/** The outermost of them. What lies beneath it is the machinery that starts an attempt. */
const OUTERMOST_OWN_FRAME = /\bActivityAttempt\.execute\b/;

/** A failure without worldline's frames in its stack traces and in those of its causes. */
export function withoutOwnFrames(failure: Failure): Failure {
  // A copy: the failure may belong to an error that user code still holds.
  return {
    ...failure,
    stackTrace: failure.stackTrace && cutStack(failure.stackTrace),
    cause: failure.cause && withoutOwnFrames(failure.cause),
  };
}

function cutStack(stack: string): string {
  const lines: string[] = [];
  for (const line of stack.split('\n')) {
    if (!OWN_FRAME.test(line)) lines.push(line);
    else if (OUTERMOST_OWN_FRAME.test(line)) break;
  }
  return lines.join('\n');
}
