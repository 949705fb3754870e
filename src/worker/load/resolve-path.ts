/** Finds the file that a path to workflow code means. */
import { existsSync, statSync } from 'node:fs';
import { extname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidInputError } from '../../base/errors';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
/** TypeScript names the compiled file in imports; the source is what is there before a build. */
const SOURCE_OF: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
};

/**
 * @param path An absolute path or a file URL: of a file, of one without its extension, or of a folder with an index file.
 * @param option Names the option in errors, such as `workflows`.
 * @throws InvalidInputError where there is no such file.
 */
export function resolveModulePath(path: string | URL, option: string): string {
  const given = path instanceof URL || path.startsWith('file:') ? fileURLToPath(path) : path;
  if (!isAbsolute(given)) {
    throw new InvalidInputError(
      `${option} is the relative path '${given}', which could mean several files: give an absolute one, such as require.resolve('${given}') or fileURLToPath(new URL('${given}', import.meta.url))`,
    );
  }
  const found = candidates(given).find(isFile);
  if (found) return found;
  const what = existsSync(given) ? `the folder '${given}' has no index file` : `there is no file '${given}'`;
  throw new InvalidInputError(
    `${option}: ${what}; give the path of a module that exports workflow functions (extensions tried: ${EXTENSIONS.join(', ')})`,
  );
}

function candidates(path: string): string[] {
  const extension = extname(path);
  const bare = path.slice(0, path.length - extension.length);
  return [
    path,
    ...EXTENSIONS.map((one) => path + one),
    ...(SOURCE_OF[extension] ?? []).map((one) => bare + one),
    ...EXTENSIONS.map((one) => join(path, `index${one}`)),
  ];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
