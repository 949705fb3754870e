/** The part of `worldline/register` for ES modules. Node runs it in a thread of its own. */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { aliasOf, isLeftAlone } from './testing/aliases.js';

interface Context {
  readonly parentURL?: string;
}

type Next = (specifier: string, context: Context) => unknown;

export function resolve(specifier: string, context: Context, next: Next): unknown {
  const { parentURL } = context;
  const parent = parentURL?.startsWith('file:') ? fileURLToPath(parentURL) : undefined;
  const file = isLeftAlone(parent) ? undefined : aliasOf(specifier, 'mjs');
  return file ? { url: pathToFileURL(file).href, format: 'module', shortCircuit: true } : next(specifier, context);
}
