"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.namedWorkflow = namedWorkflow;
exports.default = dynamicWorkflow;
const workflow_1 = require("@temporalio/workflow");
/** A workflow with a name of its own, next to the dynamic one. */
async function namedWorkflow() {
    return 'named';
}
/** Takes every workflow type that has no export of its own. */
async function dynamicWorkflow(...args) {
    return { type: (0, workflow_1.workflowInfo)().workflowType, args };
}
