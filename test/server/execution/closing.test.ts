import { describe, expect, it } from 'vitest';
import type { Step } from '../../../src/base/step';
import { VirtualClock } from '../../../src/clock/virtual-clock';
import type { WorkflowTask, WorkflowTaskAnswer } from '../../../src/history/worker-protocol';
import { answerWorkflowTask, type WorkflowTaskToken } from '../../../src/server/execution/complete-workflow-task';
import { WORKFLOW_SERVICE } from '../../../src/server/rpc';
import type { Call } from '../../../src/server/rpc/rpc';
import { Server } from '../../../src/server/server';

const START = Date.UTC(2030, 0, 1);
const COMPLETE_WORKFLOW_EXECUTION = 4;
const SIGNAL_EXTERNAL_WORKFLOW_EXECUTION = 12;

const answerWith = (
  ...commands: Extract<WorkflowTaskAnswer, { kind: 'completed' }>['commands']
): WorkflowTaskAnswer => ({
  kind: 'completed',
  commands,
  messages: [],
  queryAnswers: [],
  sticky: false,
});
const CLOSE = answerWith({
  commandType: COMPLETE_WORKFLOW_EXECUTION,
  completeWorkflowExecutionCommandAttributes: {},
});
const NOTHING = answerWith();

/** A caller that waits for as long as it takes. */
const CALL: Call = {
  deadline: undefined,
  wait: (wait) =>
    new Promise((resolve, reject) => {
      wait.register((outcome) => ('error' in outcome ? reject(outcome.error) : resolve(outcome.value)));
    }),
};

/** A server with a workflow, whose workflow tasks the test answers. */
function heldWorkflow() {
  const steps: Step[] = [];
  const clock = new VirtualClock(START);
  const server = new Server({ clock, seed: 0, version: '1.31', post: (step) => steps.push(step) });
  const tasks = new Map<string, WorkflowTask>();
  server.matching.addPoller('default', 'q', 'workflow', {
    identity: 'worker',
    accepts: () => true,
    takeWorkflowTask: (task) => {
      tasks.set(task.execution.workflowId, task);
    },
    takeActivityTask: () => undefined,
  });
  const run = () => {
    for (let step = steps.shift(); step; step = steps.shift()) step.run();
  };
  const call = (method: string, request: object) => {
    const answer = WORKFLOW_SERVICE[method]!(server, { namespace: 'default', ...request }, CALL);
    run();
    return answer;
  };
  const start = (workflowId: string) =>
    call('startWorkflowExecution', { workflowId, workflowType: { name: 't' }, taskQueue: { name: 'q' } });
  start('w');
  return {
    clock,
    run,
    call,
    start,
    history(workflowId = 'w') {
      const { log } = server.find('default', workflowId)!;
      return Array.from({ length: log.length }, (_, i) => log.event(i + 1).type);
    },
    signal: (signalName: string) =>
      call('signalWorkflowExecution', { workflowExecution: { workflowId: 'w' }, signalName }),
    answer(answer: WorkflowTaskAnswer, workflowId = 'w') {
      try {
        answerWorkflowTask(tasks.get(workflowId)!.token as WorkflowTaskToken, answer, { identity: 'worker' });
      } finally {
        // Also where the answer was refused: the next task begins.
        run();
      }
    },
  };
}

const UNHANDLED = expect.objectContaining({ details: 'UnhandledCommand' });

describe('a workflow that tried to close while a signal came', () => {
  it('closes on its second try, for signals that come meanwhile wait, and then find it closed', async () => {
    const { answer, signal, history } = heldWorkflow();
    signal('first');
    expect(() => answer(CLOSE)).toThrow(UNHANDLED);
    const second = signal('second');
    answer(CLOSE);
    await expect(second).rejects.toMatchObject({ code: 5, details: 'workflow execution already completed' });
    expect(history()).toEqual([
      'WorkflowExecutionStarted',
      'WorkflowTaskScheduled',
      'WorkflowTaskStarted',
      'WorkflowTaskFailed',
      'WorkflowExecutionSignaled',
      'WorkflowTaskScheduled',
      'WorkflowTaskStarted',
      'WorkflowTaskCompleted',
      'WorkflowExecutionCompleted',
    ]);
  });

  it('gets them when it goes on instead', async () => {
    const { answer, signal, history } = heldWorkflow();
    signal('first');
    expect(() => answer(CLOSE)).toThrow(UNHANDLED);
    const second = signal('second');
    expect(history().filter((type) => type === 'WorkflowExecutionSignaled')).toHaveLength(1);
    answer(NOTHING);
    await second;
    expect(history().slice(-4)).toEqual([
      'WorkflowTaskCompleted',
      'WorkflowExecutionSignaled',
      'WorkflowTaskScheduled',
      'WorkflowTaskStarted',
    ]);
    // It is no longer known to be closing: what comes now is buffered, as ever.
    expect(signal('third')).toEqual({});
  });

  it('gets them when its workflow task times out', async () => {
    const { answer, signal, history, clock, run } = heldWorkflow();
    signal('first');
    expect(() => answer(CLOSE)).toThrow(UNHANDLED);
    const second = signal('second');
    clock.advanceTo(START + 10_000);
    for (let timer = clock.takeDue(); timer; timer = clock.takeDue()) timer.fire();
    run();
    await second;
    expect(history().filter((type) => type === 'WorkflowExecutionSignaled')).toHaveLength(2);
  });

  it('holds updates, too, until it is known whether it has closed', async () => {
    const { answer, signal, call } = heldWorkflow();
    signal('first');
    expect(() => answer(CLOSE)).toThrow(UNHANDLED);
    const update = call('updateWorkflowExecution', {
      workflowExecution: { workflowId: 'w' },
      request: { meta: { updateId: 'u' }, input: { name: 'change' } },
    });
    answer(CLOSE);
    await expect(update).rejects.toMatchObject({ code: 5, details: 'workflow execution already completed' });
  });

  it('holds signals of other workflows, too', () => {
    const { answer, signal, start, history } = heldWorkflow();
    start('other');
    signal('first');
    expect(() => answer(CLOSE)).toThrow(UNHANDLED);
    const command = {
      commandType: SIGNAL_EXTERNAL_WORKFLOW_EXECUTION,
      signalExternalWorkflowExecutionCommandAttributes: { execution: { workflowId: 'w' }, signalName: 'second' },
    };
    answer(answerWith(command), 'other');
    expect(history('other').at(-1)).toBe('SignalExternalWorkflowExecutionInitiated');
    answer(NOTHING);
    expect(history('other')).toContain('ExternalWorkflowExecutionSignaled');
    expect(history().filter((type) => type === 'WorkflowExecutionSignaled')).toHaveLength(2);
  });

  it('has a successor where a signal with start came meanwhile', async () => {
    const { answer, signal, call } = heldWorkflow();
    signal('first');
    expect(() => answer(CLOSE)).toThrow(UNHANDLED);
    const held = call('signalWithStartWorkflowExecution', {
      workflowId: 'w',
      workflowType: { name: 't' },
      taskQueue: { name: 'q' },
      signalName: 'second',
    });
    answer(CLOSE);
    expect(await held).toMatchObject({ started: true });
  });
});
