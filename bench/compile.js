"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.compile = compile;
const node_path_1 = __importDefault(require("node:path"));
const esbuild_1 = require("esbuild");
const ROOT = node_path_1.default.dirname(__dirname);
const OUT = node_path_1.default.join(ROOT, 'node_modules', '.cache', 'worldline-bench');
/**
 * Compiles src and bench file by file, and gives the folder of the compiled bench. What is measured is then plain JavaScript, as users
 * have it: a loader that keeps function names or maps stacks would cost as much as some workloads.
 */
async function compile() {
    await (0, esbuild_1.build)({
        absWorkingDir: ROOT,
        entryPoints: ['src/**/*.ts', 'bench/**/*.ts'],
        outdir: OUT,
        outbase: '.',
        format: 'cjs',
        platform: 'node',
        target: 'node20',
        logLevel: 'warning',
    });
    return node_path_1.default.join(OUT, 'bench');
}
