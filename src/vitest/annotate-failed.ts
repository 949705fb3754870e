/** Annotations of a test that has failed. vitest has no hook between a test's failure and its end, and takes none after the failure. */

/** As much of vitest's task as is needed here. */
export interface FailedTask {
  readonly file: { readonly filepath: string };
  readonly result?: { state: string; readonly errors?: readonly { readonly stack?: string }[] };
}

/** Calls `annotate` as if the test still ran, and as if the call stood where the test has failed: the reporter for GitHub asks for a line. */
export function annotateFailed<T>({ file, result }: FailedTask, annotate: () => Promise<T>): Promise<T> {
  if (!result) return annotate();
  const { state } = result;
  const { prepareStackTrace } = Error;
  const frame = frameIn(file.filepath, result.errors?.[0]?.stack);
  result.state = 'run';
  // vitest finds the line in the stack of the call, within the call.
  Error.prepareStackTrace = (error) => `${error}\n${frame}`;
  try {
    return annotate();
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
    result.state = state;
  }
}

/** The innermost frame of a stack that is in a file; its first line, where there is none. */
function frameIn(file: string, stack = ''): string {
  const frame = stack.split('\n').find((line) => /^\s*at /.test(line) && line.includes(`${file}:`));
  return frame ?? `    at ${file}:1:1`;
}
