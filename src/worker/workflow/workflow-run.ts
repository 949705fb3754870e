import { HandlerUnfinishedPolicy } from '@temporalio/common';
import { durationToMs } from '../../base/api';
import { invariant } from '../../base/errors';
import type { AnyEvent, HistoryEvent, HistoryView } from '../../history/event';
import type { QueryAnswer, UpdateRequest, WorkflowQuery } from '../../history/worker-protocol';
import type { Activation, Job, JobOf, LangCommand } from '../sdk/activation';
import type { Wait } from '../sdk/trace';
import type { WorkflowInstance } from '../sdk/workflow-instance';
import { CommandQueue } from './command-queue';
import { createInstance } from './create-instance';
import { sortJobs } from './job-order';
import { LocalActivities } from './local-activities';
import { localActivityCall } from './local-activity-call';
import { Machines, type MachinesOwner } from './machines';
import { type LocalActivityMarker, localActivityMarkerOf } from './machines/local-activity';
import { patchMarkerOf } from './machines/patch';
import type { ContinueAsNewDefaults } from './machines/terminal';
import { PayloadCodecs } from './payload-codecs';
import { randomnessSeed } from './randomness-seed';
import type { UnfinishedHandlers, WorkflowWorkerOptions } from './run-options';
import { RunTime } from './run-time';
import { isCommandEvent, nextSequence, type Sequence } from './sequence';
import { callSinks } from './sinks';
import { TaskFlags } from './task-flags';
import { UpdateRequests } from './update-requests';
import { initializeJob, type StartedEvent } from './workflow-info';

/** Which events a run is to be brought up to, and which of them are news to it. */
export interface Progress {
  readonly history: HistoryView;
  /** Id of the last event to take. */
  readonly upTo: number;
  /** Workflow tasks up to this started event are replayed; a later one is live. */
  readonly previousStartedEventId: number;
  /** Update requests that come with the live task. */
  readonly updates?: readonly UpdateRequest[];
  /** Whether the workflow is told, too, of events after the last workflow task. Default true. */
  readonly activateRest?: boolean;
  /** The workflow takes them as news. Default false: they are replayed. */
  readonly restIsLive?: boolean;
}

/** Hooks for tools that watch a run; none of them is set on the hot path. */
export interface RunTracer {
  onInstance(instance: WorkflowInstance): void;
}

/**
 * One run of a workflow in this worker: the SDK's runtime, the state machines of core, and how far in the history they are.
 * History drives both, event by event; whether the run lives through its events one task at a time or replays them makes
 * no difference to the code here.
 */
export class WorkflowRun implements MachinesOwner {
  readonly queue = new CommandQueue();
  readonly machines: Machines;
  readonly flags = new TaskFlags();
  readonly locals: LocalActivities;
  readonly codecs: PayloadCodecs;
  /** Local activities move it, too. */
  readonly time = new RunTime();
  instance: WorkflowInstance | undefined;
  /** Id of the last event that was taken. */
  position = 0;
  /** The workflow task that was entered last, and the one before it: ids of their WorkflowTaskStarted events. */
  startedEventId = 0;
  previousStartedEventId = 0;
  /** The code has come to the end of the workflow. */
  hasEnded = false;
  /** The last answer had nothing that the server keeps: its workflow task may turn out to have never been. */
  answeredNothing = false;
  versioningBehavior: number | undefined;

  #started: StartedEvent | undefined;
  #replaying = false;
  #taskStarted: HistoryEvent<'WorkflowTaskStarted'>['attributes'] = {};
  #buildId = '';
  #usedFlags: readonly number[] = [];
  readonly #updates: UpdateRequests;

  constructor(
    readonly options: WorkflowWorkerOptions,
    readonly workflowId: string,
    readonly runId: string,
    /** This run belongs to a replay: nothing of it may be heard outside. */
    readonly isReplayOnly = false,
    readonly tracer?: RunTracer,
  ) {
    this.machines = new Machines(this, this.queue);
    this.#updates = new UpdateRequests(this.machines);
    this.codecs = new PayloadCodecs(options.dataConverter.payloadCodecs, {
      type: 'workflow',
      namespace: options.namespace,
      workflowId,
    });
    this.locals = new LocalActivities(this.machines.localActivities, options.runLocalActivity, (one) =>
      localActivityCall(this, one),
    );
  }

  get namespace(): string {
    return this.options.namespace;
  }

  get workflowType(): string {
    return this.#started?.attributes.workflowType?.name ?? '';
  }

