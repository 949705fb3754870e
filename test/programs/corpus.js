"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.CORPUS_DIR = void 0;
exports.readCorpus = readCorpus;
const node_fs_1 = require("node:fs");
const node_path_1 = __importDefault(require("node:path"));
/** The sample that lies in this repository. */
exports.CORPUS_DIR = node_path_1.default.join(__dirname, 'corpus');
/** Reads `programs.jsonl` and `golden.jsonl` of a folder. */
function readCorpus(dir) {
    const goldens = new Map(readLines(node_path_1.default.join(dir, 'golden.jsonl')).map((one) => [one.name, one]));
    return readLines(node_path_1.default.join(dir, 'programs.jsonl')).map((entry) => {
        const golden = goldens.get(entry.name);
        if (!golden)
            throw new Error(`${dir}/golden.jsonl has no line for program ${entry.name}`);
        return { entry, golden };
    });
}
function readLines(file) {
    return (0, node_fs_1.readFileSync)(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line));
}
