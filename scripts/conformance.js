"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * Runs conformance cases and prints how they differ from the recordings of a real server.
 *   tsx scripts/conformance.ts [--only=part of a name,..] [--area=exact area,..] [--all]
 * --all prints every difference, not the first ones. Exit status 1 if any case differs, pending ones included.
 */
const node_util_1 = require("node:util");
const cases_1 = require("../test/conformance/kit/cases");
const pending_1 = require("../test/conformance/pending");
const run_case_1 = require("../test/conformance/run-case");
const { values: flags } = (0, node_util_1.parseArgs)({
    options: { only: { type: 'string' }, area: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const parts = flags.only?.split(',');
const areas = flags.area?.split(',');
const shownMax = flags.all ? Number.POSITIVE_INFINITY : 12;
async function main() {
    const wanted = cases_1.allCases.filter(({ name, area }) => (parts?.some((part) => name.includes(part)) ?? true) && (areas?.includes(area) ?? true));
    let conforming = 0;
    for (const testCase of wanted) {
        const found = await (0, run_case_1.runCase)(testCase).then(({ differences }) => differences, (error) => [`threw ${error.stack ?? error}`]);
        const pending = pending_1.pendingReasons.has(testCase.name) ? ' (pending)' : '';
        if (found.length === 0) {
            conforming++;
            console.log(`ok ${testCase.name}${pending}`);
        }
        else {
            console.log(`DIFFERS ${testCase.area}/${testCase.name}${pending}\n  ${found.slice(0, shownMax).join('\n  ')}`);
        }
    }
    console.log(`${conforming} of ${wanted.length} cases conform`);
    // A case that hangs may leave timers of its world behind.
    process.exit(conforming === wanted.length ? 0 : 1);
}
void main();
