/** The in-memory server: namespaces, executions, task queues. Its methods are called by `rpc/` and by executions. */
import { type Duration, msToDuration } from '../base/api';
import { IdSource } from '../base/ids';
import type { Step, StepLabel } from '../base/step';
import type { VirtualClock } from '../clock/virtual-clock';
import type { ServerContext, ServerObserver } from './execution/context';
import type { Execution, StartSpec } from './execution/execution';
import type { SearchAttributeType, SearchAttributeTypes } from './execution/search-attributes';
import { startExecution } from './execution/start';
import { Matching } from './matching';
import { Namespace } from './namespace';
import type { ServerVersion } from './policy/retry-policy';
import type { StandaloneActivity } from './standalone/standalone-activity';
import { invalidArgument, notFound } from './status';
import { idConflict } from './workflow-ids';

export interface ServerOptions {
  readonly clock: VirtualClock;
  readonly seed: number | string;
  readonly version: ServerVersion;
  readonly post: (step: Step) => void;
  /** Seeded, from 0 up to 1. Default: always 0, so that there is no jitter. */
  readonly random?: () => number;
  /** True: a fault makes a task lost or late; it comes to its queue when `goOn` is called. */
  readonly isIntercepted?: (label: StepLabel, goOn: () => void) => boolean;
  readonly observer?: ServerObserver;
  /** Namespaces that exist from the start. Default: `default`. */
  readonly namespaces?: readonly string[];
  /** How long those keep closed runs, in milliseconds. Default: a day, as on a dev server. */
  readonly retentionMs?: number;
  /** Custom search attributes of every namespace: others are refused. Undefined: others are taken as they come. */
  readonly searchAttributes?: Readonly<Record<string, SearchAttributeType>>;
}

const DAY_MS = 24 * 3600 * 1000;

export class Server implements ServerContext {
  readonly clock: VirtualClock;
  readonly ids: IdSource;
  readonly version: ServerVersion;
  readonly matching: Matching;
  readonly observer: ServerObserver;
  readonly post: (step: Step) => void;
  readonly random: () => number;
  readonly namespaces = new Map<string, Namespace>();
  private readonly durations = new Map<number, Duration>();

  constructor(private readonly options: ServerOptions) {
    this.clock = options.clock;
    this.version = options.version;
    this.ids = new IdSource(options.seed, 'server');
    this.post = options.post;
    this.random = options.random ?? (() => 0);
    this.observer = options.observer ?? {};
    this.matching = new Matching(() => this.clock.now(), options.post, options.isIntercepted);
    for (const name of options.namespaces ?? ['default']) {
      this.addNamespace(name).retentionMs = options.retentionMs ?? DAY_MS;
    }
  }

  addNamespace(name: string): Namespace {
    const { clock, options, ids } = this;
    const namespace = new Namespace(name, ids.uuid(), clock.now(), options.searchAttributes, () => clock.now());
    this.namespaces.set(name, namespace);
    return namespace;
  }

  /** @throws INVALID_ARGUMENT for no name, NOT_FOUND with a NamespaceNotFoundFailure for an unknown one. */
  namespace(name: string | null | undefined): Namespace {
    if (!name) throw invalidArgument('Namespace is empty.');
    const found = this.namespaces.get(name);
    if (found) return found;
    throw notFound(`Namespace ${name} is not found.`, { type: 'NamespaceNotFoundFailure', value: { namespace: name } });
  }

  namespaceId(name: string): string {
    return this.namespaces.get(name)?.id ?? '';
  }

  searchAttributeTypes(namespace: string): SearchAttributeTypes {
    return this.namespace(namespace).searchAttributes;
  }

  find(namespace: string, workflowId: string, runId?: string | null): Execution | undefined {
    this.observer.looked?.(workflowId);
    return this.namespaces.get(namespace)?.find(workflowId, runId);
  }

  /** The run with that id, in whatever namespace. */
  findRun(runId: string): Execution | undefined {
    for (const namespace of this.namespaces.values()) {
      const execution = namespace.runs.findRun(runId);
      if (execution) return execution;
    }
    return undefined;
  }

  /** The run of a standalone activity with that id, in whatever namespace. */
  findStandaloneRun(runId: string): StandaloneActivity | undefined {
    for (const { standalone } of this.namespaces.values()) {
      const activity = standalone.findRun(runId);
      if (activity) return activity;
    }
    return undefined;
  }

  startRun(namespace: string, spec: StartSpec, runId: string, beforeTask?: (x: Execution) => void): Execution {
    const execution = startExecution(this, namespace, spec, runId, beforeTask);
    this.adopt(execution);
    return execution;
  }

  /** From now on this run can be found, as the current one of its workflow id. */
  adopt(execution: Execution): void {
    this.namespace(execution.namespace).add(execution);
    this.observer.started?.(execution);
  }

  runClosed(execution: Execution): void {
    const namespace = this.namespace(execution.namespace);
    namespace.runs.close(execution);
    namespace.schedules.runClosed(execution);
    this.observer.closed?.(execution);
  }

  childConflict(
    namespace: string,
    workflowId: string,
    reusePolicy: number,
  ): 'WORKFLOW_ALREADY_EXISTS' | 'NAMESPACE_NOT_FOUND' | undefined {
    if (!this.namespaces.has(namespace)) return 'NAMESPACE_NOT_FOUND';
    const current = this.find(namespace, workflowId);
    if (!current) return undefined;
    const conflict = idConflict(current, { reusePolicy, conflictPolicy: 0 });
    if (conflict.kind === 'terminate') {
      conflict.terminate(this.ids.uuid());
      return undefined;
    }
    return conflict.kind === 'none' ? undefined : 'WORKFLOW_ALREADY_EXISTS';
  }

  duration(ms: number): Duration {
    let duration = this.durations.get(ms);
    if (!duration) {
      duration = msToDuration(ms);
      // Most durations are the same few; a stray one (an odd backoff) is not worth keeping.
      if (this.durations.size < 1000) this.durations.set(ms, duration);
    }
    return duration;
  }

  /** It is no longer there for any call; the world keeps its history. */
  remove(execution: Execution): void {
    this.namespace(execution.namespace).runs.remove(execution);
    this.observer.removed?.(execution);
  }

  /** Every run that there ever was, of every namespace, in the order of their starts. */
  *executions(): Generator<Execution> {
    for (const namespace of this.namespaces.values()) yield* namespace.executions;
  }
}
