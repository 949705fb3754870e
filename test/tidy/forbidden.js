"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.realTimeAndChance = realTimeAndChance;
const typescript_1 = __importDefault(require("typescript"));
const source_file_1 = require("./source-file");
/** Where time and chance come from instead. */
const USE = {
    now: '`now` comes as an argument; only the world has the clock (src/clock/virtual-clock.ts)',
    timer: 'a timer of the virtual clock, or what src/clock has for real I/O',
    choice: 'a value that the chooser drew, as an argument',
    id: 'an id from the seed and a counter (src/base/ids.ts)',
};
/** Members that read a clock or a random source. */
const MEMBERS = {
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
const NAMES = {
    setTimeout: USE.timer,
    setInterval: USE.timer,
    setImmediate: USE.timer,
    randomUUID: USE.id,
    randomBytes: USE.id,
};
/** Each use of real time, real timers or real chance in a file. */
function realTimeAndChance(file) {
    const found = [];
    const report = (node, what, instead) => found.push({ what, text: `${(0, source_file_1.placeOf)(file, node)} uses ${what}; right is: ${instead}` });
    for (const node of (0, source_file_1.nodesOf)(file.tree)) {
        if (typescript_1.default.isPropertyAccessExpression(node)) {
            const what = node.getText(file.tree).replace(/^(globalThis|global)\./, '');
            if (Object.hasOwn(MEMBERS, what))
                report(node, what, MEMBERS[what]);
            else if (what !== node.getText(file.tree) && Object.hasOwn(NAMES, what))
                report(node, what, NAMES[what]);
        }
        else if (typescript_1.default.isNewExpression(node) && isDate(node.expression) && !node.arguments?.length) {
            report(node, 'new Date()', USE.now);
        }
        else if (typescript_1.default.isCallExpression(node) && isDate(node.expression))
            report(node, 'Date()', USE.now);
        else if (typescript_1.default.isIdentifier(node) && Object.hasOwn(NAMES, node.text) && isReference(node)) {
            report(node, node.text, NAMES[node.text]);
        }
    }
    return found;
}
function isDate(node) {
    return typescript_1.default.isIdentifier(node) && node.text === 'Date';
}
/** The identifier stands for the thing itself; it does not name a member of something else. */
function isReference(node) {
    const { parent } = node;
    if (typescript_1.default.isPropertyAccessExpression(parent))
        return parent.expression === node;
    if (typescript_1.default.isImportSpecifier(parent))
        return (parent.propertyName ?? parent.name) === node;
    if (typescript_1.default.isBindingElement(parent))
        return isFromGlobals(parent);
    const isNameOf = typescript_1.default.isPropertyAssignment(parent) ||
        typescript_1.default.isMethodDeclaration(parent) ||
        typescript_1.default.isMethodSignature(parent) ||
        typescript_1.default.isPropertyDeclaration(parent) ||
        typescript_1.default.isPropertySignature(parent) ||
        typescript_1.default.isGetAccessor(parent) ||
        typescript_1.default.isParameter(parent) ||
        typescript_1.default.isVariableDeclaration(parent);
    return !(isNameOf && parent.name === node) && !typescript_1.default.isTypeQueryNode(parent);
}
/** `const { setTimeout } = globalThis`, or the same of a module. */
function isFromGlobals(element) {
    const declaration = element.parent.parent;
    return typescript_1.default.isVariableDeclaration(declaration) && /globalThis|require\(/.test(declaration.initializer?.getText() ?? '');
}
