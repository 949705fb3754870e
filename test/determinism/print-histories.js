"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/** Run as a program: prints `{ case: raw output }` of the cases it is told, each in a world of its own. */
const cases_1 = require("../conformance/kit/cases");
const run_case_1 = require("../conformance/run-case");
async function main(names) {
    const output = {};
    for (const name of names) {
        const testCase = cases_1.allCases.find((one) => one.name === name);
        if (!testCase)
            throw new Error(`there is no case ${name}`);
        output[name] = (await (0, run_case_1.runCase)(testCase)).raw;
    }
    process.stdout.write(JSON.stringify(output));
}
void main(process.argv.slice(2));
