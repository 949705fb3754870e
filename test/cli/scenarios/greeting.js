"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.greet = greet;
const worldline_1 = require("worldline");
async function greet(name) {
    return `Hello, ${name}`;
}
exports.default = (0, worldline_1.scenario)({
    name: 'greeting',
    workflows: { greet },
    run: ({ client }) => client.workflow.execute(greet, { workflowId: 'w', taskQueue: 'q', args: ['Ada'] }),
});
