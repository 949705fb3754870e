import {
  type Command,
  durationToMs,
  type Failure,
  msToDuration,
  msToTimestamp,
  type Payload,
  type Timestamp,
  timestampToMs,
} from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { AnyEvent, HistoryEvent } from '../../../history/event';
import type { JobOf, LangCommand } from '../../sdk/activation';
import { decodedFailure } from '../decoded-failure';
import { jsonPayload, readJsonPayload } from '../json-payload';
import type { LocalActivityHandle, LocalActivityOutcome } from '../local-activity-call';
import { NondeterminismError } from '../nondeterminism';
import { type CommandOwner, PendingCommand } from '../pending-command';
import { ACTIVITY_CANCELLATION } from './activity';
import { type MachineHost, next, type Table } from './machine';

type State = 'scheduled' | 'running' | 'resolved';
type Input = 'start' | 'resolve';

export const LOCAL_ACTIVITY: Table<State, Input> = {
  scheduled: { start: 'running', resolve: 'resolved' },
  running: { resolve: 'resolved' },
  resolved: {},
};

export const LOCAL_ACTIVITY_MARKER = 'core_local_activity';
const CANCEL_REQUESTED = 7;

interface Seconds {
  readonly seconds: number;
  readonly nanos: number;
}

/** The `data` of a local activity's marker, as core writes it. */
interface MarkerData {
  readonly seq: number;
  readonly attempt: number;
  readonly activity_id: string;
  readonly activity_type: string;
  readonly complete_time: Seconds | null;
  readonly backoff: Seconds | null;
  readonly original_schedule_time: Seconds | null;
}

/** What a marker in history says about a local activity. */
export interface LocalActivityMarker extends MarkerData {
  readonly result?: Payload;
  readonly failure?: Failure | null;
}

export function localActivityMarkerOf(event: AnyEvent): LocalActivityMarker | undefined {
  if (event.type !== 'MarkerRecorded' || event.attributes.markerName !== LOCAL_ACTIVITY_MARKER) return undefined;
  const { details, failure } = event.attributes;
  const data = details?.data?.payloads?.[0];
  if (!data) return undefined;
  return { ...(readJsonPayload(data) as MarkerData), result: details?.result?.payloads?.[0], failure };
}

type Resolution = JobOf<'resolveActivity'>['resolveActivity']['result'];

/** Time of a workflow: moved by local activities, too. */
export interface WorkflowTime {
  /** Milliseconds since the epoch. */
  readonly now: number;
  advance(to: number): void;
}

/** A local activity: run by the worker itself, it leaves nothing but a marker when it has ended. */
export class LocalActivityMachine implements CommandOwner {
  readonly kind = 'LocalActivity';
  #state: State = 'scheduled';
  #handle: LocalActivityHandle | undefined;
  #startedAt = 0;
  #marker: Command | undefined;
  /** Cancelled with WAIT_CANCELLATION_COMPLETED: what it gives is awaited. */
  cancelRequested = false;

  constructor(
    readonly host: MachineHost,
    readonly time: WorkflowTime,
    readonly command: LangCommand,
  ) {}

  get attributes() {
    return this.command.scheduleLocalActivity!;
  }

  get seq(): number {
    return this.attributes.seq!;
  }

  get resolved(): boolean {
    return this.#state === 'resolved';
  }

  onStarted(handle: LocalActivityHandle): void {
    this.#advance('start');
    this.#handle = handle;
    this.#startedAt = this.time.now;
  }

  cancel(): void {
    if (this.resolved || this.cancelRequested) return;
    const type = this.attributes.cancellationType ?? ACTIVITY_CANCELLATION.TRY_CANCEL;
    if (type !== ACTIVITY_CANCELLATION.ABANDON) this.#handle?.cancel();
    if (type === ACTIVITY_CANCELLATION.WAIT_CANCELLATION_COMPLETED) this.cancelRequested = true;
    else this.cancelNow();
  }

  /** Resolves as cancelled without waiting for anything; the marker has no completion time. */
  cancelNow(): void {
    const failure = { message: 'Activity cancelled', canceledFailureInfo: {} };
    this.#record({ attempt: this.attributes.attempt ?? 1, completeTime: undefined, failure });
    this.#resolve({ cancelled: { failure: this.#wrapped('Local Activity cancelled', failure) } });
  }

