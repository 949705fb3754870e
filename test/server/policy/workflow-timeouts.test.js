"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const api_1 = require("../../../src/base/api");
const duration_1 = require("../../../src/server/policy/duration");
const workflow_timeouts_1 = require("../../../src/server/policy/workflow-timeouts");
const seconds = (count) => (0, api_1.msToDuration)(count * 1000);
const timeoutsOf = (execution, run, task) => {
    const stored = (0, workflow_timeouts_1.normaliseWorkflowTimeouts)({
        workflowExecutionTimeout: seconds(execution),
        workflowRunTimeout: seconds(run),
        workflowTaskTimeout: seconds(task),
    });
    return [stored.workflowExecutionTimeout, stored.workflowRunTimeout, stored.workflowTaskTimeout].map((timeout) => (0, api_1.durationToMs)(timeout) / 1000);
};
(0, vitest_1.describe)('normaliseWorkflowTimeouts', () => {
    vitest_1.it.each([
        ['nothing given', [0, 0, 0], [0, 0, 10]],
        ['the execution timeout stands in for the run’s', [60, 0, 0], [60, 60, 10]],
        ['and bounds it', [60, 90, 0], [60, 60, 10]],
        ['the run bounds the workflow task', [0, 5, 0], [0, 5, 5]],
        ['a workflow task has two minutes at most', [0, 0, 600], [0, 0, 120]],
        ['there is no lower bound', [0, 0.5, 0.25], [0, 0.5, 0.25]],
        ['100 years are the most', [4e9, 5e9, 0], [duration_1.MAX_DURATION_SECONDS, duration_1.MAX_DURATION_SECONDS, 10]],
    ])('%s', (_, [execution, run, task], stored) => {
        (0, vitest_1.expect)(timeoutsOf(execution, run, task)).toEqual(stored);
    });
    (0, vitest_1.it)('names the field of a bad duration, in the words of a request or of a command', () => {
        const bad = { workflowRunTimeout: seconds(-1) };
        (0, vitest_1.expect)(() => (0, workflow_timeouts_1.normaliseWorkflowTimeouts)(bad)).toThrow('INVALID_ARGUMENT: An invalid WorkflowRunTimeoutSeconds is set on request. cause: negative duration');
        const words = (name, cause) => `Invalid ${name} on a command: ${cause}.`;
        (0, vitest_1.expect)(() => (0, workflow_timeouts_1.normaliseWorkflowTimeouts)(bad, words)).toThrow('Invalid WorkflowRunTimeout on a command: negative duration.');
        (0, vitest_1.expect)(() => (0, workflow_timeouts_1.normaliseStartDelay)(seconds(-1))).toThrow('An invalid WorkflowStartDelaySeconds is set on request. cause: negative duration');
    });
    (0, vitest_1.it)('keeps a start delay, and its absence', () => {
        (0, vitest_1.expect)((0, workflow_timeouts_1.normaliseStartDelay)(seconds(5))).toEqual(seconds(5));
        (0, vitest_1.expect)((0, workflow_timeouts_1.normaliseStartDelay)(null)).toBeUndefined();
    });
});
