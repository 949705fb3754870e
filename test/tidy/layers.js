"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.wrongDirections = wrongDirections;
exports.folderCycles = folderCycles;
const source_file_1 = require("./source-file");
/** From the top: a folder imports only from those below its line. `index` is src/index.ts, the public surface. */
const LAYERS = [
    ['cli'],
    ['vitest', 'testing', 'worker-compat'],
    ['index'],
    ['explore'],
    ['report'],
    ['faults', 'check'],
    ['sim'],
    ['server', 'worker'],
    ['history'],
    ['clock'],
    ['base'],
];
const RULE = LAYERS.map((layer) => layer.join('|')).join(' > ');
/** What a file of src may not import, one text each. */
function wrongDirections(file) {
    const from = folderOf(file.path);
    return (0, source_file_1.importsOf)(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => (0, source_file_1.resolveImport)(file, specifier))
        .filter((target) => target.startsWith('src') && !mayImport(from, folderOf(target)))
        .map((target) => `${file.path} imports ${target}, but the direction is ${RULE}`);
}
function mayImport(from, to) {
    return from === to || rankOf(from) < rankOf(to);
}
function rankOf(folder) {
    const rank = LAYERS.findIndex((layer) => layer.includes(folder));
    if (rank === -1)
        throw new Error(`src/${folder} has no layer: place it in test/tidy/layers.ts`);
    return rank;
}
/** `sim` for src/sim/world.ts; a file in src itself is its own layer. */
function folderOf(file) {
    return (file
        .replace(/^src\/?/, '')
        .split('/', 1)[0]
        .replace(/\.ts$/, '') || 'index');
}
/**
 * Folders that import each other, directly or in a ring, one text for each folder. A folder and its subfolders count as one
 * thing with its parts, so that what both of them need may stand in the outer one.
 */
function folderCycles(files) {
    const edges = new Map();
    for (const file of files) {
        for (const specifier of (0, source_file_1.importsOf)(file).filter((one) => one.startsWith('.'))) {
            const [from, to] = [parentOf(file.path), parentOf((0, source_file_1.resolveImport)(file, specifier))];
            if (isWithin(from, to) || isWithin(to, from))
                continue;
            const targets = edges.get(from) ?? new Map();
            targets.set(to, `${file.path} imports ${specifier}`);
            edges.set(from, targets);
        }
    }
    return [...edges.keys()].flatMap((folder) => {
        const ring = pathBack(edges, folder);
        return ring ? [`${folder} is part of a ring: ${ring.join('; ')}`] : [];
    });
}
/** The shortest way from a folder back to itself, as the imports that make it. */
function pathBack(edges, start) {
    const seen = new Set();
    let ways = [{ folder: start, imports: [] }];
    while (ways.length > 0) {
        const next = [];
        for (const { folder, imports } of ways) {
            for (const [to, why] of edges.get(folder) ?? []) {
                if (to === start)
                    return [...imports, why];
                if (!seen.has(to))
                    next.push({ folder: to, imports: [...imports, why] });
                seen.add(to);
            }
        }
        ways = next;
    }
    return undefined;
}
function parentOf(file) {
    return file.slice(0, file.lastIndexOf('/'));
}
function isWithin(folder, outer) {
    return folder === outer || folder.startsWith(`${outer}/`);
}
