import ts from 'typescript';
import { nodesOf, placeOf, type SourceFile } from './source-file';

/** Where time and chance come from instead. */
const USE = {
  now: '`now` comes as an argument; only the world has the clock (src/clock/virtual-clock.ts)',
  timer: 'a timer of the virtual clock, or what src/clock has for real I/O',
  choice: 'a value that the chooser drew, as an argument',
  id: 'an id from the seed and a counter (src/base/ids.ts)',
};

/** Members that read a clock or a random source. */
const MEMBERS: Readonly<Record<string, string>> = {
  'Date.now': USE.now,
  'performance.now': USE.now,
  'process.hrtime': USE.now,
  'process.uptime': USE.now,
  'Math.random': USE.choice,
  'crypto.randomUUID': USE.id,
  'crypto.randomBytes': USE.id,
  'crypto.getRandomValues': USE.choice,
};

/** Globals, and names that Node's own modules export. */
const NAMES: Readonly<Record<string, string>> = {
  setTimeout: USE.timer,
  setInterval: USE.timer,
  setImmediate: USE.timer,
  randomUUID: USE.id,
  randomBytes: USE.id,
};

export interface Finding {
  what: string;
  text: string;
}

/** Each use of real time, real timers or real chance in a file. */
export function realTimeAndChance(file: SourceFile): Finding[] {
  const found: Finding[] = [];
  const report = (node: ts.Node, what: string, instead: string) =>
    found.push({ what, text: `${placeOf(file, node)} uses ${what}; right is: ${instead}` });
  for (const node of nodesOf(file.tree)) {
    if (ts.isPropertyAccessExpression(node)) {
      const what = node.getText(file.tree).replace(/^(globalThis|global)\./, '');
      if (Object.hasOwn(MEMBERS, what)) report(node, what, MEMBERS[what]!);
      else if (what !== node.getText(file.tree) && Object.hasOwn(NAMES, what)) report(node, what, NAMES[what]!);
    } else if (ts.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length) {
      report(node, 'new Date()', USE.now);
    } else if (ts.isCallExpression(node) && isDate(node.expression)) report(node, 'Date()', USE.now);
    else if (ts.isIdentifier(node) && Object.hasOwn(NAMES, node.text) && isReference(node)) {
      report(node, node.text, NAMES[node.text]!);
    }
  }
  return found;
}

function isDate(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'Date';
}

/** The identifier stands for the thing itself; it does not name a member of something else. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isImportSpecifier(parent)) return (parent.propertyName ?? parent.name) === node;
  if (ts.isBindingElement(parent)) return isFromGlobals(parent);
  const isNameOf =
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isGetAccessor(parent) ||
    ts.isParameter(parent) ||
    ts.isVariableDeclaration(parent);
  return !(isNameOf && parent.name === node) && !ts.isTypeQueryNode(parent);
}

/** `const { setTimeout } = globalThis`, or the same of a module. */
function isFromGlobals(element: ts.BindingElement): boolean {
  const declaration = element.parent.parent;
  return ts.isVariableDeclaration(declaration) && /globalThis|require\(/.test(declaration.initializer?.getText() ?? '');
}
