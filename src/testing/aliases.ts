/** What stands in for which package, for the configurations of test runners. */
import path from 'node:path';

const ROOT = path.dirname(__dirname);
/** In a checkout the sources are loaded, which are TypeScript. */
const IS_SOURCE = __filename.endsWith('.ts');

/** How the runner loads modules. */
export type ModuleFormat = 'js' | 'mjs';

/**
 * Pairs of what is imported and the file that is meant. Deep imports of `@temporalio/worker` have counterparts as far as tests are known
 * to use them.
 */
export function aliases(format: ModuleFormat): [RegExp, string][] {
  // On a real server the real worker runs; environments are made here, since they lead there.
  const isOnTarget = Boolean(process.env.WORLDLINE_TARGET);
  const file = (name: string, extension: string) => path.join(ROOT, `${name}.${IS_SOURCE ? 'ts' : extension}`);
  const testing: [RegExp, string] = [/^@temporalio\/testing$/, file('testing/index', format)];
  if (isOnTarget) return [testing];
  return [
    testing,
    [/^@temporalio\/worker$/, file('worker-compat/index', format)],
    [/^@temporalio\/worker\/lib\/(utils|errors|worker|worker-options|pkg)$/, file('worker-compat/lib/$1', 'js')],
  ];
}

/** The file that is meant; undefined: nothing stands in for it. */
export function aliasOf(specifier: string, format: ModuleFormat): string | undefined {
  if (!specifier.startsWith('@temporalio/')) return undefined;
  for (const [find, file] of aliases(format)) if (find.test(specifier)) return specifier.replace(find, file);
  return undefined;
}

/** The SDK's own packages keep what they import, and so does worldline. */
export function isLeftAlone(importer: string | null | undefined): boolean {
  return (
    !!importer && (/[\\/]node_modules[\\/]@temporalio[\\/]/.test(importer) || importer.startsWith(ROOT + path.sep))
  );
}
