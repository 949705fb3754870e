"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.children = void 0;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const CHILDREN = 100;
const activities = {
    async square(n) {
        return n * n;
    },
};
const { square } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1 minute' });
async function child(n) {
    return await square(n);
}
async function parent() {
    const squares = await Promise.all(Array.from({ length: CHILDREN }, (_, n) => (0, workflow_1.executeChild)(child, { args: [n] })));
    return sum(squares);
}
async function plain() {
    const plainChild = async (n) => await activities.square(n);
    return sum(await Promise.all(Array.from({ length: CHILDREN }, (_, n) => plainChild(n))));
}
function sum(numbers) {
    return numbers.reduce((total, n) => total + n, 0);
}
exports.children = {
    name: 'W5',
    title: 'a parent, 100 parallel children with one activity each',
    target: { timesDriver: 2.5 },
    workflows: { parent, child },
    activities,
    result: 328_350,
    world: (client, workflowId) => client.workflow.execute(parent, { workflowId, taskQueue: workload_1.TASK_QUEUE }),
    driver: (driver) => driver.execute('parent'),
    promises: plain,
};
