"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.heartbeats = void 0;
const activity_1 = require("@temporalio/activity");
const workflow_1 = require("@temporalio/workflow");
const workload_1 = require("../workload");
const BEATS = 120;
const activities = {
    /** One virtual hour, with a heartbeat every 30 s. */
    async transcode() {
        for (let beat = 0; beat < BEATS; beat++) {
            (0, activity_1.heartbeat)(beat);
            await activity_1.Context.current().sleep('30 seconds');
        }
        return 'done';
    },
};
const { transcode } = (0, workflow_1.proxyActivities)({
    startToCloseTimeout: '2 hours',
    heartbeatTimeout: '1 minute',
    cancellationType: workflow_1.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});
async function impatient() {
    const scope = new workflow_1.CancellationScope();
    const transcoding = scope.run(() => transcode());
    await (0, workflow_1.sleep)('30 minutes');
    scope.cancel();
    try {
        return await transcoding;
    }
    catch (error) {
        if ((0, workflow_1.isCancellation)(error))
            return 'cancelled';
        throw error;
    }
}
async function plain() {
    for (let beat = 0; beat < BEATS / 2; beat++)
        await undefined;
    return 'cancelled';
}
exports.heartbeats = {
    name: 'W8',
    title: 'an activity of one virtual hour, heartbeat every 30 s, cancelled midway',
    target: { us: 500 },
    workflows: { impatient },
    activities,
    result: 'cancelled',
    world: (client, workflowId) => client.workflow.execute(impatient, { workflowId, taskQueue: workload_1.TASK_QUEUE }),
    driver: (driver) => driver.execute('impatient'),
    promises: plain,
};
