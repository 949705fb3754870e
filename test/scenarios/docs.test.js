"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
/** What the documents say is true: their pictures, their links, their code. */
const node_fs_1 = require("node:fs");
const node_os_1 = require("node:os");
const node_path_1 = __importDefault(require("node:path"));
const esbuild = __importStar(require("esbuild"));
const vitest_1 = require("vitest");
const bundle_module_1 = require("../../src/cli/load/bundle-module");
const ROOT = node_path_1.default.join(__dirname, '..', '..');
const DOCUMENTS = ['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'docs/features.md'];
const read = (file) => (0, node_fs_1.readFileSync)(node_path_1.default.join(ROOT, file), 'utf8');
vitest_1.it.each(DOCUMENTS)('the links of %s lead somewhere', (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((match) => match[1]);
    const missing = links.filter((link) => !(0, node_fs_1.existsSync)(node_path_1.default.join(ROOT, node_path_1.default.dirname(document), link)));
    (0, vitest_1.expect)(missing).toEqual([]);
});
(0, vitest_1.it)('the map names files that are there', () => {
    const named = [...read('ARCHITECTURE.md').matchAll(/\*\*`((?:sim|server|worker|history)\/[\w./-]+)`\*\*/g)];
    (0, vitest_1.expect)(named.length).toBeGreaterThan(5);
    (0, vitest_1.expect)(named.map((match) => match[1]).filter((file) => !(0, node_fs_1.existsSync)(node_path_1.default.join(ROOT, 'src', file)))).toEqual([]);
});
(0, vitest_1.it)('the picture in the README is what the command prints', () => {
    const picture = read('test/scenarios/checkout/cli-100.txt').split('\n\nResult:')[0];
    (0, vitest_1.expect)(read('README.md')).toContain(picture);
});
(0, vitest_1.describe)('code in the README', () => {
    const blocks = [...read('README.md').matchAll(/```ts\n(.*?)```/gs)].map((match) => match[1]);
    vitest_1.it.each(blocks)('runs: %s', async (code) => {
        const folder = (0, node_fs_1.mkdtempSync)(node_path_1.default.join((0, node_os_1.tmpdir)(), 'worldline-readme-'));
        try {
            const file = node_path_1.default.join(folder, 'snippet.ts');
            // Imports stay at the top; the rest becomes a function, since it awaits.
            const imports = code.match(/^import .*$/gm).join('\n');
            (0, node_fs_1.writeFileSync)(file, `${imports}\nexport async function run() {\n${code.replace(/^import .*$/gm, '')}\n}`);
            const { run } = (await (0, bundle_module_1.loadTypeScript)(file, esbuild));
            await run();
        }
        finally {
            (0, node_fs_1.rmSync)(folder, { recursive: true });
        }
    });
});
