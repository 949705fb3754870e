/** A bundle as one text, as `workflowBundle` carries it: it may be copied, stored in a file, and read again elsewhere. */
import type { Bundle, BundleInput, SourceMapJson } from './bundle';

/** In place of code: the paths of modules that the process loads by itself. */
const MODULES_HEAD = '//worldline-workflow-modules ';
const HEAD = '//worldline-workflow-bundle ';
const MAP = 'sourceMappingURL=data:application/json;base64,';

/** Bundles that have been read, so that workers that share one compile it once. */
const known = new Map<string, Bundle>();
const KNOWN_MAX = 32;

export function bundleText(bundle: Bundle): string {
  const text = `${HEAD}${JSON.stringify({ filename: bundle.filename })}\n${bundle.code}`;
  remember(text, bundle);
  return text;
}

/** The text of modules that are not bundled, since the process loads them by itself. */
export function modulesText(input: BundleInput): string {
  return `${MODULES_HEAD}${JSON.stringify(input)}\n`;
}

/** Undefined: it is no text of modules. */
export function parseModulesText(text: string): BundleInput | undefined {
  return text.startsWith(MODULES_HEAD) ? (JSON.parse(text.slice(MODULES_HEAD.length)) as BundleInput) : undefined;
}

/** Undefined: it is no bundle of worldline. */
export function parseBundleText(text: string): Bundle | undefined {
  if (!text.startsWith(HEAD)) return undefined;
  const found = known.get(text);
  if (found) return found;
  const end = text.indexOf('\n');
  const { filename } = JSON.parse(text.slice(HEAD.length, end)) as { filename: string };
  const map = text.slice(text.lastIndexOf(MAP) + MAP.length);
  const sourceMap = JSON.parse(Buffer.from(map, 'base64').toString()) as SourceMapJson;
  const bundle = { filename, code: text.slice(end + 1), sourceMap, inputs: [] };
  remember(text, bundle);
  return bundle;
}

function remember(text: string, bundle: Bundle): void {
  if (known.size >= KNOWN_MAX) known.delete(known.keys().next().value!);
  known.set(text, bundle);
}
