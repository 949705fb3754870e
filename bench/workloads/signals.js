"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.signals = void 0;
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const SIGNALS = 1000;
const add = (0, workflow_1.defineSignal)('add');
async function collecting() {
    let count = 0;
    (0, workflow_1.setHandler)(add, (n) => {
        count += n;
    });
    await (0, workflow_1.condition)(() => count === SIGNALS);
    return count;
}
async function plain() {
    let count = 0;
    const handle = async (n) => {
        count += n;
    };
    for (let i = 0; i < SIGNALS; i++)
        await handle(1);
    return count;
}
exports.signals = {
    name: 'W7',
    title: '1,000 signals to one workflow',
    target: { timesDriver: 2.5 },
    workflows: { collecting },
    activities: {},
    result: SIGNALS,
    async world(client, workflowId) {
        const handle = await client.workflow.start(collecting, { workflowId, taskQueue: workload_1.TASK_QUEUE });
        for (let i = 0; i < SIGNALS; i++)
            await handle.signal(add, 1);
        return await handle.result();
    },
    driver: (driver) => driver.execute('collecting', [], Array(SIGNALS).fill({ name: 'add', args: [1] })),
    promises: plain,
};
