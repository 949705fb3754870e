/** What the server knew just after an event of a history, for people: the event, and all that was pending then. */
import { eventText } from '../history/event-text';
import type { ExecutionState, PendingActivity } from '../history/execution-state';
import type { History } from '../history/history';
import { failureText, oneLine, payloadsText } from '../history/payload-text';
import { durationText, elapsedText } from '../history/time-text';
import { PastAttempts } from './past-attempts';

/** `eventId`: 1 to the length of the history. */
export function momentText(history: History, eventId: number, width: number): string {
  const lines = [eventLine(history, eventId, width), ...stateLines(history, eventId)];
  return lines.map((line) => oneLine(line, width)).join('\n');
}

/** The state of the workflow, of its task, and all that is pending, a line each. `attempts`: of the same history. */
export function stateLines(history: History, eventId: number, attempts = new PastAttempts(history)): string[] {
  const state = history.at(eventId);
  const start = history.event(1).time;
  return [
    `  workflow: ${state.status}${state.cancelRequested ? ', cancellation requested' : ''}${endOf(state)}`,
    `  workflow task: ${taskText(state)}`,
    ...pendingLines(state, start, (activity) => attempts.textAt(activity, state.time, start)),
  ];
}

/** Each event up to one, with what it opened and closed. */
export function stepsText(history: History, until: number, width: number): string {
  const start = history.length > 0 ? history.event(1).time : 0;
  const lines: string[] = [];
  let before: readonly string[] = [];
  for (let id = 1; id <= until; id++) {
    const after = pendingLines(history.at(id), start);
    lines.push(eventLine(history, id, width));
    for (const line of before) if (!after.includes(line)) lines.push(oneLine(`  - ${line.trim()}`, width));
    for (const line of after) if (!before.includes(line)) lines.push(oneLine(`  + ${line.trim()}`, width));
    before = after;
  }
  return lines.join('\n');
}

/** `5 of 16  +00:00:00.000  TimerStarted  #1, 3s`. */
export function eventLine(history: History, id: number, width: number): string {
  const event = history.event(id);
  const head = `${id} of ${history.length}  ${elapsedText(event.time - history.event(1).time)}  ${event.type}`;
  return oneLine(`${head}  ${eventText(event, history)}`.trimEnd(), width);
}

function endOf({ result, failure }: ExecutionState): string {
  if (failure) return `: ${failureText(failure)}`;
  const text = payloadsText(result);
  return text ? ` → ${text}` : '';
}

function taskText({ workflowTask: { state, attempt } }: ExecutionState): string {
  return state === 'none' ? 'none' : `${state}${attempt > 1 ? `, attempt ${attempt}` : ''}`;
}

/** `attemptOf`: what is known of an activity's attempts before its Started event; by default nothing is said. */
function pendingLines(
  state: ExecutionState,
  start: number,
  attemptOf: (activity: PendingActivity) => string = () => '',
): string[] {
  const since = (time: number) => elapsedText(time - start);
  return [
    ...Object.values(state.activities).map((activity) => `  ${activityText(activity, since, attemptOf(activity))}`),
    ...Object.values(state.timers).map(({ timerId, dueAt }) => `  timer #${timerId}, due ${since(dueAt)}`),
    ...Object.values(state.children).map(
      ({ workflowType, workflowId, runId }) =>
        `  child ${workflowType} "${workflowId}"${runId ? '' : ', not started yet'}`,
    ),
    ...Object.values(state.externals).map(({ kind, workflowId, signalName }) =>
      kind === 'signal' ? `  signal ${signalName ?? '?'} to "${workflowId}"` : `  cancel request to "${workflowId}"`,
    ),
    ...Object.values(state.updates).map(({ name, updateId }) => `  update ${name} #${updateId}`),
  ];
}

function activityText(activity: PendingActivity, since: (time: number) => string, attemptSoFar: string): string {
  const { activityType, activityId, scheduledAt, startedAt, attempt, lastFailure, cancelRequested } = activity;
  const limits: [string, number | undefined][] = [
    ['start-to-close', activity.startToCloseTimeoutMs],
    ['schedule-to-close', activity.scheduleToCloseTimeoutMs],
    ['schedule-to-start', activity.scheduleToStartTimeoutMs],
    ['heartbeat', activity.heartbeatTimeoutMs],
  ];
  return [
    `activity ${activityType} #${activityId}, scheduled ${since(scheduledAt)}`,
    ...(startedAt === undefined && attemptSoFar ? [attemptSoFar] : []),
    ...(startedAt === undefined ? [] : [`started ${since(startedAt)}, attempt ${attempt}`]),
    ...(cancelRequested ? ['cancellation requested'] : []),
    ...(lastFailure ? [`last failure ${failureText(lastFailure)}`] : []),
    ...limits.filter(([, ms]) => ms !== undefined && ms > 0).map(([name, ms]) => `${name} ${durationText(ms!)}`),
  ].join(', ');
}
