/** What bundled workflow code gets when it requires a module that is not in its bundle. */
import { createRequire } from 'node:module';
import { moduleKind } from './module-policy';

/** Only these parts of the built-in modules exist in the real worker's sandbox. */
const BUILTINS: Readonly<Record<string, () => unknown>> = {
  assert: () => require('node:assert'),
  url: () => ({ URL, URLSearchParams }),
  util: () => ({ TextEncoder, TextDecoder }),
};

/** @param workflowsPath Where to look for a package that is not found from here. */
export function externalRequire(workflowsPath: string): (specifier: string) => unknown {
  const fromUser = createRequire(workflowsPath);
  const loaded = new Map<string, unknown>();
  return (specifier) => {
    if (!loaded.has(specifier)) loaded.set(specifier, load(specifier, fromUser));
    return loaded.get(specifier);
  };
}

function load(specifier: string, fromUser: NodeJS.Require): unknown {
  if (moduleKind(specifier, []) === 'allowed builtin') return BUILTINS[specifier]!();
  // The SDK's packages hold classes and storages: the instance that runs workflows must be the one that workflow code sees.
  let path: string;
  try {
    path = require.resolve(specifier);
  } catch {
    path = fromUser.resolve(specifier);
  }
  return require(path);
}
