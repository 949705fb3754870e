"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const sequence_1 = require("../../../src/worker/workflow/sequence");
const history_builder_1 = require("../support/history-builder");
/** A history of these events, and the boundaries of all its sequences. */
function boundaries(types) {
    const history = new history_builder_1.HistoryBuilder();
    for (const one of types)
        Array.isArray(one) ? history.add(one[0], one[1]) : history.add(one);
    const found = [];
    for (let from = 1;;) {
        const sequence = (0, sequence_1.nextSequence)(history, from, history.length);
        if (sequence === undefined)
            return found;
        found.push([sequence.from, sequence.to, sequence.startedEventId]);
        from = sequence.to + 1;
    }
}
const START = ['WorkflowExecutionStarted', 'WorkflowTaskScheduled', 'WorkflowTaskStarted'];
const TASK = ['WorkflowTaskScheduled', 'WorkflowTaskStarted'];
(0, vitest_1.describe)('a sequence', () => {
    (0, vitest_1.test)('ends at the started workflow task, and the next begins with its completion', () => {
        (0, vitest_1.expect)(boundaries([...START, 'WorkflowTaskCompleted', 'TimerStarted', 'TimerFired', ...TASK])).toEqual([
            [1, 3, 3],
            [4, 8, 8],
        ]);
    });
    (0, vitest_1.test)('goes on past a workflow task that failed or timed out', () => {
        (0, vitest_1.expect)(boundaries([...START, 'WorkflowTaskFailed', ...TASK, 'WorkflowTaskTimedOut', ...TASK])).toEqual([[1, 9, 9]]);
    });
    (0, vitest_1.test)('goes on past a heartbeat', () => {
        (0, vitest_1.expect)(boundaries([...START, 'WorkflowTaskCompleted', ...TASK, 'WorkflowTaskCompleted', 'MarkerRecorded'])).toEqual([
            [1, 6, 6],
            [7, 8, 0],
        ]);
    });
    (0, vitest_1.test)('ends before a completion without commands where an update was accepted after it', () => {
        const accepted = ['WorkflowExecutionUpdateAccepted', { acceptedRequestSequencingEventId: 5 }];
        (0, vitest_1.expect)(boundaries([...START, 'WorkflowTaskCompleted', ...TASK, 'WorkflowTaskCompleted', accepted])).toEqual([
            [1, 3, 3],
            [4, 6, 6],
            [7, 8, 0],
        ]);
    });
    (0, vitest_1.test)('at the end of a closed history has no workflow task', () => {
        (0, vitest_1.expect)(boundaries([...START, 'WorkflowTaskCompleted', 'WorkflowExecutionCompleted'])).toEqual([
            [1, 3, 3],
            [4, 5, 0],
        ]);
    });
});
