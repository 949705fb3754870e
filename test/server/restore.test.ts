import { describe, expect, it } from 'vitest';
import { TaskQueueKind } from '../../src/base/enums';
import { VirtualClock } from '../../src/clock/virtual-clock';
import { EventLog } from '../../src/history/event-log';
import { History } from '../../src/history/history';
import type { WorkflowTask } from '../../src/history/worker-protocol';
import { answerWorkflowTask, type WorkflowTaskToken } from '../../src/server/execution/complete-workflow-task';
import type { Execution } from '../../src/server/execution/execution';
import { restoreExecution } from '../../src/server/execution/restore';
import { signalExecution } from '../../src/server/execution/signals';
import type { Poller } from '../../src/server/matching';
import { Server } from '../../src/server/server';
import { type build, build as history, ms, START } from '../history/build';
import { FIXTURES, fixtureText } from '../history/fixtures';

const RUN_ID = '00000000-0000-4000-8000-000000000001';

/** A server whose steps run one after another, at once when asked for. */
class Bench {
  readonly clock: VirtualClock;
  readonly server: Server;
  readonly tasks: WorkflowTask[] = [];
  private steps: (() => void | Promise<void>)[] = [];

  constructor(now: number) {
    this.clock = new VirtualClock(now);
    this.server = new Server({
      clock: this.clock,
      seed: 1,
      version: '1.31',
      post: (step) => this.steps.push(step.run),
    });
  }

  restore(log: EventLog): Execution {
    const x = restoreExecution(this.server, 'default', log, { runId: RUN_ID });
    this.server.adopt(x);
    return x;
  }

  /** Runs what can run now, and what is due. */
  run(): void {
    for (;;) {
      const step = this.steps.shift();
      if (step) void step();
      else {
        const timer = this.clock.takeDue();
        if (!timer) return;
        timer.fire();
      }
    }
  }

  startWorker(): void {
    const worker: Poller = {
      identity: 'worker',
      accepts: () => true,
      takeWorkflowTask: (task) => void this.tasks.push(task),
      takeActivityTask: () => {},
    };
    this.server.matching.addPoller('default', 'queue', 'workflow', worker);
  }

  complete(task: WorkflowTask): void {
    const answer = { kind: 'completed', commands: [], messages: [], queryAnswers: [], sticky: false } as const;
    answerWorkflowTask(task.token as WorkflowTaskToken, answer, { identity: 'worker' });
  }
}

/** A history that begins with a workflow on the queue `queue`. */
function begun(): ReturnType<typeof build> {
  return history({ taskQueue: { name: 'queue', kind: TaskQueueKind.NORMAL }, workflowTaskTimeout: ms(10_000) });
}

function logOf(built: ReturnType<typeof build>, length = built.history.length): EventLog {
  return new EventLog(built.history.events.slice(0, length));
}

const typesAfter = (x: Execution, length: number) => new History(x.log).events.slice(length).map(({ type }) => type);

