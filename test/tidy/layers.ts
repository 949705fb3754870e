import { importsOf, resolveImport, type SourceFile } from './source-file';

/** From the top: a folder imports only from those below its line. `index` is src/index.ts, the public surface. */
const LAYERS: readonly (readonly string[])[] = [
  ['cli', 'pages'],
  ['vitest', 'register', 'register-hooks'],
  ['testing'],
  ['worker-compat'],
  ['index', 'fast-check'],
  ['explore'],
  ['report'],
  ['lab'],
  ['check'],
  ['sim'],
  ['faults'],
  ['server', 'worker'],
  ['history'],
  ['clock'],
  ['base'],
];

const RULE = LAYERS.map((layer) => layer.join('|')).join(' > ');

/** What a file of src may not import, one text each. */
export function wrongDirections(file: SourceFile): string[] {
  const from = folderOf(file.path);
  return importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => resolveImport(file, specifier))
    .filter((target) => target.startsWith('src') && !mayImport(from, folderOf(target)))
    .map((target) => `${file.path} imports ${target}, but the direction is ${RULE}`);
}

function mayImport(from: string, to: string): boolean {
  return from === to || rankOf(from) < rankOf(to);
}

function rankOf(folder: string): number {
  const rank = LAYERS.findIndex((layer) => layer.includes(folder));
  if (rank === -1) throw new Error(`src/${folder} has no layer: place it in test/tidy/layers.ts`);
  return rank;
}

/** `sim` for src/sim/world.ts; a file in src itself is its own layer. */
function folderOf(file: string): string {
  return (
    file
      .replace(/^src\/?/, '')
      .split('/', 1)[0]!
      .replace(/\.m?ts$/, '') || 'index'
  );
}

/**
 * Folders that import each other, directly or in a ring, one text for each folder. A folder and its subfolders count as one
 * thing with its parts, so that what both of them need may stand in the outer one.
 */
export function folderCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map<string, Map<string, string>>();
  for (const file of files) {
    for (const specifier of importsOf(file).filter((one) => one.startsWith('.'))) {
      const [from, to] = [parentOf(file.path), parentOf(resolveImport(file, specifier))];
      if (isWithin(from, to) || isWithin(to, from)) continue;
      const targets = edges.get(from) ?? new Map<string, string>();
      targets.set(to, `${file.path} imports ${specifier}`);
      edges.set(from, targets);
    }
  }
  return [...edges.keys()].flatMap((folder) => {
    const ring = pathBack(edges, folder);
    return ring ? [`${folder} is part of a ring: ${ring.join('; ')}`] : [];
  });
}

/** The shortest way from a folder back to itself, as the imports that make it. */
function pathBack(edges: ReadonlyMap<string, ReadonlyMap<string, string>>, start: string): string[] | undefined {
  const seen = new Set<string>();
  let ways: { folder: string; imports: string[] }[] = [{ folder: start, imports: [] }];
  while (ways.length > 0) {
    const next: typeof ways = [];
    for (const { folder, imports } of ways) {
      for (const [to, why] of edges.get(folder) ?? []) {
        if (to === start) return [...imports, why];
        if (!seen.has(to)) next.push({ folder: to, imports: [...imports, why] });
        seen.add(to);
      }
    }
    ways = next;
  }
  return undefined;
}

function parentOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/'));
}

function isWithin(folder: string, outer: string): boolean {
  return folder === outer || folder.startsWith(`${outer}/`);
}
