/** Exits with status 0 if node_modules is what package-lock.json says, else prints why not and exits with 1. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const read = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;

/** Why node_modules must be installed anew; undefined when it need not. */
function staleness() {
  if (!existsSync(path.join(root, 'node_modules/.package-lock.json'))) return 'node_modules is absent';
  const wanted = read('package-lock.json');
  const found = read('node_modules/.package-lock.json');
  for (const [name, { version, optional }] of Object.entries(wanted)) {
    if (name === '') continue;
    // Packages for other platforms are in the lock file only.
    if (!found[name] && !optional) return `${name} is not installed`;
    if (found[name] && found[name].version !== version) return `${name} is ${found[name].version}, not ${version}`;
  }
  return undefined;
}

const reason = staleness();
if (reason) console.log(reason);
process.exitCode = reason ? 1 : 0;
