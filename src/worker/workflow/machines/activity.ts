import Long from 'long';
import type { Command, Failure } from '../../../base/api';
import { CommandType } from '../../../base/enums';
import type { AnyEvent, HistoryEvent } from '../../../history/event';
import type { JobOf, LangCommand } from '../../sdk/activation';
import { decodedFailure } from '../decoded-failure';
import { NondeterminismError } from '../nondeterminism';
import { type CommandOwner, PendingCommand } from '../pending-command';
import { type MachineHost, next, type Table } from './machine';

type State = 'scheduleIssued' | 'scheduled' | 'cancelIssued' | 'cancelRequested' | 'closed' | 'revoked';
type Input = 'ActivityTaskScheduled' | 'ActivityTaskCancelRequested' | 'close' | 'cancel';

export const ACTIVITY: Table<State, Input> = {
  scheduleIssued: { ActivityTaskScheduled: 'scheduled', cancel: 'revoked' },
  scheduled: { cancel: 'cancelIssued', close: 'closed' },
  cancelIssued: { ActivityTaskCancelRequested: 'cancelRequested' },
  cancelRequested: { close: 'closed' },
  closed: {},
  revoked: {},
};

/** coresdk's ActivityCancellationType. */
export const ACTIVITY_CANCELLATION = { TRY_CANCEL: 0, WAIT_CANCELLATION_COMPLETED: 1, ABANDON: 2 } as const;

const CANCEL_REQUESTED = 7;

type ClosingEvent = HistoryEvent<
  'ActivityTaskCompleted' | 'ActivityTaskFailed' | 'ActivityTaskTimedOut' | 'ActivityTaskCanceled'
>;
type Resolution = JobOf<'resolveActivity'>['resolveActivity']['result'];

/** An activity. Depending on its cancellation type, the workflow learns of a cancellation at once or when the activity ends. */
export class ActivityMachine implements CommandOwner {
  readonly kind = 'Activity';
  #state: State = 'scheduleIssued';
  #resolved = false;
  readonly #schedule = new PendingCommand(this, 'schedule', 'ActivityTaskScheduled');
  /** 0 until the event is known. */
  scheduledEventId = 0;

  constructor(
    readonly host: MachineHost,
    readonly command: LangCommand,
    readonly onScheduled: (machine: ActivityMachine) => void,
  ) {
    host.issue(this.#schedule);
  }

  get #attributes() {
    return this.command.scheduleActivity!;
  }

