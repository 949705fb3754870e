import type { SearchAttributes } from '../../base/api';
import { invariant } from '../../base/errors';
import type { AnyEvent, EventType, HistoryEvent } from '../../history/event';
import type { UpdateRequest } from '../../history/worker-protocol';
import type { Job, LangCommand } from '../sdk/activation';
import type { CommandQueue } from './command-queue';
import { ActivityMachine } from './machines/activity';
import { ChildMachine } from './machines/child';
import { ExternalCancelMachine } from './machines/external-cancel';
import { ExternalSignalMachine } from './machines/external-signal';
import { LocalActivityMachine, type WorkflowTime } from './machines/local-activity';
import type { MachineHost } from './machines/machine';
import { PatchMachine } from './machines/patch';
import { type ContinueAsNewDefaults, TerminalMachine } from './machines/terminal';
import { TimerMachine } from './machines/timer';
import { UpdateMachine } from './machines/update';
import { ModifyPropertiesMachine, UpsertSearchAttributesMachine } from './machines/upsert';
import { describeEvent, NondeterminismError } from './nondeterminism';
import type { PendingCommand } from './pending-command';

/** What the machines need from the run. */
export interface MachinesOwner {
  readonly namespace: string;
  readonly runId: string;
  readonly time: WorkflowTime;
  continueAsNewDefaults(): ContinueAsNewDefaults;
  readonly locals: { forgetMarker(seq: number): void };
}

type CommandHandler = (this: Machines, command: LangCommand) => void;
type EventHandlers = { readonly [T in EventType]?: (machines: Machines, event: HistoryEvent<T>) => void };

/** All state machines of one run: routes commands of workflow code, and events of the history, to the machine they are about. */
export class Machines implements MachineHost {
  readonly namespace: string;
  readonly runId: string;
  /** Jobs for the next activation, in the order of their events. */
  jobs: Job[] = [];
  /** Local activities that were scheduled and have not ended, by seq. */
  readonly localActivities = new Map<number, LocalActivityMachine>();
  /** Updates that have not completed, by protocol instance id. */
  readonly updates = new Map<string, UpdateMachine>();
  /** Updates that were rejected in this workflow task. */
  rejected: UpdateMachine[] = [];
  /** Search attributes that the workflow has upserted. */
  readonly upserted: NonNullable<SearchAttributes['indexedFields']> = {};

  readonly #timers = new Map<string, TimerMachine>();
  readonly #activities = new Map<number, ActivityMachine>();
  readonly #activitiesByEvent = new Map<number, ActivityMachine>();
  readonly #children = new Map<number, ChildMachine>();
  readonly #childrenByEvent = new Map<number, ChildMachine>();
  readonly #signals = new Map<number, ExternalSignalMachine>();
  readonly #signalsByEvent = new Map<number, ExternalSignalMachine>();
  readonly #cancelsByEvent = new Map<number, ExternalCancelMachine>();
  readonly #patches = new Set<string>();
  #cause: LangCommand | undefined;

  constructor(
    readonly owner: MachinesOwner,
    readonly queue: CommandQueue,
  ) {
    this.namespace = owner.namespace;
    this.runId = owner.runId;
  }

  issue(command: PendingCommand): void {
    command.cause = this.#cause;
    this.queue.issue(command);
  }

  revoke(command: PendingCommand): void {
    this.queue.revoke(command);
  }

  deliver(job: Job): void {
    this.jobs.push(job);
  }

  /** A command of workflow code. */
  onCommand(command: LangCommand): void {
    for (const key in command) {
      const handler = COMMANDS[key as keyof LangCommand];
      if (handler === undefined || command[key as keyof LangCommand] == null) continue;
      this.#cause = command;
      handler.call(this, command);
      this.#cause = undefined;
      return;
    }
    throw new NondeterminismError(`commands of this kind are not supported by worldline: ${Object.keys(command)}`);
  }

  /** An event that is not the event of a command. */
  onEvent(event: AnyEvent): void {
    (EVENTS[event.type] as ((machines: Machines, event: AnyEvent) => void) | undefined)?.(this, event);
  }

  /** Remembers an update that was handed to the workflow. */
  onUpdateRequested(request: UpdateRequest): void {
    this.updates.set(request.protocolInstanceId, new UpdateMachine(this, request));
  }

  /** A patch that history knows of, although the code did not ask for it in this life of the run. */
  onPatchKnown(id: string): void {
    this.#patches.add(id);
  }

  startTimer(command: LangCommand): void {
    const timer = new TimerMachine(this, command);
    this.#timers.set(timer.timerId, timer);
  }

  cancelTimer(command: LangCommand): void {
    const id = String(command.cancelTimer!.seq);
    // A timer that has fired is forgotten; to cancel it then changes nothing.
    const timer = this.#timers.get(id);
    if (timer === undefined) return;
    timer.cancel();
    if (timer.ended) this.#timers.delete(id);
  }

