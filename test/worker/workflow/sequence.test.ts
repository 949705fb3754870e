import { describe, expect, test } from 'vitest';
import type { EventType } from '../../../src/history/event';
import { nextSequence } from '../../../src/worker/workflow/sequence';
import { HistoryBuilder } from '../support/history-builder';

/** A history of these events, and the boundaries of all its sequences. */
function boundaries(types: (EventType | [EventType, object])[], bringsUpdates = false): [number, number, number][] {
  const history = new HistoryBuilder();
  for (const one of types) Array.isArray(one) ? history.add(one[0], one[1]) : history.add(one);
  const found: [number, number, number][] = [];
  for (let from = 1; ; ) {
    const sequence = nextSequence(history, from, history.length, bringsUpdates);
    if (sequence === undefined) return found;
    found.push([sequence.from, sequence.to, sequence.startedEventId]);
    from = sequence.to + 1;
  }
}

const START: EventType[] = ['WorkflowExecutionStarted', 'WorkflowTaskScheduled', 'WorkflowTaskStarted'];
const TASK: EventType[] = ['WorkflowTaskScheduled', 'WorkflowTaskStarted'];

describe('a sequence', () => {
  test('ends at the started workflow task, and the next begins with its completion', () => {
    expect(boundaries([...START, 'WorkflowTaskCompleted', 'TimerStarted', 'TimerFired', ...TASK])).toEqual([
      [1, 3, 3],
      [4, 8, 8],
    ]);
  });

  test('goes on past a workflow task that failed or timed out', () => {
    expect(boundaries([...START, 'WorkflowTaskFailed', ...TASK, 'WorkflowTaskTimedOut', ...TASK])).toEqual([[1, 9, 9]]);
  });

  test('goes on past a heartbeat', () => {
    expect(boundaries([...START, 'WorkflowTaskCompleted', ...TASK, 'WorkflowTaskCompleted', 'MarkerRecorded'])).toEqual(
      [
        [1, 6, 6],
        [7, 8, 0],
      ],
    );
  });

  test('with a command ends at its own task, though that task changed nothing and the next came at once', () => {
    const timers: EventType[] = ['WorkflowTaskCompleted', 'TimerStarted', 'TimerStarted', 'TimerFired'];
    expect(boundaries([...START, ...timers, ...TASK, 'WorkflowTaskCompleted', ...TASK])).toEqual([
      [1, 3, 3],
      [4, 9, 9],
      [10, 12, 12],
    ]);
  });

  test('ends before a task that brings an update, as it will when history has the acceptance', () => {
    expect(boundaries([...START, 'WorkflowTaskCompleted', ...TASK], true)).toEqual([
      [1, 3, 3],
      [4, 6, 6],
    ]);
    expect(boundaries([...START, 'WorkflowTaskCompleted', ...TASK, 'WorkflowTaskFailed', ...TASK], true)).toEqual([
      [1, 3, 3],
      [4, 9, 9],
    ]);
  });

  test('ends before a completion without commands where an update was accepted after it', () => {
    const accepted: [EventType, object] = ['WorkflowExecutionUpdateAccepted', { acceptedRequestSequencingEventId: 5 }];
    expect(boundaries([...START, 'WorkflowTaskCompleted', ...TASK, 'WorkflowTaskCompleted', accepted])).toEqual([
      [1, 3, 3],
      [4, 6, 6],
      [7, 8, 0],
    ]);
  });

  test('at the end of a closed history has no workflow task', () => {
    expect(boundaries([...START, 'WorkflowTaskCompleted', 'WorkflowExecutionCompleted'])).toEqual([
      [1, 3, 3],
      [4, 5, 0],
    ]);
  });
});
