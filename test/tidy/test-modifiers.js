"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.looseModifiers = looseModifiers;
const typescript_1 = __importDefault(require("typescript"));
const source_file_1 = require("./source-file");
const SUBJECT = /^(it|test|describe|bench|suite)\b/;
/** Tests that run alone, and tests that are left out without a comment above that gives the reason, one text each. */
function looseModifiers(file) {
    const found = [];
    for (const node of (0, source_file_1.nodesOf)(file.tree)) {
        if (!typescript_1.default.isPropertyAccessExpression(node) || !SUBJECT.test(node.expression.getText(file.tree)))
            continue;
        const name = node.name.text;
        if (name === 'only')
            found.push(`${(0, source_file_1.placeOf)(file, node)} runs alone: delete \`.only\``);
        if (['skip', 'skipIf', 'runIf', 'todo', 'fails'].includes(name) && !hasCommentAbove(file, node)) {
            found.push(`${(0, source_file_1.placeOf)(file, node)} has \`.${name}\` without a comment above it that gives the reason`);
        }
    }
    return found;
}
function hasCommentAbove({ tree }, node) {
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    const above = line === 0 ? '' : tree.text.split('\n')[line - 1].trim();
    return above.startsWith('//') || above.endsWith('*/');
}
