"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * Measures W1 … W10 on worldline, on the bare driver and as plain promises, in turns.
 *   tsx bench/main.ts [--json] [--only=W1,W3] [--rounds=11]
 * With --json it prints one JSON value and nothing else: times are microseconds of one execution, `target` is the most that worldline may
 * take (where that is relative, to the driver of this run), and what could not be measured is null. Else a table, and unless
 * --only is given how the cost grows. Exit status 1 if something could not be measured.
 */
const node_util_1 = require("node:util");
const forms_1 = require("./forms");
const growth_1 = require("./growth");
const measure_1 = require("./measure");
const workloads_1 = require("./workloads");
const { values: flags } = (0, node_util_1.parseArgs)({
    options: {
        json: { type: 'boolean', default: false },
        only: { type: 'string' },
        rounds: { type: 'string', default: '11' },
    },
});
async function main() {
    const rounds = Number(flags.rounds);
    if (!Number.isInteger(rounds) || rounds < 1)
        throw new Error(`--rounds=${flags.rounds}: a whole number from 1 on`);
    const only = flags.only?.split(',');
    const unknown = only?.find((name) => !workloads_1.workloads.some((workload) => workload.name === name));
    if (unknown)
        throw new Error(`--only: there is no workload ${unknown}`);
    const rows = [];
    for (const { name, title, target } of workloads_1.workloads) {
        if (only && !only.includes(name))
            continue;
        const forms = forms_1.FORMS.filter((form) => form !== 'fresh');
        const measured = await (0, measure_1.measure)(forms.map((form) => ({ workload: name, form })), rounds);
        for (const [i, cell] of measured.entries()) {
            if (!('error' in cell))
                continue;
            console.error(`${name} (${forms[i]}): ${cell.error}`);
            process.exitCode = 1;
        }
        const row = rowOf(name, target, measured);
        rows.push(row);
        if (!flags.json)
            printRow(row, title);
    }
    if (flags.json)
        console.log(JSON.stringify({ workloads: rows }));
    else if (!only)
        await (0, growth_1.printGrowth)(Math.min(rounds, 5));
}
function rowOf(name, target, [world, driver, promises]) {
    const driverUs = usOf(driver);
    const limit = 'us' in target ? target.us : driverUs === null ? null : target.timesDriver * driverUs;
    return {
        name,
        us: usOf(world),
        driverUs,
        promisesUs: usOf(promises),
        ratioToDriver: ratioOf(world, driver),
        target: limit === null ? null : round(limit),
    };
}
function usOf(measured) {
    return 'error' in measured ? null : round((0, measure_1.median)(measured.rounds));
}
/** The median of the rounds' ratios: within a round the machine is about as fast for both. */
function ratioOf(one, other) {
    if ('error' in one || 'error' in other)
        return null;
    return round((0, measure_1.median)(one.rounds.map((us, i) => us / other.rounds[i])));
}
function round(value) {
    return Number(value.toPrecision(4));
}
let hasHeading = false;
function printRow({ name, us, driverUs, promisesUs, ratioToDriver, target }, title) {
    const columns = (values) => values.map((value) => String(value ?? '-').padStart(11)).join('');
    if (!hasHeading)
        console.log(`    ${columns(['us', 'driver us', 'promises us', 'to driver', 'at most us'])}`);
    hasHeading = true;
    console.log(`${name.padEnd(4)}${columns([us, driverUs, promisesUs, ratioToDriver, target])}  ${title}`);
}
void main();
