"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * One workload in one form, in a process of its own, so that no form pays for the garbage or the globals of another:
 *   child.ts FORM WORKLOAD
 * Warms up, says `{ ready }`, then answers each message with the `{ us }` of one execution.
 */
const forms_1 = require("./forms");
/**
 * Long enough for the optimising compiler. (Collecting garbage before each round would be tidy, but throws optimised code away:
 * what follows then runs several times slower.)
 */
const WARM_UP_US = 1_500_000;
/** A round is long against the resolution of the clock, and short against the noise of a shared machine. */
const ROUND_US = 40_000;
async function main(form, name) {
    const batch = (0, forms_1.batchOf)(form, () => {
        const { workloads, growthWorkloads } = require('./workloads');
        const workload = [...workloads, ...growthWorkloads].find((one) => one.name === name);
        if (!workload)
            throw new Error(`no workload ${name}`);
        return workload;
    });
    const times = await warmUp(batch);
    process.on('message', async () => {
        try {
            process.send({ us: (await batch(times)) / times });
        }
        catch (error) {
            fail(error);
        }
    });
    process.send({ ready: true });
}
/** Runs ever larger batches; gives the size whose time is about that of a round. */
async function warmUp(batch) {
    let spent = 0;
    let times = 1;
    for (;;) {
        const us = await batch(times);
        spent += us;
        if (spent >= WARM_UP_US)
            return Math.max(1, Math.round((times * ROUND_US) / us));
        if (us < ROUND_US)
            times *= 2;
    }
}
function fail(error) {
    process.send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.exitCode = 1;
    process.disconnect();
}
const [form, name] = process.argv.slice(2);
main(form, name).catch(fail);
