import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..', '..');

/** One file of this repository, parsed. Paths are relative to its root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

/** All TypeScript files below a folder, recordings of other programs left out. */
export function sourceFiles(folder: string): SourceFile[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.split(path.sep).join('/')}`)
    .filter((file) => /\.m?ts$/.test(file) && !/^test\/(conformance\/kit|programs\/corpus)\//.test(file))
    .sort()
    .map((file) => parse(file, readFileSync(path.join(ROOT, file), 'utf8')));
}

/** A file from its text, whether it exists or not. */
export function parse(file: string, text: string): SourceFile {
  return { path: file, tree: ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true) };
}

/** Every module that a file imports, exports from or requires, types included. */
export function importsOf(file: SourceFile): string[] {
  return ts.preProcessFile(file.tree.text, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The path of what a relative import names, without its extension. */
export function resolveImport(file: SourceFile, specifier: string): string {
  return path.posix.join(path.posix.dirname(file.path), specifier);
}

/** `path:line` of a node. */
export function placeOf({ path: file, tree }: SourceFile, node: ts.Node): string {
  return `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
}

/** Every node of a file, in its order. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}
