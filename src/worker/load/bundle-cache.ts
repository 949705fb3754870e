/** Bundles are made once for a process, and again when a file has changed. */
import { statSync } from 'node:fs';
import { type Bundle, type BundleInput, bundleWorkflows } from './bundle';

interface Entry {
  readonly bundle: Promise<Bundle>;
  /** By path: modification time and size. Undefined while the bundle is being made. */
  stamps?: ReadonlyMap<string, string>;
}

const entries = new Map<string, Entry>();

/** The bundle of these files as they are now. Throws like `bundleWorkflows`; an error is not remembered. */
export async function cachedBundle(input: BundleInput): Promise<Bundle> {
  const key = JSON.stringify(input);
  const known = entries.get(key);
  if (known && !isStale(known)) return known.bundle;
  const entry: Entry = { bundle: bundleWorkflows(input) };
  entries.set(key, entry);
  try {
    const bundle = await entry.bundle;
    entry.stamps = new Map(bundle.inputs.map((path) => [path, stamp(path)]));
    return bundle;
  } catch (error) {
    entries.delete(key);
    throw error;
  }
}

function isStale({ stamps }: Entry): boolean {
  return stamps !== undefined && [...stamps].some(([path, before]) => stamp(path) !== before);
}

function stamp(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : 'missing';
}
