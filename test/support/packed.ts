/** The package as users install it: packed, and unpacked into a folder of node_modules. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.join(__dirname, '..', '..');
export const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
/** Nothing can be packed before `npm run build`. */
export const isBuilt = existsSync(path.join(ROOT, 'dist', 'index.js'));

/**
 * Packs, unpacks into node_modules of a folder, and links what package.json names, so that nothing else can be loaded. Gives the files.
 * @param others Packages that are linked, too, where they are installed.
 */
export function install(folder: string, others: readonly string[] = []): string[] {
  const options = { cwd: ROOT, encoding: 'utf8' as const };
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], options);
  const [{ filename, files }] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  const modules = path.join(folder, 'node_modules');
  mkdirSync(path.join(modules, 'worldline'), { recursive: true });
  execFileSync('tar', ['-xzf', filename, '-C', 'node_modules/worldline', '--strip-components=1'], { cwd: folder });
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  for (const name of new Set([...names, '@types/node', ...others])) {
    if (!isInstalled(name)) continue;
    const link = path.join(modules, name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), link);
  }
  return files.map((file) => file.path);
}

function isInstalled(name: string): boolean {
  return existsSync(path.join(ROOT, 'node_modules', name, 'package.json'));
}
