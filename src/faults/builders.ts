import type {
  ActivityDelay,
  ActivityFailure,
  ActivityPlace,
  ActivityTimeout,
  Cancel,
  CompletionLost,
  Deploy,
  Eviction,
  FaultDuration,
  HeartbeatLost,
  Reorder,
  RequestDelay,
  SignalTwice,
  Terminate,
  WorkerCrash,
  WorkflowTaskDelay,
} from './fault';

type Place = Omit<ActivityPlace, 'activity'>;
type Rest<T> = Omit<T, 'kind' | 'activity'>;

/**
 * Builds entries of a fault plan; each is plain JSON data and may as well be written by hand.
 *
 * ```ts
 * World.create({ workflows, activities, faults: [fault.activityFailure('charge', { attempt: 2 })] });
 * ```
 */
export const fault = {
  /** An attempt throws a failure instead of running. Default: a retryable one. */
  activityFailure: (activity: string, rest: Rest<ActivityFailure> = {}): ActivityFailure => ({
    kind: 'activity-failure',
    activity,
    ...rest,
  }),

  /** An attempt hangs until a timeout of its options ends it. */
  activityTimeout: (activity: string, rest: Rest<ActivityTimeout> = {}): ActivityTimeout => ({
    kind: 'activity-timeout',
    activity,
    ...rest,
  }),

  /** An attempt runs, its side effect happens, its answer never arrives. */
  completionLost: (activity: string, rest: Place = {}): CompletionLost => ({
    kind: 'completion-lost',
    activity,
    ...rest,
  }),

  /** Heartbeats of an attempt stop arriving after the first `after` of them. */
  heartbeatLost: (activity: string, rest: Rest<HeartbeatLost> = {}): HeartbeatLost => ({
    kind: 'heartbeat-lost',
    activity,
    ...rest,
  }),

  /** An attempt reaches its worker late. */
  delayStart: (activity: string, by: FaultDuration, rest: Place = {}): ActivityDelay => ({
    kind: 'delay',
    of: 'start',
    activity,
    by,
    ...rest,
  }),

  /** The answer of an attempt reaches the server late. */
  delayCompletion: (activity: string, by: FaultDuration, rest: Place = {}): ActivityDelay => ({
    kind: 'delay',
    of: 'completion',
    activity,
    by,
    ...rest,
  }),

  /** A workflow task reaches its worker late. */
  delayWorkflowTask: (
    by: FaultDuration,
    rest: Omit<WorkflowTaskDelay, 'kind' | 'of' | 'by'> = {},
  ): WorkflowTaskDelay => ({ kind: 'delay', of: 'workflow-task', by, ...rest }),

  /** A client's call reaches the server late. */
  delayRequest: (by: FaultDuration, rest: Omit<RequestDelay, 'kind' | 'of' | 'by'> = {}): RequestDelay => ({
    kind: 'delay',
    of: 'request',
    by,
    ...rest,
  }),

  /** A worker dies at `{ event }` of a workflow, `{ at }` a time or during an attempt of `{ activity }`, and comes back after `restartAfter`. */
  workerCrash: (place: DistributiveOmit<WorkerCrash, 'kind'>): WorkerCrash => ({ kind: 'worker-crash', ...place }),

  /** The worker forgets a cached run. */
  eviction: (place: Omit<Eviction, 'kind'>): Eviction => ({ kind: 'eviction', ...place }),

  /** At the given choice, another step goes first. */
  reorder: (choice: number, index: number): Reorder => ({ kind: 'reorder', choice, index }),

  /** A client asks for the cancellation of a workflow. */
  cancel: (place: Omit<Cancel, 'kind'>): Cancel => ({ kind: 'cancel', ...place }),

  /** A client terminates a workflow. */
  terminate: (place: Omit<Terminate, 'kind'>): Terminate => ({ kind: 'terminate', ...place }),

  /** A client sends a signal twice. */
  signalTwice: (signal?: string, rest: Omit<SignalTwice, 'kind' | 'signal'> = {}): SignalTwice => ({
    kind: 'signal-twice',
    ...(signal !== undefined && { signal }),
    ...rest,
  }),

  /** All workers get the other version of the workflow code: the option `deploy` of the world. */
  deploy: (place: DistributiveOmit<Deploy, 'kind'>): Deploy => ({ kind: 'deploy', ...place }),
} as const;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
