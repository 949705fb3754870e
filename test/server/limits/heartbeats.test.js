"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const virtual_clock_1 = require("../../../src/clock/virtual-clock");
const complete_workflow_task_1 = require("../../../src/server/execution/complete-workflow-task");
const rpc_1 = require("../../../src/server/rpc");
const server_1 = require("../../../src/server/server");
const START = Date.UTC(2030, 0, 1);
const HEARTBEAT = {
    kind: 'completed',
    commands: [],
    messages: [],
    queryAnswers: [],
    sticky: false,
    forceCreateNewWorkflowTask: true,
};
/** A server with one workflow, and a worker that hands its workflow tasks to the test. */
function workflowTasks() {
    const steps = [];
    const clock = new virtual_clock_1.VirtualClock(START);
    const server = new server_1.Server({ clock, seed: 0, version: '1.31', post: (step) => steps.push(step) });
    let task;
    server.matching.addPoller('default', 'q', 'workflow', {
        identity: 'worker',
        accepts: () => true,
        takeWorkflowTask: (given) => {
            task = given;
        },
        takeActivityTask: () => undefined,
    });
    const run = () => {
        for (let step = steps.shift(); step; step = steps.shift())
            step.run();
    };
    const request = { namespace: 'default', workflowId: 'w', workflowType: { name: 't' }, taskQueue: { name: 'q' } };
    rpc_1.WORKFLOW_SERVICE.startWorkflowExecution(server, request, undefined);
    run();
    const x = server.find('default', 'w');
    return {
        clock,
        history: () => Array.from({ length: x.log.length }, (_, i) => x.log.event(i + 1)),
        answer(answer) {
            (0, complete_workflow_task_1.answerWorkflowTask)(task.token, answer, { identity: 'worker' });
            run();
        },
    };
}
(0, vitest_1.describe)('a workflow task that is answered with nothing but heartbeats', () => {
    (0, vitest_1.it)('times out after half an hour', () => {
        const { clock, history, answer } = workflowTasks();
        for (let beats = 1; beats <= 225; beats++) {
            clock.advanceTo(START + beats * 8000);
            answer(HEARTBEAT);
        }
        clock.advanceTo(START + 226 * 8000);
        const before = history().length;
        (0, vitest_1.expect)(() => answer(HEARTBEAT)).toThrow(vitest_1.expect.objectContaining({ code: 5, details: 'workflow task heartbeat timeout' }));
        (0, vitest_1.expect)(history()[before]).toMatchObject({ type: 'WorkflowTaskTimedOut', attributes: { timeoutType: 1 } });
    });
    (0, vitest_1.it)('goes on where something comes with one of them', () => {
        const { clock, history, answer } = workflowTasks();
        const marker = { commandType: 9, recordMarkerCommandAttributes: { markerName: 'progress' } };
        for (let beats = 1; beats <= 450; beats++) {
            clock.advanceTo(START + beats * 8000);
            answer(beats === 200 || beats === 400 ? { ...HEARTBEAT, commands: [marker] } : HEARTBEAT);
        }
        (0, vitest_1.expect)(history().map(({ type }) => type)).not.toContain('WorkflowTaskTimedOut');
    });
});
