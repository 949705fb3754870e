"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.count = count;
exports.sleepsOnce = sleepsOnce;
/** Workflows with state in their module. */
const workflow_1 = require("@temporalio/workflow");
let counted = 0;
let slept = 0;
async function count() {
    await (0, workflow_1.sleep)('1 day');
    return ++counted;
}
async function sleepsOnce() {
    if (slept++ === 0)
        await (0, workflow_1.sleep)('1 day');
}
