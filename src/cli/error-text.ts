/** An error with its causes, for people. */
import { causesOf } from './exit-codes';

/** Texts that stand in the stack already are not printed twice. */
export function errorText(error: unknown): string {
  const chain = causesOf(error);
  if (chain.length === 0) return `thrown: ${String(error)}`;
  return chain.map((one, depth) => `${depth > 0 ? 'Caused by: ' : ''}${oneError(one)}`).join('\n');
}

function oneError(error: object): string {
  const { name, message, stack } = error as Error;
  const head = `${name ?? 'Error'}: ${message ?? ''}`;
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line) && !message.includes(line));
  return [head, ...frames.filter((line) => !isInternal(line))].join('\n');
}

/** Frames of Node and of worldline tell users nothing about their code. */
function isInternal(frame: string): boolean {
  return /\(?node:|[\\/]worldline[\\/](dist|src)[\\/]/.test(frame) || frame.includes(OWN_FOLDER);
}

const OWN_FOLDER = __dirname.replace(/cli$/, '');
