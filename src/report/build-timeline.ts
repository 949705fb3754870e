import { type Duration, durationToMs } from '../base/api';
import type { AnyEvent, EventType, HistoryEvent, HistoryView } from '../history/event';
import { eventsOf } from '../history/event-log';
import { failureText, payloadsText, payloadText, timeoutName } from '../history/payload-text';
import { durationText } from '../history/time-text';
import type { AttemptRecord } from './attempt-record';
import { inferAttempts } from './infer-attempts';
import type { AttemptSpan, Lane, LaneKind, LaneOutcome, Timeline } from './timeline';

/**
 * The timeline of one run, from its history; with the attempts that a world recorded, where there are any (those of other runs
 * are ignored). Pure.
 */
export function buildTimeline(view: HistoryView, attempts: readonly AttemptRecord[] = []): Timeline {
  const builder = new Builder(view);
  let end = 0;
  for (const event of eventsOf(view)) {
    end = event.time;
    (ON_EVENT[event.type] as OnEvent<EventType> | undefined)?.(builder, event.attributes, event);
  }
  builder.closeWithRun();
  const first = view.length > 0 ? view.event(1) : undefined;
  const started = first?.type === 'WorkflowExecutionStarted' ? first.attributes : undefined;
  const { runId = started?.originalExecutionRunId ?? '' } = view as HistoryView & { runId?: string };
  const run = { workflowId: started?.workflowId ?? '', workflowType: started?.workflowType?.name ?? '', runId };
  builder.resolveAttempts(attempts.filter((a) => a.workflowId === run.workflowId && (!runId || a.runId === runId)));
  return { ...run, start: first?.time ?? 0, end, events: view.length, lanes: builder.lanes };
}

type OnEvent<T extends EventType> = (
  builder: Builder,
  attributes: HistoryEvent<T>['attributes'],
  event: HistoryEvent<T>,
) => void;
type Ending = readonly [outcome: LaneOutcome, note?: string];

/** Lanes that have begun, each known by the id of the event that began it. */
class Builder {
  readonly lanes: Lane[] = [];
  readonly #byEvent = new Map<number, Lane>();
  readonly #started = new Map<number, HistoryEvent<'ActivityTaskStarted'>>();

  constructor(readonly view: HistoryView) {}

  open(kind: LaneKind, event: AnyEvent, name: string, note = '', deadline?: number): Lane {
    const lane: Lane = {
      ...{ kind, eventId: event.id, name, start: event.time, note, outcome: 'open' as const },
      ...{ attempts: [], limits: '', deadline, ticks: [] },
    };
    this.lanes.push(lane);
    this.#byEvent.set(event.id, lane);
    return lane;
  }

  /** Something that happens at one instant. */
  point(kind: LaneKind, event: AnyEvent, name: string, note = '', outcome: LaneOutcome = 'event'): void {
    const lane = this.open(kind, event, name, note);
    lane.end = event.time;
    lane.outcome = outcome;
  }

  close(openingEventId: number | null | undefined, event: AnyEvent, [outcome, note]: Ending): void {
    const lane = this.#byEvent.get(openingEventId ?? 0);
    if (!lane || lane.end !== undefined) return;
    lane.end = event.time;
    lane.outcome = outcome;
    if (note) lane.note = note;
  }

  /** What is open when its run closes never ends by itself. */
  closeWithRun(): void {
    const end = this.lanes[0]?.kind === 'workflow' ? this.lanes[0].end : undefined;
    if (end === undefined) return;
    for (const lane of this.lanes) lane.end ??= end;
  }

  activityStarted(event: HistoryEvent<'ActivityTaskStarted'>): void {
    this.#started.set(event.attributes.scheduledEventId ?? 0, event);
  }

  tick(event: AnyEvent, failed: boolean): void {
    this.#byEvent.get(1)?.ticks.push({ time: event.time, failed });
  }

  resolveAttempts(records: readonly AttemptRecord[]): void {
    const byActivity = groupByActivity(records);
    for (const lane of this.lanes) {
      if (lane.kind !== 'activity') continue;
      const scheduled = this.view.event(lane.eventId) as HistoryEvent<'ActivityTaskScheduled'>;
      const recorded = byActivity.get(scheduled.attributes.activityId ?? '') ?? [];
      // Ids of activities may be used again in one run, but not while one with that id is pending.
      const own = recorded.filter(
        (r) => r.scheduledTime >= lane.start && (lane.end === undefined || r.scheduledTime <= lane.end),
      );
      const started = this.#started.get(lane.eventId);
      if (own.length > 0) lane.attempts = own.map(spanOf).sort((a, b) => a.attempt - b.attempt);
      else if (started) lane.attempts = inferAttempts(scheduled, started, lane);
    }
  }
}