  cancel(): void {
    if (this.#state === 'closed' || this.#resolved) return;
    if (this.#state === 'scheduleIssued') {
      this.#advance('cancel');
      this.host.revoke(this.#schedule);
      this.#resolve({ cancelled: { failure: this.#cancelled() } });
      return;
    }
    const type = this.#attributes.cancellationType ?? ACTIVITY_CANCELLATION.TRY_CANCEL;
    if (type !== ACTIVITY_CANCELLATION.ABANDON) {
      this.#advance('cancel');
      this.host.issue(new PendingCommand(this, 'cancel', 'ActivityTaskCancelRequested'));
    }
    if (type !== ACTIVITY_CANCELLATION.WAIT_CANCELLATION_COMPLETED) {
      this.#resolve({ cancelled: { failure: this.#cancelled() } });
    }
  }

  onClosed(event: AnyEvent): void {
    this.#advance('close');
    if (!this.#resolved) this.#resolve(this.#resolutionOf(event as ClosingEvent));
  }

  toCommand(role: string): Command {
    if (role === 'cancel') {
      return {
        commandType: CommandType.REQUEST_CANCEL_ACTIVITY_TASK,
        requestCancelActivityTaskCommandAttributes: { scheduledEventId: Long.fromNumber(this.scheduledEventId) },
        userMetadata: this.command.userMetadata,
      };
    }
    const a = this.#attributes;
    return {
      commandType: CommandType.SCHEDULE_ACTIVITY_TASK,
      scheduleActivityTaskCommandAttributes: {
        activityId: a.activityId,
        activityType: { name: a.activityType },
        taskQueue: { name: a.taskQueue, kind: 1 },
        header: { fields: a.headers },
        input: { payloads: a.arguments },
        scheduleToCloseTimeout: a.scheduleToCloseTimeout,
        scheduleToStartTimeout: a.scheduleToStartTimeout,
        startToCloseTimeout: a.startToCloseTimeout,
        heartbeatTimeout: a.heartbeatTimeout,
        retryPolicy: a.retryPolicy,
        requestEagerExecution: !a.doNotEagerlyExecute,
        priority: a.priority,
      },
      userMetadata: this.command.userMetadata,
    };
  }

  onCommandEvent(role: string, event: AnyEvent): void {
    if (role === 'cancel') {
      this.#advance('ActivityTaskCancelRequested');
      return;
    }
    const { activityId, activityType } = (event as HistoryEvent<'ActivityTaskScheduled'>).attributes;
    const a = this.#attributes;
    if (activityId !== a.activityId) {
      throw new NondeterminismError(
        `Activity id of scheduled event '${activityId}' does not match activity id of activity command '${a.activityId}'`,
        event,
      );
    }
    if (activityType?.name !== a.activityType) {
      throw new NondeterminismError(
        `Activity type of scheduled event '${activityType?.name}' does not match activity type of activity command '${a.activityType}'`,
        event,
      );
    }
    this.#advance('ActivityTaskScheduled');
    this.scheduledEventId = event.id;
    this.onScheduled(this);
  }

  describe(role: string): string {
    const name = `activity '${this.#attributes.activityType}' (id ${this.#attributes.activityId})`;
    return role === 'cancel' ? `cancel ${name}` : `schedule ${name}`;
  }

  #resolutionOf(event: ClosingEvent): Resolution {
    switch (event.type) {
      case 'ActivityTaskCompleted': {
        const { result } = event.attributes as HistoryEvent<'ActivityTaskCompleted'>['attributes'];
        return { completed: { result: result?.payloads?.[0] } };
      }
      case 'ActivityTaskFailed': {
        const a = event.attributes as HistoryEvent<'ActivityTaskFailed'>['attributes'];
        return { failed: { failure: this.#failure('Activity task failed', a.failure, a) } };
      }
      case 'ActivityTaskTimedOut': {
        const a = event.attributes as HistoryEvent<'ActivityTaskTimedOut'>['attributes'];
        return { failed: { failure: this.#failure('Activity task timed out', a.failure, a) } };
      }
      case 'ActivityTaskCanceled': {
        const a = event.attributes as HistoryEvent<'ActivityTaskCanceled'>['attributes'];
        return { cancelled: { failure: this.#cancelled(a) } };
      }
    }
  }

  #cancelled(event: HistoryEvent<'ActivityTaskCanceled'>['attributes'] = {}): Failure {
    return this.#failure(
      'Activity cancelled',
      { canceledFailureInfo: { details: event.details } },
      { ...event, retryState: CANCEL_REQUESTED },
    );
  }

  #failure(
    message: string,
    cause: Failure | null | undefined,
    event: { startedEventId?: number | null; identity?: string | null; retryState?: number | null },
  ): Failure {
    return decodedFailure({
      message,
      cause,
      activityFailureInfo: {
        scheduledEventId: Long.fromNumber(this.scheduledEventId),
        startedEventId: Long.fromNumber(event.startedEventId ?? 0),
        identity: event.identity,
        activityType: { name: this.#attributes.activityType },
        activityId: this.#attributes.activityId,
        retryState: event.retryState,
      },
    });
  }

  #resolve(result: Resolution): void {
    this.#resolved = true;
    this.host.deliver({ variant: 'resolveActivity', resolveActivity: { seq: this.#attributes.seq, result } });
  }

  #advance(input: Input): void {
    this.#state = next(ACTIVITY, this.kind, this.#state, input);
  }
}
