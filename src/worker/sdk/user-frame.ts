import path from 'node:path';

/** Our own code, and the SDK's, stand between workflow code and what is watched. */
const OWN = path.resolve(__dirname, '..') + path.sep;
const FOREIGN = /node:|[\\/]node_modules[\\/]@temporalio[\\/]|\(<anonymous>\)$|^\s*at <anonymous>$/;

/** Deep enough for a stack that passes through a chain of interceptors. */
const FRAMES_MAX = 50;

/** The stack of the caller. */
export function captureStack(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = FRAMES_MAX;
  try {
    return new Error().stack ?? '';
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The innermost frame of user code, as `function (file:line:column)`; undefined where there is none. */
export function userFrame(stack: string): string | undefined {
  const frame = stack
    .split('\n')
    .slice(1)
    .find((line) => /^\s+at /.test(line) && !FOREIGN.test(line) && !line.includes(OWN));
  return frame?.trim().replace(/^at (async )?/, '');
}