describe('a run that goes on from a history', () => {
  it('gives a started workflow task to a worker again, under the start that it has', () => {
    const log = logOf(begun().task(), 3);
    const bench = new Bench(START);
    const x = bench.restore(log);
    signalExecution(x, { signalName: 'early', identity: 'someone' });
    bench.startWorker();
    bench.run();
    // The signal waits for the task to end, as it would have if the worker had been there.
    expect(bench.tasks).toHaveLength(1);
    expect(bench.tasks[0]).toMatchObject({ startedEventId: 3, previousStartedEventId: 0, attempt: 1 });
    expect(x.log.length).toBe(3);
    bench.complete(bench.tasks[0]!);
    expect(typesAfter(x, 3)).toEqual(['WorkflowTaskCompleted', 'WorkflowExecutionSignaled', 'WorkflowTaskScheduled']);
  });

  it('times out a started task that its worker never answers', () => {
    const bench = new Bench(START);
    const x = bench.restore(logOf(begun().task(), 3));
    bench.startWorker();
    bench.run();
    bench.clock.advanceTo(START + 10_000);
    bench.run();
    expect(typesAfter(x, 3)).toEqual(['WorkflowTaskTimedOut']);
    // The next attempt is one without events.
    expect(bench.tasks.at(-1)).toMatchObject({ attempt: 2, startedEventId: 6 });
  });

  it('schedules no second workflow task where one is scheduled', () => {
    const bench = new Bench(START);
    const x = bench.restore(logOf(begun().task(), 2));
    signalExecution(x, { signalName: 'early', identity: 'someone' });
    bench.startWorker();
    bench.run();
    expect(typesAfter(x, 2)).toEqual(['WorkflowExecutionSignaled', 'WorkflowTaskStarted']);
  });

  it('schedules the workflow task that was about to be scheduled', () => {
    const built = begun()
      .task()
      .add('TimerStarted', { timerId: '1', startToFireTimeout: ms(1000) });
    built.at(1000).add('TimerFired', { timerId: '1', startedEventId: 5 });
    const bench = new Bench(START + 1000);
    expect(typesAfter(bench.restore(logOf(built)), 6)).toEqual(['WorkflowTaskScheduled']);
  });

  it('fires timers when they are due, and overdue ones at once', () => {
    const built = begun()
      .task()
      .add('TimerStarted', { timerId: 'past', startToFireTimeout: ms(1000) })
      .add('TimerStarted', { timerId: 'future', startToFireTimeout: ms(5000) });
    const bench = new Bench(START + 2000);
    const x = bench.restore(logOf(built));
    bench.run();
    expect(new History(x.log).ofType('TimerFired').map(({ attributes, time }) => [attributes.timerId, time])).toEqual([
      ['past', START + 2000],
    ]);
    expect(x.timers.get('future')!.timer.dueAt).toBe(START + 5000);
    expect(bench.clock.nextDueAt()).toBe(START + 5000);
  });

  it('waits for the end of a start delay, and of the run', () => {
    const built = history({
      taskQueue: { name: 'queue' },
      firstWorkflowTaskBackoff: ms(60_000),
      workflowRunTimeout: ms(90_000),
    });
    const bench = new Bench(START + 1000);
    const x = bench.restore(logOf(built));
    expect(x.log.length).toBe(1);
    bench.clock.advanceTo(START + 60_000);
    bench.run();
    expect(typesAfter(x, 1)).toEqual(['WorkflowTaskScheduled']);
    bench.clock.advanceTo(START + 150_000);
    bench.run();
    expect(x.status).toBe('TIMED_OUT');
  });

  it('sends again what had not arrived: starts of children, signals, cancel requests', () => {
    const built = begun()
      .task()
      .add('StartChildWorkflowExecutionInitiated', {
        namespace: 'default',
        workflowId: 'child',
        workflowType: { name: 'childType' },
        taskQueue: { name: 'queue' },
      })
      .add('SignalExternalWorkflowExecutionInitiated', {
        namespace: 'default',
        workflowExecution: { workflowId: 'nobody' },
        signalName: 'hello',
      })
      .add('RequestCancelExternalWorkflowExecutionInitiated', {
        namespace: 'default',
        workflowExecution: { workflowId: 'nobody' },
      });
    const bench = new Bench(START);
    const x = bench.restore(logOf(built));
    bench.run();
    expect(typesAfter(x, 7)).toEqual([
      'ChildWorkflowExecutionStarted',
      'WorkflowTaskScheduled',
      'SignalExternalWorkflowExecutionFailed',
      'RequestCancelExternalWorkflowExecutionFailed',
    ]);
    expect(bench.server.find('default', 'child')!.spec.parent).toMatchObject({ runId: RUN_ID, initiatedId: 5 });
  });

  it('leaves the log that it was forked from alone', () => {
    const log = logOf(begun().task());
    const bench = new Bench(START);
    const x = bench.restore(log.fork(1));
    expect(x.log.length).toBe(2);
    expect(log.length).toBe(4);
    expect(x.log.event(1)).toBe(log.event(1));
  });

  it('does nothing where it has closed', () => {
    const built = begun().add('TimerStarted', { timerId: '1', startToFireTimeout: ms(1000) });
    built.add('WorkflowExecutionTerminated', { reason: 'enough' });
    const bench = new Bench(START + 5000);
    const x = bench.restore(logOf(built));
    bench.run();
    expect(x).toMatchObject({ status: 'TERMINATED', closeEventId: 3, closeTime: START });
    expect(x.log.length).toBe(3);
  });

  it.each(FIXTURES)(
    'knows after each event that a real server wrote what the projection of the history knows: %s',
    (name) => {
      const history = History.from(fixtureText(name));
      // The long one has hundreds of turns that are all alike.
      for (let length = 1; length <= Math.min(history.length, 60); length++) {
        const state = history.at(length);
        const bench = new Bench(state.time);
        const x = bench.restore(new EventLog(history.events.slice(0, length)));
        expect(x.isRunning, `after event ${length}`).toBe(state.status === 'running');
        if (!x.isRunning) continue;
        const projected = {
          activities: Object.keys(state.activities),
          timers: Object.values(state.timers).map(({ timerId, dueAt }) => [timerId, dueAt]),
          children: Object.values(state.children).map(({ initiatedEventId, runId }) => [initiatedEventId, runId ?? '']),
          requests: Object.keys(state.externals),
          openUpdates: Object.values(state.updates).map(({ updateId }) => updateId),
          lastCompletedStartedId: state.workflowTask.lastCompletedStartedEventId,
          cancelRequested: state.cancelRequested,
        };
        expect(outline(x), `after event ${length}`).toEqual(projected);
      }
    },
  );
});

function outline(x: Execution): object {
  const updates = [...(x.updates?.byId.values() ?? [])];
  return {
    activities: [...x.activities.keys()].map(String),
    timers: [...x.timers.values()].map(({ timerId, timer }) => [timerId, timer.dueAt]),
    children: [...x.children.values()].map(({ initiatedId, runId }) => [initiatedId, runId]),
    requests: [...x.externalRequests.keys()].map(String),
    openUpdates: updates.filter(({ status }) => status === 'accepted').map(({ id }) => id),
    lastCompletedStartedId: x.workflowTask.lastCompletedStartedId,
    cancelRequested: x.cancelRequested,
  };
}
