"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * Runs recorded random programs and prints how they differ from what a real server did.
 *   tsx scripts/programs.ts [--dir=folder with programs.jsonl and golden.jsonl] [--only=p1,p2] [--size=tiny,small] [--limit=n] [--all]
 * --all prints every difference, not the first ones. Exit status 1 if any program differs, pending ones included.
 */
const node_util_1 = require("node:util");
const corpus_1 = require("../test/programs/corpus");
const run_program_1 = require("../test/programs/run-program");
const { values: flags } = (0, node_util_1.parseArgs)({
    options: {
        dir: { type: 'string', default: corpus_1.CORPUS_DIR },
        only: { type: 'string' },
        size: { type: 'string' },
        limit: { type: 'string' },
        all: { type: 'boolean', default: false },
    },
});
const names = flags.only?.split(',');
const sizes = flags.size?.split(',');
const limit = flags.limit === undefined ? Number.POSITIVE_INFINITY : Number(flags.limit);
const shownMax = flags.all ? Number.POSITIVE_INFINITY : 6;
async function main() {
    const wanted = (0, corpus_1.readCorpus)(flags.dir)
        .filter(({ entry }) => (names?.includes(entry.name) ?? true) && (sizes?.includes(entry.size) ?? true))
        .slice(0, limit);
    let agreeing = 0;
    for (const program of wanted) {
        const found = await (0, run_program_1.runProgram)(program).catch((error) => [`threw ${error.stack ?? error}`]);
        if (found.length === 0)
            agreeing++;
        else {
            console.log(`DIFFERS ${program.entry.name} (${program.entry.size})\n  ${found.slice(0, shownMax).join('\n  ')}`);
        }
    }
    console.log(`${agreeing} of ${wanted.length} programs agree`);
    // A program that hangs may leave timers of its world behind.
    process.exit(agreeing === wanted.length ? 0 : 1);
}
void main();