  get taskTimeoutMs(): number {
    return durationToMs(this.#started?.attributes.workflowTaskTimeout);
  }

  get usedFlags(): readonly number[] {
    return this.#usedFlags;
  }

  continueAsNewDefaults(): ContinueAsNewDefaults {
    const { memo, retryPolicy, searchAttributes } = this.#started!.attributes;
    const indexedFields = { ...searchAttributes?.indexedFields, ...this.machines.upserted };
    return {
      memo,
      retryPolicy,
      searchAttributes: Object.keys(indexedFields).length > 0 ? { indexedFields } : undefined,
    };
  }

  /** Takes events and activates the workflow for each workflow task among them. Throws what fails the workflow task. */
  async advance(progress: Progress): Promise<void> {
    const { history, upTo, updates = [] } = progress;
    for (;;) {
      const sequence = nextSequence(history, this.position + 1, upTo, updates.length > 0);
      if (sequence === undefined) return;
      const { startedEventId } = sequence;
      this.#replaying = startedEventId === 0 ? !progress.restIsLive : startedEventId <= progress.previousStartedEventId;
      this.#take(history, sequence);
      if (startedEventId > 0) this.#lookAhead(history, startedEventId, upTo);
      if (!this.#replaying) this.#updates.deliverRequests(updates);
      if (startedEventId > 0 || (progress.activateRest ?? true)) await this.activateAll();
    }
  }

  /** Goes back before a workflow task of which the server has kept nothing. */
  rollBack(): void {
    invariant(this.answeredNothing, `run ${this.runId} cannot go back: its last answer had commands`);
    // The two events of the task, Scheduled and Started, were provisional.
    this.position = this.startedEventId - 2;
    this.startedEventId = this.previousStartedEventId;
  }

  /** Activates the workflow until there is nothing more to tell it in this workflow task. */
  async activateAll(): Promise<void> {
    while (!this.hasEnded && (this.machines.jobs.length > 0 || this.locals.resolveNext())) {
      let jobs: Job[] = sortJobs(this.machines.jobs);
      this.machines.jobs = [];
      const instance = this.#instance();
      if (!this.codecs.isEmpty) jobs = await this.codecs.decode(jobs);
      const result = await instance.activate(this.#activationOf(jobs));
      this.#usedFlags = result.usedFlags;
      this.versioningBehavior = result.versioningBehavior;
      let { commands } = result;
      // While history is replayed commands go nowhere: their payloads need not be encoded.
      if (!this.codecs.isEmpty) {
        if (this.#replaying) this.codecs.note(commands);
        else commands = await this.codecs.encode(commands);
      }
      for (const command of commands) this.machines.onCommand(command);
      const calling = this.#callSinks(instance);
      if (calling) await calling;
      if (this.queue.ended) this.#end();
    }
    // Nothing reaches a workflow after its end.
    if (this.hasEnded) this.machines.jobs = [];
  }

  /** From now on, queries for stacks are answered with these. */
  showWaits(waits: readonly Wait[]): void {
    this.#instance().showWaits(waits);
  }

  /** Answers queries. Commands that their handlers issue are carried out with the workflow task, if there is one. */
  async answer(queries: ReadonlyMap<string, WorkflowQuery>, withinTask: boolean): Promise<QueryAnswer[]> {
    const jobs: JobOf<'queryWorkflow'>[] = [];
    for (const [queryId, query] of queries) {
      jobs.push({
        variant: 'queryWorkflow',
        queryWorkflow: {
          queryId,
          queryType: query.queryType,
          arguments: query.queryArgs?.payloads ?? [],
          headers: query.header?.fields ?? {},
        },
      });
    }
    const instance = this.#instance();
    const decoded = this.codecs.isEmpty ? jobs : await this.codecs.decode(jobs);
    const { commands } = await instance.query(decoded);
    const answers: QueryAnswer[] = [];
    const others: LangCommand[] = [];
    for (const command of this.codecs.isEmpty ? commands : await this.codecs.encode(commands)) {
      const { respondToQuery: response } = command;
      if (!response) others.push(command);
      else if (response.failed) answers.push({ queryId: response.queryId!, failure: response.failed });
      else answers.push({ queryId: response.queryId!, success: { payloads: [response.succeeded!.response!] } });
    }
    const calling = this.#callSinks(instance);
    if (calling) await calling;
    if (withinTask) for (const command of others) this.machines.onCommand(command);
    else if (others.length > 0) throw new TypeError(LEGACY_QUERY_WITH_COMMANDS);
    return answers;
  }

  /** Handlers of signals and updates that still run, unless they may be abandoned; undefined when there are none. */
  unfinishedHandlers(): UnfinishedHandlers | undefined {
    if (this.instance === undefined) return undefined;
    const { inProgressSignals, inProgressUpdates } = this.instance.activator;
    const signals = [...inProgressSignals.values()].filter((one) => one.unfinishedPolicy === WARN_AND_ABANDON);
    const updates = [...inProgressUpdates.values()].filter((one) => one.unfinishedPolicy === WARN_AND_ABANDON);
    if (signals.length + updates.length === 0) return undefined;
    const { workflowId, runId, workflowType } = this;
    return { workflowId, runId, workflowType, signals, updates };
  }

  dispose(): void {
    this.locals.dispose();
    this.instance?.dispose();
    this.instance = undefined;
  }

  #take(history: HistoryView, sequence: Sequence): void {
    let expectsCommandEvents = false;
    for (let id = sequence.from; id <= sequence.to; id++) {
      const event = history.event(id);
      this.position = id;
      if (isCommandEvent(event)) {
        this.queue.match(event);
        continue;
      }
      if (expectsCommandEvents) this.queue.expectNone();
      expectsCommandEvents = event.type === 'WorkflowTaskCompleted';
      this.#takeEvent(event, sequence);
    }
    if (expectsCommandEvents || sequence.startedEventId === 0) this.queue.expectNone();
    if (sequence.startedEventId > 0) {
      this.previousStartedEventId = this.startedEventId;
      this.startedEventId = sequence.startedEventId;
    }
  }

  #takeEvent(event: AnyEvent, sequence: Sequence): void {
    switch (event.type) {
      case 'WorkflowExecutionStarted':
        this.#started = event;
        this.time.advance(event.time);
        this.machines.deliver(initializeJob(event));
        break;
      case 'WorkflowTaskStarted':
        if (event.id !== sequence.startedEventId) break;
        this.time.advance(event.time);
        this.#taskStarted = event.attributes;
        break;
      case 'WorkflowTaskCompleted':
        this.flags.onTaskCompleted(event.attributes.sdkMetadata);
        break;
      case 'WorkflowTaskFailed':
        if (event.attributes.cause === RESET_WORKFLOW) this.#deliverSeed(event.attributes.newRunId!);
        break;
      case 'WorkflowExecutionUpdateAdmitted':
        this.#updates.admit(event);
        break;
      default:
        this.machines.onEvent(event);
    }
  }

  #deliverSeed(newRunId: string): void {
    const seed = randomnessSeed(newRunId);
    // The SDK asks the Long for its bytes, and for nothing else.
    this.machines.deliver({
      variant: 'updateRandomSeed',
      updateRandomSeed: { randomnessSeed: { toBytes: () => seed } as never },
    });
  }

  /** What history says about the completion of the workflow task that is being entered: for a live task, nothing. */
  #lookAhead(history: HistoryView, startedEventId: number, upTo: number): void {
    let id = startedEventId + 1;
    const completed = id <= upTo ? history.event(id) : undefined;
    this.#buildId = this.options.buildId ?? '';
    if (completed?.type !== 'WorkflowTaskCompleted') return;
    this.flags.onTaskAhead(completed.attributes.sdkMetadata);
    this.#buildId = completed.attributes.workerVersion?.buildId ?? '';
    const markers: LocalActivityMarker[] = [];
    for (id++; id <= upTo; id++) {
      const event = history.event(id);
      if (!isCommandEvent(event)) break;
      if (event.type === 'MarkerRecorded') {
        const patch = patchMarkerOf(event);
        if (patch) this.#deliverPatch(patch.id);
        const marker = localActivityMarkerOf(event);
        if (marker) markers.push(marker);
      } else if (event.type === 'WorkflowExecutionUpdateAccepted') {
        this.#updates.deliverAccepted(event);
      }
    }
    this.locals.expect(markers);
  }

