"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.FUNCTION_LINES_MAX = exports.FILE_LINES_MAX = void 0;
exports.longFile = longFile;
exports.longFunctions = longFunctions;
const typescript_1 = __importDefault(require("typescript"));
const source_file_1 = require("./source-file");
exports.FILE_LINES_MAX = 400;
exports.FUNCTION_LINES_MAX = 80;
/** Set if a file is too long to be one concept. */
function longFile({ path, tree }) {
    const lines = tree.getLineStarts().length - 1;
    return lines > exports.FILE_LINES_MAX ? [`${path} has ${lines} lines, at most ${exports.FILE_LINES_MAX} are right`] : [];
}
/** Functions that do not fit on a screen, one text each. */
function longFunctions(file) {
    const { tree } = file;
    const lineOf = (position) => tree.getLineAndCharacterOfPosition(position).line;
    return [...(0, source_file_1.nodesOf)(tree)]
        .filter((node) => typescript_1.default.isFunctionLike(node) && 'body' in node && !!node.body)
        .map((node) => ({ node, lines: lineOf(node.end) - lineOf(node.getStart(tree)) + 1 }))
        .filter(({ lines }) => lines > exports.FUNCTION_LINES_MAX)
        .map(({ node, lines }) => {
        const name = node.name?.getText(tree) ?? 'a function';
        return `${(0, source_file_1.placeOf)(file, node)} ${name} has ${lines} lines, at most ${exports.FUNCTION_LINES_MAX} are right`;
    });
}
