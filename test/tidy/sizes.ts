import ts from 'typescript';
import { nodesOf, placeOf, type SourceFile } from './source-file';

export const FILE_LINES_MAX = 400;
export const FUNCTION_LINES_MAX = 80;

/** Set if a file is too long to be one concept. */
export function longFile({ path, tree }: SourceFile): string[] {
  const lines = tree.getLineStarts().length - 1;
  return lines > FILE_LINES_MAX ? [`${path} has ${lines} lines, at most ${FILE_LINES_MAX} are right`] : [];
}

/** Functions that do not fit on a screen, one text each. */
export function longFunctions(file: SourceFile): string[] {
  const { tree } = file;
  const lineOf = (position: number) => tree.getLineAndCharacterOfPosition(position).line;
  return [...nodesOf(tree)]
    .filter((node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node) && 'body' in node && !!node.body)
    .map((node) => ({ node, lines: lineOf(node.end) - lineOf(node.getStart(tree)) + 1 }))
    .filter(({ lines }) => lines > FUNCTION_LINES_MAX)
    .map(({ node, lines }) => {
      const name = node.name?.getText(tree) ?? 'a function';
      return `${placeOf(file, node)} ${name} has ${lines} lines, at most ${FUNCTION_LINES_MAX} are right`;
    });
}
