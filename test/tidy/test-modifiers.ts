import ts from 'typescript';
import { nodesOf, placeOf, type SourceFile } from './source-file';

const SUBJECT = /^(it|test|describe|bench|suite)\b/;

/** Tests that run alone, and tests that are left out without a comment above that gives the reason, one text each. */
export function looseModifiers(file: SourceFile): string[] {
  const found: string[] = [];
  for (const node of nodesOf(file.tree)) {
    if (!ts.isPropertyAccessExpression(node) || !SUBJECT.test(node.expression.getText(file.tree))) continue;
    const name = node.name.text;
    if (name === 'only') found.push(`${placeOf(file, node)} runs alone: delete \`.only\``);
    if (['skip', 'skipIf', 'runIf', 'todo', 'fails'].includes(name) && !hasCommentAbove(file, node)) {
      found.push(`${placeOf(file, node)} has \`.${name}\` without a comment above it that gives the reason`);
    }
  }
  return found;
}

function hasCommentAbove({ tree }: SourceFile, node: ts.Node): boolean {
  const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
  const above = line === 0 ? '' : tree.text.split('\n')[line - 1]!.trim();
  return above.startsWith('//') || above.endsWith('*/');
}
