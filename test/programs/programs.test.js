"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/** Random programs that mix everything give the same histories and outcomes as on a real server. */
const vitest_1 = require("vitest");
const corpus_1 = require("./corpus");
const pending_1 = require("./pending");
const run_program_1 = require("./run-program");
const DIFFERENCES_SHOWN = 5;
(0, vitest_1.it)('random programs agree with the recordings of a real server', { timeout: 300_000 }, async () => {
    const corpus = (0, corpus_1.readCorpus)(corpus_1.CORPUS_DIR);
    const wrong = [];
    let agreeing = 0;
    for (const program of corpus) {
        const { name, size } = program.entry;
        const found = await (0, run_program_1.runProgram)(program).catch((error) => [`threw ${error.stack ?? error}`]);
        if (found.length === 0)
            agreeing++;
        const reason = pending_1.pendingPrograms.get(name);
        if (reason === undefined && found.length > 0) {
            wrong.push(`${name} (${size}) differs\n  ${found.slice(0, DIFFERENCES_SHOWN).join('\n  ')}`);
        }
        if (reason !== undefined && found.length === 0) {
            wrong.push(`${name} agrees now: delete it from test/programs/pending.ts (${reason})`);
        }
    }
    console.log(`${agreeing} of ${corpus.length} programs agree`);
    (0, vitest_1.expect)(wrong, wrong.join('\n')).toEqual([]);
});
(0, vitest_1.it)('only programs of the sample are pending', () => {
    const names = new Set((0, corpus_1.readCorpus)(corpus_1.CORPUS_DIR).map(({ entry }) => entry.name));
    (0, vitest_1.expect)([...pending_1.pendingPrograms.keys()].filter((name) => !names.has(name))).toEqual([]);
});