  #deliverPatch(patchId: string): void {
    this.machines.onPatchKnown(patchId);
    this.machines.deliver({ variant: 'notifyHasPatch', notifyHasPatch: { patchId } });
  }

  #end(): void {
    this.hasEnded = true;
    if (this.#replaying || this.isReplayOnly) return;
    const handlers = this.unfinishedHandlers();
    if (handlers) this.options.onUnfinishedHandlers?.(handlers);
  }

  #activationOf(jobs: Job[]): Activation {
    return {
      jobs,
      now: this.time.now,
      isReplaying: this.#replaying,
      historyLength: this.position,
      historySize: this.#taskStarted.historySizeBytes ?? 0,
      continueAsNewSuggested: this.#taskStarted.suggestContinueAsNew ?? false,
      suggestContinueAsNewReasons: this.#taskStarted.suggestContinueAsNewReasons as number[] | null | undefined,
      targetWorkerDeploymentVersionChanged: this.#taskStarted.targetWorkerDeploymentVersionChanged ?? false,
      currentBuildId: this.#buildId,
      flags: this.flags.available,
      lastSdkVersion: this.flags.lastSdkVersion,
    };
  }

  /** A sink that waits for the world, say for a call of its client, must not keep it from going on. */
  #callSinks(instance: WorkflowInstance): Promise<unknown> | undefined {
    const calls = instance.takeSinkCalls();
    if (calls.length === 0) return undefined;
    const calling = callSinks(calls, this.options.sinks, this.options.logger, this.isReplayOnly);
    return calling && this.options.awaitSinks ? this.options.awaitSinks(this.runId, calling) : calling;
  }

  #instance(): WorkflowInstance {
    if (this.instance === undefined) {
      invariant(this.#started, `run ${this.runId} has no WorkflowExecutionStarted event`);
      this.instance = createInstance(this.options, this.#started, this, this.time.now);
      this.tracer?.onInstance(this.instance);
    }
    return this.instance;
  }
}

/** WorkflowTaskFailedCause of a reset. */
const RESET_WORKFLOW = 20;
const { WARN_AND_ABANDON } = HandlerUnfinishedPolicy;
const LEGACY_QUERY_WITH_COMMANDS =
  'Workflow completion had a legacy query response along with other commands: query handlers must not issue commands';
