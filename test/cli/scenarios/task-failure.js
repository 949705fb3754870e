"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.broken = broken;
const worldline_1 = require("worldline");
async function broken() {
    undefined.notThere();
}
exports.default = (0, worldline_1.scenario)({
    name: 'task failure',
    workflows: { broken },
    run: ({ client }) => client.workflow.execute(broken, { workflowId: 'w', taskQueue: 'q' }),
});