  /** The activity has ended in this worker. */
  onOutcome(outcome: LocalActivityOutcome): void {
    const completeTime = this.#startedAt + outcome.runtimeMs;
    const { attempt } = outcome;
    switch (outcome.kind) {
      case 'completed':
        this.#record({ attempt, completeTime, result: outcome.result });
        break;
      case 'backoff':
        this.#record({
          attempt,
          completeTime,
          failure: outcome.failure,
          backoffMs: durationToMs(outcome.backoff),
          originalScheduleTime: outcome.originalScheduleTime,
        });
        break;
      default:
        this.#record({ attempt, completeTime, failure: outcome.failure });
    }
    this.time.advance(completeTime);
    this.#resolve(this.#resolutionOf(outcome));
  }

  /** The activity has ended in an earlier life of this run: history has its marker. */
  onMarker(marker: LocalActivityMarker): void {
    this.#issueMarker();
    if (marker.complete_time) this.time.advance(msOf(marker.complete_time));
    const { attempt, failure, result } = marker;
    if (marker.backoff && failure) {
      this.#resolve(
        this.#resolutionOf({
          kind: 'backoff',
          attempt,
          runtimeMs: 0,
          failure,
          backoff: msToDuration(msOf(marker.backoff)),
          originalScheduleTime: msToTimestamp(msOf(marker.original_schedule_time)),
        }),
      );
    } else if (failure) {
      // A replayed timeout reaches the workflow bare, where the live one was wrapped: core does it that way.
      const resolution = failure.timeoutFailureInfo
        ? { failed: { failure: decodedFailure(failure) } }
        : this.#resolutionOf({ kind: 'failed', attempt, runtimeMs: 0, failure });
      this.#resolve(resolution);
    } else {
      this.#resolve({ completed: { result } });
    }
  }

  toCommand(): Command {
    return this.#marker!;
  }

  onCommandEvent(_role: string, event: AnyEvent): void {
    const marker = localActivityMarkerOf(event);
    if (marker === undefined) {
      const name = (event as HistoryEvent<'MarkerRecorded'>).attributes.markerName;
      throw new NondeterminismError(
        `Local activity machine does not handle marker '${name}' of event ${event.id}`,
        event,
      );
    }
    if (marker.seq !== this.seq) {
      throw new NondeterminismError(
        `Local activity seq of marker '${marker.seq}' does not match seq of local activity command '${this.seq}'`,
        event,
      );
    }
    const { activityId, activityType } = this.attributes;
    if (marker.activity_id !== activityId || marker.activity_type !== activityType) {
      throw new NondeterminismError(
        `Local activity '${marker.activity_type}' (id ${marker.activity_id}) of the marker does not match ` +
          `local activity '${activityType}' (id ${activityId}) of the code`,
        event,
      );
    }
  }

  describe(): string {
    return `local activity '${this.attributes.activityType}' (id ${this.attributes.activityId})`;
  }

  #resolutionOf(outcome: LocalActivityOutcome): Resolution {
    switch (outcome.kind) {
      case 'completed':
        return { completed: { result: outcome.result } };
      case 'backoff':
        return {
          backoff: {
            attempt: outcome.attempt + 1,
            backoffDuration: outcome.backoff,
            originalScheduleTime: outcome.originalScheduleTime,
          },
        };
      default: {
        const { failure } = outcome;
        if (isCancellation(failure)) {
          return { cancelled: { failure: this.#wrapped('Local Activity cancelled', failure) } };
        }
        if (failure.timeoutFailureInfo) {
          return { failed: { failure: this.#wrapped('Local Activity timed out', failure) } };
        }
        return { failed: { failure: decodedFailure(failure) } };
      }
    }
  }

  #wrapped(message: string, cause: Failure): Failure {
    if (cause.activityFailureInfo) return cause;
    const { activityId, activityType } = this.attributes;
    return {
      message,
      cause,
      activityFailureInfo: { activityId, activityType: { name: activityType }, retryState: CANCEL_REQUESTED },
    };
  }

  #record(end: {
    attempt: number;
    completeTime: number | undefined;
    result?: Payload;
    failure?: Failure;
    backoffMs?: number;
    originalScheduleTime?: Timestamp;
  }): void {
    const a = this.attributes;
    const scheduled = end.originalScheduleTime ?? a.originalScheduleTime;
    const data: MarkerData = {
      seq: this.seq,
      attempt: end.attempt,
      activity_id: a.activityId!,
      activity_type: a.activityType!,
      complete_time: end.completeTime === undefined ? null : secondsOf(end.completeTime),
      backoff: end.backoffMs === undefined ? null : secondsOf(end.backoffMs),
      original_schedule_time: secondsOf(scheduled ? timestampToMs(scheduled) : this.#startedAt || this.time.now),
    };
    this.#marker = {
      commandType: CommandType.RECORD_MARKER,
      recordMarkerCommandAttributes: {
        markerName: LOCAL_ACTIVITY_MARKER,
        details: {
          data: { payloads: [jsonPayload(data)] },
          ...(end.result ? { result: { payloads: [end.result] } } : undefined),
        },
        failure: end.failure,
      },
    };
    this.#issueMarker();
  }

  #issueMarker(): void {
    this.host.issue(new PendingCommand(this, 'marker', 'MarkerRecorded'));
  }

  #resolve(result: Resolution): void {
    this.#advance('resolve');
    this.host.deliver({ variant: 'resolveActivity', resolveActivity: { seq: this.seq, isLocal: true, result } });
  }

  #advance(input: Input): void {
    this.#state = next(LOCAL_ACTIVITY, this.kind, this.#state, input);
  }
}

function isCancellation(failure: Failure): boolean {
  return Boolean(failure.canceledFailureInfo ?? (failure.activityFailureInfo && failure.cause?.canceledFailureInfo));
}

function secondsOf(ms: number): Seconds {
  const seconds = Math.floor(ms / 1000);
  return { seconds, nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

function msOf(time: Seconds | null): number {
  return time ? time.seconds * 1000 + time.nanos / 1e6 : 0;
}