function groupByActivity(records: readonly AttemptRecord[]): Map<string, AttemptRecord[]> {
  const groups = new Map<string, AttemptRecord[]>();
  for (const record of records) {
    const group = groups.get(record.activityId);
    if (group) group.push(record);
    else groups.set(record.activityId, [record]);
  }
  return groups;
}

function spanOf(record: AttemptRecord): AttemptSpan {
  // An attempt that has not ended has no outcome yet, whatever stands there; a lost one never ends for the server.
  const isOpen = record.endedTime === undefined && record.outcome !== 'lost';
  const timeout = record.outcome === 'timed-out' ? `${record.timeoutType ?? 'unknown'} timeout` : '';
  const lost = record.outcome === 'lost' ? 'its answer never arrived' : '';
  return {
    attempt: record.attempt,
    start: record.startedTime ?? record.scheduledTime,
    end: record.endedTime,
    outcome: isOpen ? 'open' : record.outcome,
    note: [timeout, lost, record.failure ?? ''].filter(Boolean).join(': '),
    nextRetryAt: record.nextRetryTime,
    ...(record.startedTime === undefined && { queued: true }),
    inferred: false,
    heartbeats: record.heartbeats?.map(({ time }) => time) ?? [],
  };
}

function limitsText(a: HistoryEvent<'ActivityTaskScheduled'>['attributes']): string {
  const limits: [string, Duration | null | undefined][] = [
    ['start-to-close', a.startToCloseTimeout],
    ['schedule-to-start', a.scheduleToStartTimeout],
    ['schedule-to-close', a.scheduleToCloseTimeout],
    ['heartbeat', a.heartbeatTimeout],
  ];
  const set = limits.filter(([, timeout]) => durationToMs(timeout) > 0);
  return set.map(([name, timeout]) => `${name} ${durationText(durationToMs(timeout))}`).join(', ');
}

const workflowEnds =
  (outcome: LaneOutcome): OnEvent<EventType> =>
  (builder, attributes, event) => {
    const a = attributes as {
      failure?: Parameters<typeof failureText>[0];
      result?: Parameters<typeof payloadsText>[0];
      reason?: string;
    };
    const note = a.failure ? failureText(a.failure) : payloadsText(a.result) || (a.reason ?? '');
    builder.close(1, event as AnyEvent, [outcome, note]);
  };

const tick =
  (failed: boolean): OnEvent<EventType> =>
  (builder, _, event) =>
    builder.tick(event as AnyEvent, failed);

