/** The part of a stack trace that a user can do something about. */
import path from 'node:path';

/** Worldline itself, whether its source or its compiled code. */
const OWN = path.resolve(__dirname, '..') + path.sep;
const FOREIGN = /[( ]node:|[\\/]node_modules[\\/](@temporalio|commander)[\\/]|^\s*at (async )?<anonymous>$/;

/** The frames of an error's stack, without those of Node, of the SDK and of worldline. */
export function userFrames(stack: string | undefined): string[] {
  return (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line) && !FOREIGN.test(line) && !line.includes(OWN));
}
