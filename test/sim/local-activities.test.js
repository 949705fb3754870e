"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const activity_1 = require("@temporalio/activity");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const activities = {
    async nap(ms) {
        await (0, activity_1.sleep)(ms);
        return ms;
    },
};
const { nap } = (0, workflow_1.proxyLocalActivities)({ startToCloseTimeout: '3 hours' });
(0, vitest_1.describe)('local activities that outlast their workflow task', () => {
    (0, vitest_1.it)('keep it alive by heartbeats, also where a shorter one has ended before', async () => {
        async function both() {
            return await Promise.all([nap(5_000), nap(20_000)]);
        }
        const { result, history } = await (0, src_1.simulate)(both, { activities });
        (0, vitest_1.expect)(result).toEqual([5_000, 20_000]);
        // Tasks are continued at 8 s and at 16 s; the one that ends has both results.
        (0, vitest_1.expect)(history.ofType('WorkflowTaskCompleted').map(({ time }) => time - history.event(1).time)).toEqual([
            8_000, 16_000, 20_000,
        ]);
        (0, vitest_1.expect)(history.ofType('MarkerRecorded')).toHaveLength(2);
    });
    (0, vitest_1.it)('begin anew when the server ends the heartbeats after 30 minutes, and the world never stands still', async () => {
        async function tooLong() {
            return await nap(3_600_000);
        }
        const { error, history } = await (0, src_1.simulate)(tooLong, { activities, workflowRunTimeout: '65 minutes', replay: 'off' });
        (0, vitest_1.expect)(error).toMatchObject({ message: 'Workflow execution timed out' });
        const timeouts = history.ofType('WorkflowTaskTimedOut').map(({ time }) => time - history.event(1).time);
        (0, vitest_1.expect)(timeouts).toHaveLength(2);
        (0, vitest_1.expect)(timeouts[0]).toBe(1_808_000);
    });
});
