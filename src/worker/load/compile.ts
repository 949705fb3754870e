/** Compiles the text of a module as a function. */
import { compileFunction } from 'node:vm';

type AnyFunction = (...args: any[]) => any;

/** Test runners such as jest run tests in a context of their own, with globals of its own; `node:vm` compiles for the main one. */
const isMainContext: boolean = compileFunction('return globalThis')() === globalThis;

/** The function that a text is the body of, in the context that this code runs in, with a file name for stacks and debuggers. */
export function compileBody(code: string, parameters: string[], filename: string): AnyFunction {
  if (isMainContext) return compileFunction(code, parameters, { filename }) as AnyFunction;
  // biome-ignore lint/security/noGlobalEval: the one way to compile for this context that keeps the lines of the text
  const evaluate = globalThis.eval;
  return evaluate(`(function (${parameters.join(', ')}) {${code}\n})\n//# sourceURL=${filename}`) as AnyFunction;
}
