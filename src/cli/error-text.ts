/** An error with its causes, for people. */
import { inspect } from 'node:util';
import { userFrames } from '../sim/user-stack';
import { causesOf } from './exit-codes';

/** Each error of the chain with the lines of the user's code; a cause that the text before it tells already is left out. */
export function errorText(error: unknown): string {
  const chain = causesOf(error);
  if (chain.length === 0) return `thrown: ${inspect(error)}`;
  let text = '';
  for (const one of chain) {
    const head = `${one.name}: ${one.message}`;
    if (text && one.message && text.includes(one.message)) continue;
    const frames = userFrames(one.stack).filter((frame) => !head.includes(frame));
    text += [text ? `\nCaused by: ${head}` : head, ...frames].join('\n');
  }
  return text;
}