  onTimerFired(event: HistoryEvent<'TimerFired'>): void {
    const timer = this.#machine(this.#timers, event.attributes.timerId!, event, 'Timer');
    this.#timers.delete(timer.timerId);
    timer.onFired();
  }

  scheduleActivity(command: LangCommand): void {
    const activity = new ActivityMachine(this, command, (machine) =>
      this.#activitiesByEvent.set(machine.scheduledEventId, machine),
    );
    this.#activities.set(command.scheduleActivity!.seq!, activity);
  }

  requestCancelActivity(command: LangCommand): void {
    this.#activities.get(command.requestCancelActivity!.seq!)?.cancel();
  }

  onActivityClosed(event: HistoryEvent<'ActivityTaskCompleted'>): void {
    const id = event.attributes.scheduledEventId!;
    const activity = this.#machine(this.#activitiesByEvent, id, event, 'Activity');
    this.#activitiesByEvent.delete(id);
    this.#activities.delete(activity.command.scheduleActivity!.seq!);
    activity.onClosed(event);
  }

  scheduleLocalActivity(command: LangCommand): void {
    this.localActivities.set(
      command.scheduleLocalActivity!.seq!,
      new LocalActivityMachine(this, this.owner.time, command),
    );
  }

  requestCancelLocalActivity(command: LangCommand): void {
    const seq = command.requestCancelLocalActivity!.seq!;
    const activity = this.localActivities.get(seq);
    activity?.cancel();
    if (!activity?.resolved) return;
    this.localActivities.delete(seq);
    this.owner.locals.forgetMarker(seq);
  }

  startChild(command: LangCommand): void {
    const child = new ChildMachine(this, command, (machine) =>
      this.#childrenByEvent.set(machine.initiatedEventId, machine),
    );
    this.#children.set(command.startChildWorkflowExecution!.seq!, child);
  }

  cancelChild(command: LangCommand): void {
    const { childWorkflowSeq, reason } = command.cancelChildWorkflowExecution!;
    this.#children.get(childWorkflowSeq!)?.cancel(reason ?? '');
  }

  child(event: HistoryEvent<'ChildWorkflowExecutionStarted' | 'StartChildWorkflowExecutionFailed'>): ChildMachine {
    return this.#machine(this.#childrenByEvent, event.attributes.initiatedEventId!, event as AnyEvent, 'ChildWorkflow');
  }

  onChildStartFailed(event: HistoryEvent<'StartChildWorkflowExecutionFailed'>): void {
    this.#forgetChild(event).onStartFailed(event);
  }

  onChildClosed(event: HistoryEvent<'ChildWorkflowExecutionCompleted'>): void {
    this.#forgetChild(event).onClosed(event);
  }

