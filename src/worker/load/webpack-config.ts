/** What can be taken over of a `webpackConfigHook`, the SDK's way to change how workflow code is bundled. */

/** The SDK's type is webpack's whole configuration. */
export type WebpackConfigHook = (config: any) => any;

/** How modules are found, beside the usual way. */
export interface Resolution {
  /** Names of modules, and the global variable that is the module. */
  readonly globals?: Readonly<Record<string, string>>;
  /** Names of modules, and what is meant instead: another module or file, or `false` for an empty one. */
  readonly alias?: Readonly<Record<string, string | false>>;
  /** The SDK's check of what workflow code may import has been taken out; what is not allowed is then an empty module. */
  readonly allowsAll?: boolean;
  /** Modules that are evaluated before any other, in each run: polyfills. */
  readonly preloads?: readonly string[];
}

/** What the SDK's bundler begins with: the entry that it has written. */
const ENTRY = 'worldline-entry';

export function resolutionOf(hook: WebpackConfigHook | undefined): Resolution {
  if (!hook) return {};
  // The SDK's own `externals` is the function that looks for modules that are not allowed.
  const check = () => undefined;
  const given = {
    entry: [ENTRY],
    externals: check,
    resolve: { alias: {} },
    module: { rules: [] },
    plugins: [],
    optimization: {},
  };
  const config = hook(given);
  const externals = [config?.externals].flat();
  return {
    globals: texts(externals),
    alias: aliasOf(config?.resolve?.alias),
    allowsAll: !externals.includes(check),
    preloads: preloadsOf([config?.entry].flat()),
  };
}

/** What stands before the SDK's entry. */
function preloadsOf(entry: readonly unknown[]): string[] {
  return entry.slice(0, Math.max(0, entry.indexOf(ENTRY))).filter((one) => typeof one === 'string');
}

function texts(externals: readonly unknown[]): Record<string, string> {
  const all = Object.assign({}, ...externals.filter((one) => typeof one === 'object')) as object;
  return Object.fromEntries(Object.entries(all).filter(([, value]) => typeof value === 'string'));
}

function aliasOf(alias: unknown): Record<string, string | false> {
  const known = ([, value]: [string, unknown]) => typeof value === 'string' || value === false;
  return Object.fromEntries(Object.entries((alias ?? {}) as object).filter(known)) as Record<string, string | false>;
}
