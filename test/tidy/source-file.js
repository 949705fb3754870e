"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.sourceFiles = sourceFiles;
exports.parse = parse;
exports.importsOf = importsOf;
exports.resolveImport = resolveImport;
exports.placeOf = placeOf;
exports.nodesOf = nodesOf;
const node_fs_1 = require("node:fs");
const node_path_1 = __importDefault(require("node:path"));
const typescript_1 = __importDefault(require("typescript"));
const ROOT = node_path_1.default.join(__dirname, '..', '..');
/** All TypeScript files below a folder, recordings of other programs left out. */
function sourceFiles(folder) {
    return (0, node_fs_1.readdirSync)(node_path_1.default.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .map((file) => `${folder}/${file.split(node_path_1.default.sep).join('/')}`)
        .filter((file) => /\.m?ts$/.test(file) && !/^test\/(conformance\/kit|programs\/corpus)\//.test(file))
        .sort()
        .map((file) => parse(file, (0, node_fs_1.readFileSync)(node_path_1.default.join(ROOT, file), 'utf8')));
}
/** A file from its text, whether it exists or not. */
function parse(file, text) {
    return { path: file, tree: typescript_1.default.createSourceFile(file, text, typescript_1.default.ScriptTarget.Latest, true) };
}
/** Every module that a file imports, exports from or requires, types included. */
function importsOf(file) {
    return typescript_1.default.preProcessFile(file.tree.text, true, true).importedFiles.map(({ fileName }) => fileName);
}
/** The path of what a relative import names, without its extension. */
function resolveImport(file, specifier) {
    return node_path_1.default.posix.join(node_path_1.default.posix.dirname(file.path), specifier);
}
/** `path:line` of a node. */
function placeOf({ path: file, tree }, node) {
    return `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
}
/** Every node of a file, in its order. */
function* nodesOf(node) {
    yield node;
    const children = [];
    typescript_1.default.forEachChild(node, (child) => void children.push(child));
    for (const child of children)
        yield* nodesOf(child);
}
