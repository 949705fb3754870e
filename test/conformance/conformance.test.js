"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/** The same programs as on a real server must give the same histories and outcomes, field by field. */
const vitest_1 = require("vitest");
const cases_1 = require("./kit/cases");
const pending_1 = require("./pending");
const run_case_1 = require("./run-case");
/** Enough to see what is wrong; the rest mostly follows from the first. */
const DIFFERENCES_SHOWN = 8;
const areas = [...new Set(cases_1.allCases.map((testCase) => testCase.area))];
vitest_1.describe.each(areas)('%s as on a real server', (area) => {
    for (const testCase of cases_1.allCases.filter((one) => one.area === area)) {
        const reason = pending_1.pendingReasons.get(testCase.name);
        if (reason === undefined)
            (0, vitest_1.it)(testCase.name, () => conforms(testCase));
        else
            (0, vitest_1.it)(`${testCase.name} differs: ${reason}`, () => stillDiffers(testCase));
    }
});
(0, vitest_1.it)('only real cases are pending', () => {
    const names = new Set(cases_1.allCases.map((testCase) => testCase.name));
    (0, vitest_1.expect)([...pending_1.pendingReasons.keys()].filter((name) => !names.has(name))).toEqual([]);
});
async function conforms(testCase) {
    const { differences } = await (0, run_case_1.runCase)(testCase);
    const shown = differences.slice(0, DIFFERENCES_SHOWN).join('\n  ');
    (0, vitest_1.expect)(differences.length, `${differences.length} differences to the recording\n  ${shown}`).toBe(0);
}
async function stillDiffers(testCase) {
    const conforming = await (0, run_case_1.runCase)(testCase).then(({ differences }) => differences.length === 0, () => false);
    (0, vitest_1.expect)(conforming, `${testCase.name} conforms now: delete it from test/conformance/pending.ts`).toBe(false);
}