const ON_EVENT: { readonly [T in EventType]?: OnEvent<T> } = {
  WorkflowExecutionStarted: (b, a, event) => {
    const timeout = durationToMs(a.workflowRunTimeout);
    b.open('workflow', event, a.workflowType?.name ?? '?', '', timeout ? event.time + timeout : undefined);
  },
  WorkflowExecutionCompleted: workflowEnds('completed'),
  WorkflowExecutionFailed: workflowEnds('failed'),
  WorkflowExecutionTimedOut: workflowEnds('timed-out'),
  WorkflowExecutionCanceled: workflowEnds('cancelled'),
  WorkflowExecutionTerminated: workflowEnds('terminated'),
  WorkflowExecutionContinuedAsNew: workflowEnds('continued'),
  WorkflowTaskCompleted: tick(false),
  WorkflowTaskFailed: tick(true),
  WorkflowTaskTimedOut: tick(true),

  ActivityTaskScheduled: (b, a, event) => {
    const limit = durationToMs(a.scheduleToCloseTimeout);
    const deadline = limit ? event.time + limit : undefined;
    const lane = b.open('activity', event, `${a.activityType?.name ?? '?'} #${a.activityId ?? '?'}`, '', deadline);
    lane.limits = limitsText(a);
  },
  ActivityTaskStarted: (b, _, event) => b.activityStarted(event),
  ActivityTaskCompleted: (b, a, event) => b.close(a.scheduledEventId, event, ['completed', payloadsText(a.result)]),
  ActivityTaskFailed: (b, a, event) => b.close(a.scheduledEventId, event, ['failed', failureText(a.failure)]),
  ActivityTaskTimedOut: (b, a, event) => {
    const type = a.failure?.timeoutFailureInfo?.timeoutType;
    const cause = a.failure?.cause ? `, after ${failureText(a.failure.cause)}` : '';
    b.close(a.scheduledEventId, event, ['timed-out', `${timeoutName(type)} timeout${cause}`]);
  },
  ActivityTaskCanceled: (b, a, event) => b.close(a.scheduledEventId, event, ['cancelled', payloadsText(a.details)]),

  TimerStarted: (b, a, event) => {
    const duration = durationToMs(a.startToFireTimeout);
    const summary = event.userMetadata?.summary ? ` ${payloadText(event.userMetadata.summary, 40)}` : '';
    b.open('timer', event, `timer #${a.timerId ?? '?'}${summary}`, durationText(duration), event.time + duration);
  },
  TimerFired: (b, a, event) => b.close(a.startedEventId, event, ['completed']),
  TimerCanceled: (b, a, event) => b.close(a.startedEventId, event, ['cancelled']),

  StartChildWorkflowExecutionInitiated: (b, a, event) => {
    b.open('child', event, `child ${a.workflowType?.name ?? '?'} "${a.workflowId ?? '?'}"`);
  },
  StartChildWorkflowExecutionFailed: (b, a, event) =>
    b.close(a.initiatedEventId, event, ['failed', 'could not be started']),
  ChildWorkflowExecutionCompleted: (b, a, event) =>
    b.close(a.initiatedEventId, event, ['completed', payloadsText(a.result)]),
  ChildWorkflowExecutionFailed: (b, a, event) => b.close(a.initiatedEventId, event, ['failed', failureText(a.failure)]),
  ChildWorkflowExecutionCanceled: (b, a, event) => b.close(a.initiatedEventId, event, ['cancelled']),
  ChildWorkflowExecutionTimedOut: (b, a, event) => b.close(a.initiatedEventId, event, ['timed-out']),
  ChildWorkflowExecutionTerminated: (b, a, event) => b.close(a.initiatedEventId, event, ['terminated']),

  WorkflowExecutionSignaled: (b, a, event) =>
    b.point('signal', event, `signal ${a.signalName ?? '?'}`, payloadsText(a.input)),
  WorkflowExecutionCancelRequested: (b, a, event) => b.point('cancel', event, 'cancel requested', a.cause ?? ''),
  WorkflowExecutionUpdateAccepted: (b, a, event) => {
    const { name, args } = a.acceptedRequest?.input ?? {};
    b.open('update', event, `update ${name ?? '?'}`, payloadsText(args));
  },
  WorkflowExecutionUpdateCompleted: (b, a, event) => {
    const failure = a.outcome?.failure;
    const ending: Ending = failure ? ['failed', failureText(failure)] : ['completed', payloadsText(a.outcome?.success)];
    b.close(a.acceptedEventId, event, ending);
  },

  SignalExternalWorkflowExecutionInitiated: (b, a, event) => {
    b.open(
      'external-signal',
      event,
      `signal ${a.signalName ?? '?'} out`,
      `to "${a.workflowExecution?.workflowId ?? '?'}"`,
    );
  },
  ExternalWorkflowExecutionSignaled: (b, a, event) => b.close(a.initiatedEventId, event, ['completed']),
  SignalExternalWorkflowExecutionFailed: (b, a, event) => b.close(a.initiatedEventId, event, ['failed']),
  RequestCancelExternalWorkflowExecutionInitiated: (b, a, event) => {
    b.open('external-cancel', event, 'cancel out', `of "${a.workflowExecution?.workflowId ?? '?'}"`);
  },
  ExternalWorkflowExecutionCancelRequested: (b, a, event) => b.close(a.initiatedEventId, event, ['completed']),
  RequestCancelExternalWorkflowExecutionFailed: (b, a, event) => b.close(a.initiatedEventId, event, ['failed']),

  MarkerRecorded: (b, a, event) => {
    if (a.markerName !== 'core_local_activity') return;
    const { activity_type: type = '?', activity_id: id = '?' } = localActivityData(
      a.details?.data?.payloads?.[0]?.data,
    );
    const note = a.failure ? failureText(a.failure) : payloadsText(a.details?.result);
    b.point('local-activity', event, `local ${type} #${id}`, note, a.failure ? 'failed' : 'completed');
  },
};

/** What the SDK's core writes into the marker of a local activity; nothing where the marker is not its. */
function localActivityData(data: Uint8Array | null | undefined): { activity_type?: string; activity_id?: string } {
  const text = data ? new TextDecoder().decode(data) : '';
  const field = (name: string): string | undefined => new RegExp(`"${name}"\\s*:\\s*"([^"\\\\]*)"`).exec(text)?.[1];
  return { activity_type: field('activity_type'), activity_id: field('activity_id') };
}
