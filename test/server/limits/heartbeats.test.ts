import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/base/step';
import { VirtualClock } from '../../../src/clock/virtual-clock';
import type { WorkflowTask, WorkflowTaskAnswer } from '../../../src/history/worker-protocol';
import { answerWorkflowTask, type WorkflowTaskToken } from '../../../src/server/execution/complete-workflow-task';
import { WORKFLOW_SERVICE } from '../../../src/server/rpc';
import type { Call } from '../../../src/server/rpc/rpc';
import { Server } from '../../../src/server/server';

const START = Date.UTC(2030, 0, 1);

const HEARTBEAT: WorkflowTaskAnswer = {
  kind: 'completed',
  commands: [],
  messages: [],
  queryAnswers: [],
  sticky: false,
  forceCreateNewWorkflowTask: true,
};

/** A server with one workflow, and a worker that hands its workflow tasks to the test. */
function workflowTasks() {
  const steps: Step[] = [];
  const clock = new VirtualClock(START);
  const server = new Server({ clock, seed: 0, version: '1.31', post: (step) => steps.push(step) });
  let task: WorkflowTask | undefined;
  server.matching.addPoller('default', 'q', 'workflow', {
    identity: 'worker',
    accepts: () => true,
    takeWorkflowTask: (given) => {
      task = given;
    },
    takeActivityTask: () => undefined,
  });
  const run = () => {
    for (let step = steps.shift(); step; step = steps.shift()) step.run();
  };
  const request = { namespace: 'default', workflowId: 'w', workflowType: { name: 't' }, taskQueue: { name: 'q' } };
  WORKFLOW_SERVICE.startWorkflowExecution!(server, request, undefined as unknown as Call);
  run();
  const x = server.find('default', 'w')!;
  return {
    clock,
    history: () => Array.from({ length: x.log.length }, (_, i) => x.log.event(i + 1)),
    answer(answer: WorkflowTaskAnswer) {
      answerWorkflowTask(task!.token as WorkflowTaskToken, answer, { identity: 'worker' });
      run();
    },
  };
}

describe('a workflow task that is answered with nothing but heartbeats', () => {
  it('times out after half an hour', () => {
    const { clock, history, answer } = workflowTasks();
    for (let beats = 1; beats <= 225; beats++) {
      clock.advanceTo(START + beats * 8000);
      answer(HEARTBEAT);
    }
    clock.advanceTo(START + 226 * 8000);
    const before = history().length;
    expect(() => answer(HEARTBEAT)).toThrow(
      expect.objectContaining({ code: 5, details: 'workflow task heartbeat timeout' }),
    );
    expect(history()[before]).toMatchObject({ type: 'WorkflowTaskTimedOut', attributes: { timeoutType: 1 } });
  });

  it('goes on where something comes with one of them', () => {
    const { clock, history, answer } = workflowTasks();
    const marker = { commandType: 9, recordMarkerCommandAttributes: { markerName: 'progress' } };
    for (let beats = 1; beats <= 450; beats++) {
      clock.advanceTo(START + beats * 8000);
      answer(beats === 200 || beats === 400 ? { ...HEARTBEAT, commands: [marker] } : HEARTBEAT);
    }
    expect(history().map(({ type }) => type)).not.toContain('WorkflowTaskTimedOut');
  });
});