  signalExternal(command: LangCommand): void {
    const signal = new ExternalSignalMachine(this, command, (machine, id) => this.#signalsByEvent.set(id, machine));
    this.#signals.set(command.signalExternalWorkflowExecution!.seq!, signal);
  }

  cancelSignal(command: LangCommand): void {
    this.#signals.get(command.cancelSignalWorkflow!.seq!)?.cancel();
  }

  onSignalOutcome(event: AnyEvent, initiatedEventId: number, cause?: number | null): void {
    const signal = this.#machine(this.#signalsByEvent, initiatedEventId, event, 'SignalExternalWorkflow');
    this.#signalsByEvent.delete(initiatedEventId);
    this.#signals.delete(signal.command.signalExternalWorkflowExecution!.seq!);
    signal.onOutcome(cause);
  }

  cancelExternal(command: LangCommand): void {
    new ExternalCancelMachine(this, command, (machine, id) => this.#cancelsByEvent.set(id, machine));
  }

  /** Requests to cancel a child are not in the map: the workflow does not hear of their outcome. */
  onCancelOutcome(initiatedEventId: number, cause?: number | null): void {
    const cancel = this.#cancelsByEvent.get(initiatedEventId);
    this.#cancelsByEvent.delete(initiatedEventId);
    cancel?.onOutcome(cause);
  }

  setPatchMarker(command: LangCommand): void {
    this.#patches.add(command.setPatchMarker!.patchId!);
    new PatchMachine(this, command, this.#patches);
  }

  upsertSearchAttributes(command: LangCommand): void {
    Object.assign(this.upserted, command.upsertWorkflowSearchAttributes!.searchAttributes?.indexedFields);
    new UpsertSearchAttributesMachine(this, command);
  }

  modifyProperties(command: LangCommand): void {
    new ModifyPropertiesMachine(this, command);
  }

  updateResponse(command: LangCommand): void {
    const response = command.updateResponse!;
    const update = this.updates.get(response.protocolInstanceId!);
    invariant(update, `no update with protocol instance id ${response.protocolInstanceId}`);
    if (response.accepted) update.accept();
    else if (response.rejected) update.reject(response.rejected);
    else update.complete(response.completed!);
    if (update.rejection) this.rejected.push(update);
    if (update.rejection || update.completed) this.updates.delete(update.protocolInstanceId);
  }

  end(command: LangCommand): void {
    const variant = TERMINAL_VARIANTS.find((one) => command[one] != null)!;
    this.queue.end(new TerminalMachine(command, variant, () => this.owner.continueAsNewDefaults()).pending);
  }

  #forgetChild(
    event: HistoryEvent<'StartChildWorkflowExecutionFailed' | 'ChildWorkflowExecutionCompleted'>,
  ): ChildMachine {
    const child = this.child(event as HistoryEvent<'StartChildWorkflowExecutionFailed'>);
    this.#childrenByEvent.delete(child.initiatedEventId);
    this.#children.delete(child.command.startChildWorkflowExecution!.seq!);
    return child;
  }

  #machine<K, M>(machines: Map<K, M>, key: K, event: AnyEvent, kind: string): M {
    const machine = machines.get(key);
    if (machine) return machine;
    throw new NondeterminismError(
      `During event handling, no ${kind} machine was found for ${describeEvent(event)}`,
      event,
    );
  }
}

const TERMINAL_VARIANTS = [
  'completeWorkflowExecution',
  'failWorkflowExecution',
  'cancelWorkflowExecution',
  'continueAsNewWorkflowExecution',
] as const;

const { prototype } = Machines;

/** Which machine each command of workflow code goes to. */
const COMMANDS: { readonly [K in keyof LangCommand]?: CommandHandler } = {
  startTimer: prototype.startTimer,
  cancelTimer: prototype.cancelTimer,
  scheduleActivity: prototype.scheduleActivity,
  requestCancelActivity: prototype.requestCancelActivity,
  scheduleLocalActivity: prototype.scheduleLocalActivity,
  requestCancelLocalActivity: prototype.requestCancelLocalActivity,
  startChildWorkflowExecution: prototype.startChild,
  cancelChildWorkflowExecution: prototype.cancelChild,
  signalExternalWorkflowExecution: prototype.signalExternal,
  cancelSignalWorkflow: prototype.cancelSignal,
  requestCancelExternalWorkflowExecution: prototype.cancelExternal,
  setPatchMarker: prototype.setPatchMarker,
  upsertWorkflowSearchAttributes: prototype.upsertSearchAttributes,
  modifyWorkflowProperties: prototype.modifyProperties,
  updateResponse: prototype.updateResponse,
  completeWorkflowExecution: prototype.end,
  failWorkflowExecution: prototype.end,
  cancelWorkflowExecution: prototype.end,
  continueAsNewWorkflowExecution: prototype.end,
};

function unsupported(_machines: Machines, event: HistoryEvent): never {
  throw new NondeterminismError(`Nexus operations are not supported by worldline: ${describeEvent(event as AnyEvent)}`);
}

/** What each event means for the run. Events that are not listed mean nothing to workflow code. */
const EVENTS: EventHandlers = {
  TimerFired: (m, event) => m.onTimerFired(event),
  ActivityTaskCompleted: (m, event) => m.onActivityClosed(event),
  ActivityTaskFailed: (m, event) => m.onActivityClosed(event as never),
  ActivityTaskTimedOut: (m, event) => m.onActivityClosed(event as never),
  ActivityTaskCanceled: (m, event) => m.onActivityClosed(event as never),
  ChildWorkflowExecutionStarted: (m, event) => m.child(event as never).onStarted(event),
  StartChildWorkflowExecutionFailed: (m, event) => m.onChildStartFailed(event),
  ChildWorkflowExecutionCompleted: (m, event) => m.onChildClosed(event),
  ChildWorkflowExecutionFailed: (m, event) => m.onChildClosed(event as never),
  ChildWorkflowExecutionCanceled: (m, event) => m.onChildClosed(event as never),
  ChildWorkflowExecutionTimedOut: (m, event) => m.onChildClosed(event as never),
  ChildWorkflowExecutionTerminated: (m, event) => m.onChildClosed(event as never),
  ExternalWorkflowExecutionSignaled: (m, event) =>
    m.onSignalOutcome(event as AnyEvent, event.attributes.initiatedEventId!),
  SignalExternalWorkflowExecutionFailed: (m, event) =>
    m.onSignalOutcome(
      event as AnyEvent,
      event.attributes.initiatedEventId!,
      (event.attributes.cause as number) ?? null,
    ),
  ExternalWorkflowExecutionCancelRequested: (m, event) => m.onCancelOutcome(event.attributes.initiatedEventId!),
  RequestCancelExternalWorkflowExecutionFailed: (m, event) =>
    m.onCancelOutcome(event.attributes.initiatedEventId!, (event.attributes.cause as number) ?? null),
  WorkflowExecutionSignaled: (m, event) => {
    const { signalName, input, identity, header } = event.attributes;
    m.deliver({
      variant: 'signalWorkflow',
      signalWorkflow: {
        signalName,
        input: input?.payloads ?? [],
        identity,
        headers: header?.fields ?? {},
      },
    });
  },
  WorkflowExecutionCancelRequested: (m, event) =>
    m.deliver({ variant: 'cancelWorkflow', cancelWorkflow: { reason: event.attributes.cause } }),
  NexusOperationScheduled: unsupported,
};
