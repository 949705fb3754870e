import {
  type FailureConverter,
  isWorkflowFunctionWithOptions,
  isWorkflowFunctionWithStaticOptions,
  type PayloadConverter,
  type Workflow,
} from '@temporalio/common';
import { suggestContinueAsNewReasonsFromProto } from '@temporalio/common/lib/continue-as-new';
import type { WorkflowInfo, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import type { SinkCall } from '@temporalio/workflow/lib/sinks';
import { enterRealm } from '../../clock/realm';
import type { Activation, ActivationResult, Job, JobOf } from './activation';
import { Activator, SdkFlags, workerInterface } from './runtime';
import { fillStackStore } from './stack-store';
import type { Wait } from './trace';
import { WorkflowRealm } from './workflow-realm';

/** The SDK's own error for a type that the code does not have; beside its text it knows which types there are. */
export class UnknownWorkflowTypeError extends TypeError {
  readonly known: readonly string[];

  constructor(message: string, workflows: Readonly<Record<string, unknown>>) {
    super(message);
    // In histories it must read like the SDK's.
    this.name = 'TypeError';
    this.known = Object.keys(workflows).filter((name) => typeof workflows[name] === 'function');
  }
}

/** A module of workflow interceptors, as users write it: `export const interceptors = () => ({ inbound: [...] })`. */
export interface InterceptorModule {
  readonly interceptors?: WorkflowInterceptorsFactory;
}

export interface InstanceOptions {
  readonly info: WorkflowInfo;
  /** Eight bytes. */
  readonly randomnessSeed: number[];
  /** Workflow time of the first activation: milliseconds since the epoch. */
  readonly now: number;
  readonly payloadConverter: PayloadConverter;
  readonly failureConverter: FailureConverter;
  /** Converters that come with the run's own modules, and take the place of those. Called inside the run's realm. */
  readonly loadConverters?: () => { readonly payloadConverter?: unknown; readonly failureConverter?: unknown };
  /** The workflow functions of this run by type; `default` is the one for all other types. Called inside the run's realm. */
  readonly loadWorkflows: () => Readonly<Record<string, unknown>>;
  readonly loadInterceptors: () => readonly InterceptorModule[];
  readonly registeredActivityNames: Set<string>;
  readonly failureExceptionTypeNames: string[];
  readonly showStackTraceSources: boolean;
  readonly getTimeOfDay: () => bigint;
  readonly patchActivationCallback?: (info: WorkflowInfo, patchId: string) => boolean;
  /** Resolves after the process has run all that is ready: one hop to a later macrotask. */
  readonly drain: () => Promise<void>;
}

/** A rejected promise of workflow code that nobody handled, as the real worker reports it. */
class UnhandledRejectionError extends Error {
  override readonly name = 'UnhandledRejectionError';

  constructor(cause: unknown) {
    super(`Unhandled Promise rejection: ${cause}`, { cause });
  }
}

const NO_SOURCE_MAP = { version: 3, sources: [], names: [], mappings: '' };

/**
 * One run of a workflow in the runtime of `@temporalio/workflow`: its Activator, driven as the real worker drives it.
 * An instance that has thrown must be disposed of.
 */
export class WorkflowInstance {
  readonly activator: Activator;
  readonly realm: WorkflowRealm;
  readonly #drain: () => Promise<void>;
  #unhandledRejection: { reason: UnhandledRejectionError } | undefined;

  /** Throws what the SDK throws where the workflow type is unknown or a module of interceptors is broken. */
  constructor(options: InstanceOptions) {
    this.#drain = options.drain;
    this.activator = new Activator({
      info: options.info,
      randomnessSeed: options.randomnessSeed,
      now: options.now,
      showStackTraceSources: options.showStackTraceSources,
      sourceMap: NO_SOURCE_MAP as never,
      getTimeOfDay: options.getTimeOfDay,
      registeredActivityNames: options.registeredActivityNames,
      stackTracesEnabled: true,
      failureExceptionTypeNames: options.failureExceptionTypeNames,
      patchActivationCallback: options.patchActivationCallback,
    });
    this.realm = new WorkflowRealm(this.activator, (reason) => this.#onUnhandledRejection(reason));
    this.activator.payloadConverter = options.payloadConverter;
    this.activator.failureConverter = options.failureConverter;
    enterRealm(this.realm, () => {
      const { payloadConverter, failureConverter } = options.loadConverters?.() ?? {};
      if (payloadConverter) this.activator.payloadConverter = payloadConverter as PayloadConverter;
      if (failureConverter) this.activator.failureConverter = failureConverter as FailureConverter;
      this.#installInterceptors(options.loadInterceptors());
      this.#installWorkflow(options.loadWorkflows());
    });
  }

  #installInterceptors(modules: readonly InterceptorModule[]): void {
    const { inbound, outbound, internals } = this.activator.interceptors;
    for (const { interceptors: factory } of modules) {
      if (factory === undefined) continue;
      if (typeof factory !== 'function') {
        throw new TypeError(
          `Failed to initialize workflows interceptors: expected a function, but got: '${String(factory)}'`,
        );
      }
      const made = factory();
      inbound.push(...(made.inbound ?? []));
      outbound.push(...(made.outbound ?? []));
      internals.push(...(made.internals ?? []));
    }
  }

  #installWorkflow(workflows: Readonly<Record<string, unknown>>): void {
    const { activator } = this;
    const type = activator.info.workflowType;
    const named = workflows[type];
    const workflow = typeof named === 'function' ? named : workflows.default;
    if (typeof workflow !== 'function') {
      const details =
        named === undefined
          ? 'no such function is exported by the workflow bundle'
          : `expected a function, but got: '${typeof named}'`;
      throw new UnknownWorkflowTypeError(`Failed to initialize workflow of type '${type}': ${details}`, workflows);
    }
    activator.workflow = workflow as Workflow;
    if (isWorkflowFunctionWithOptions(workflow)) {
      const { workflowDefinitionOptions } = workflow;
      if (typeof workflowDefinitionOptions === 'object') {
        activator.versioningBehavior = workflowDefinitionOptions.versioningBehavior;
        activator.workflowDefinitionFailureExceptionTypes = workflowDefinitionOptions.failureExceptionTypes;
      } else {
        activator.workflowDefinitionOptionsGetter = workflowDefinitionOptions;
      }
    }
    if (isWorkflowFunctionWithStaticOptions(workflow)) activator.typeInfo = workflow.staticOptions.typeInfo;
  }

  /** Runs one activation to its end. Throws what fails the workflow task. */
  async activate(activation: Activation): Promise<ActivationResult> {
    this.#prepare(activation);
    const init = activation.jobs.find((job) => job.variant === 'initializeWorkflow') as
      | JobOf<'initializeWorkflow'>
      | undefined;
    if (init) enterRealm(this.realm, () => workerInterface.initialize(init.initializeWorkflow));
    let batchIndex = 0;
    for (const jobs of this.#batches(activation.jobs)) {
      this.#call(jobs, batchIndex++);
      do {
        await this.#drain();
        this.#throwUnhandled();
      } while (enterRealm(this.realm, workerInterface.tryUnblockConditions) > 0);
    }
    return this.#conclude();
  }

  /** Answers queries; the commands of the result are the answers and whatever else the handlers issued. */
  async query(queries: JobOf<'queryWorkflow'>[]): Promise<ActivationResult> {
    this.activator.mutateWorkflowInfo((info) => ({
      ...info,
      unsafe: { ...info.unsafe, isReplaying: true, isReplayingHistoryEvents: false },
    }));
    this.#call(queries, 0);
    await this.#drain();
    this.#throwUnhandled();
    return this.#conclude();
  }

  /** From now on, queries for stacks are answered with these. */
  showWaits(waits: readonly Wait[]): void {
    fillStackStore(this.activator.promiseStackStore, waits);
  }

  takeSinkCalls(): SinkCall[] {
    return this.activator.sinkCalls.length === 0 ? [] : this.activator.getAndResetSinkCalls();
  }

  /** Lets interceptors clean up. Promises that the workflow awaits stay as they are: nothing is rejected. */
  dispose(): void {
    enterRealm(this.realm, workerInterface.dispose);
  }

  #prepare(activation: Activation): void {
    const { activator } = this;
    activator.now = activation.now;
    activator.mutateWorkflowInfo((info) => infoOfActivation(info, activation));
    // The SDK only iterates over them.
    activator.addKnownFlags(activation.flags as number[]);
    if (activation.lastSdkVersion) activator.sdkVersion = activation.lastSdkVersion;
  }

  /** Patches are applied at once; the rest is one batch, or two where history was made by an SDK before 1.11. */
  #batches(jobs: Job[]): Job[][] {
    const { activator } = this;
    if (jobs.length === 1 && jobs[0]!.variant !== 'notifyHasPatch' && jobs[0]!.variant !== 'updateRandomSeed') {
      return [jobs];
    }
    const hasSignals = jobs.some((job) => job.variant === 'signalWorkflow');
    const asOneBatch = !hasSignals || activator.hasFlag(SdkFlags.ProcessWorkflowActivationJobsAsSingleBatch);
    const rest: Job[] = [];
    let seed: JobOf<'updateRandomSeed'> | undefined;
    for (const job of jobs) {
      if (job.variant === 'notifyHasPatch') activator.notifyHasPatch(job.notifyHasPatch);
      else if (asOneBatch && job.variant === 'updateRandomSeed') seed = job;
      else rest.push(job);
    }
    if (seed) activator.updateRandomSeed(seed.updateRandomSeed);
    if (asOneBatch) return [rest];
    const signals = rest.filter((job) => job.variant === 'signalWorkflow');
    const others = rest.filter((job) => job.variant !== 'signalWorkflow');
    return [signals, others].filter((batch) => batch.length > 0);
  }

  #call(jobs: Job[], batchIndex: number): void {
    // The SDK reads nothing of an activation but its jobs, and of a job only `variant` and the field that this names.
    enterRealm(this.realm, () => workerInterface.activate({ jobs } as never, batchIndex));
  }

  /** The hop before ran all promise continuations, and then let Node report the rejections that nobody handled. */
  #throwUnhandled(): void {
    if (this.#unhandledRejection) throw this.#unhandledRejection.reason;
  }

  #conclude(): ActivationResult {
    const { successful } = enterRealm(this.realm, workerInterface.concludeActivation);
    return {
      commands: successful!.commands!,
      usedFlags: successful!.usedInternalFlags!,
      versioningBehavior: successful!.versioningBehavior ?? undefined,
    };
  }

  #onUnhandledRejection(reason: unknown): void {
    const error = new UnhandledRejectionError(reason);
    this.activator.workflowTaskError = error;
    this.#unhandledRejection = { reason: error };
  }
}

/** Workflow code may hold on to earlier infos, so each activation has its own. (A spread with overrides takes twice as long.) */
function infoOfActivation(before: WorkflowInfo, activation: Activation): WorkflowInfo {
  const info: { -readonly [K in keyof WorkflowInfo]: WorkflowInfo[K] } = { ...before };
  info.historyLength = activation.historyLength;
  info.historySize = activation.historySize;
  info.continueAsNewSuggested = activation.continueAsNewSuggested;
  info.targetWorkerDeploymentVersionChanged = activation.targetWorkerDeploymentVersionChanged;
  info.suggestedContinueAsNewReasons = suggestContinueAsNewReasonsFromProto(
    activation.suggestContinueAsNewReasons as number[] | null | undefined,
  );
  info.currentBuildId = activation.currentBuildId;
  info.currentDeploymentVersion = undefined;
  const { isReplaying } = activation;
  if (before.unsafe.isReplaying !== isReplaying || before.unsafe.isReplayingHistoryEvents !== isReplaying) {
    info.unsafe = { ...before.unsafe, isReplaying, isReplayingHistoryEvents: isReplaying };
  }
  return info;
}
