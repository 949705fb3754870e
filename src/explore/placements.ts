/** Every single fault that could happen somewhere in a run like those seen so far. */
import { FAULT_KINDS, type Fault, type FaultKind } from '../faults/fault';
import type { ActivityPoint, Points } from './points';

/** What a client or a deployment does: not every workflow must survive it. */
const OPT_IN_KINDS = new Set<FaultKind>(['cancel', 'terminate', 'signal-twice', 'deploy']);

/** What is drawn unless an exploration names its kinds: all that a workflow must survive without its author having to say so. */
export const DEFAULT_KINDS: readonly FaultKind[] = FAULT_KINDS.filter((kind) => !OPT_IN_KINDS.has(kind));

/** Kinds that a client of a real cluster would not notice but for the time that they take: the outcome must stay the same. */
export const TRANSIENT_KINDS: readonly FaultKind[] = [
  'activity-failure',
  'completion-lost',
  'delay',
  'worker-crash',
  'eviction',
];

/** Calls and attempts beyond these say nothing new. */
const CALLS_MAX = 8;
const ATTEMPTS_MAX = 3;
/** Delays that matter although nothing in force has this length: an instant, the sticky queue's timeout, an hour. */
const COMMON_DELAYS = [1, 6000, 3_600_000];

export interface PlacementOptions {
  /** Failures that are not retried: everywhere, or nowhere. Default: where an activity may fail for good (see `ActivityPoint`). */
  readonly nonRetryable?: boolean;
  /** Only faults that must not change the outcome: failures that are retried, delays that no timeout notices. */
  readonly transient?: boolean;
  /** Also at calls and attempts of which earlier ones have shown what there is to see. */
  readonly all?: boolean;
}

export function placements(points: Points, kinds: readonly FaultKind[], options: PlacementOptions = {}): Fault[] {
  const on = new Set(kinds);
  return [
    ...activityFaults(points, on, options),
    ...eventFaults(points, on),
    ...taskDelays(points, on, options),
    ...requestFaults(points, on, options),
    ...reorders(points, on),
  ];
}

function* activityFaults(points: Points, on: ReadonlySet<FaultKind>, options: PlacementOptions): Generator<Fault> {
  for (const [activity, point] of points.activities) {
    for (const place of activityPlaces(activity, point, options)) {
      if (on.has('activity-failure')) {
        yield { kind: 'activity-failure', ...place };
        if (!options.transient && (options.nonRetryable ?? point.mayFailForGood)) {
          yield { kind: 'activity-failure', ...place, failure: { nonRetryable: true } };
        }
      }
      if (on.has('activity-timeout')) yield { kind: 'activity-timeout', ...place };
      if (on.has('completion-lost') && !point.isLocal) yield { kind: 'completion-lost', ...place };
      if (on.has('worker-crash')) {
        yield { kind: 'worker-crash', ...place };
        // In the middle of it: some of the work is done, and some is not.
        if (point.lastsMs > 1) yield { kind: 'worker-crash', ...place, after: Math.floor(point.lastsMs / 2) };
      }
      if (point.isLocal) continue;
      if (on.has('heartbeat-lost') && point.hasHeartbeatTimeout) {
        yield { kind: 'heartbeat-lost', ...place };
        yield { kind: 'heartbeat-lost', ...place, after: 1 };
      }
      if (!on.has('delay')) continue;
      for (const by of delays(points, options)) {
        yield { kind: 'delay', of: 'completion', ...place, by };
        yield { kind: 'delay', of: 'start', ...place, by };
      }
    }
  }
}

function* activityPlaces(
  activity: string,
  { calls, attempts }: ActivityPoint,
  { all }: PlacementOptions,
): Generator<{ activity: string; attempt?: number; call?: number }> {
  for (let call = 1; call <= (all ? calls : Math.min(calls, CALLS_MAX)); call++) {
    for (let attempt = 1; attempt <= (all ? attempts : Math.min(attempts, ATTEMPTS_MAX)); attempt++) {
      // What is the default is left out: a plan is read by people.
      yield { activity, ...(attempt > 1 && { attempt }), ...(call > 1 && { call }) };
    }
  }
}

function* eventFaults(points: Points, on: ReadonlySet<FaultKind>): Generator<Fault> {
  const several = points.events.size > 1;
  for (const [workflowId, lengths] of points.events) {
    // At its last event a workflow has closed.
    const last = Math.max(...lengths);
    for (const event of [...lengths].sort((a, b) => a - b)) {
      const place = { event, ...(several && { workflowId }) };
      if (on.has('worker-crash')) yield { kind: 'worker-crash', ...place };
      if (on.has('eviction')) yield { kind: 'eviction', ...place };
      if (on.has('deploy')) yield { kind: 'deploy', ...place };
      if (event === last) continue;
      if (on.has('cancel')) yield { kind: 'cancel', ...place };
      if (on.has('terminate')) yield { kind: 'terminate', ...place };
    }
  }
}

function* taskDelays(points: Points, on: ReadonlySet<FaultKind>, options: PlacementOptions): Generator<Fault> {
  if (!on.has('delay')) return;
  for (let task = 1; task <= points.workflowTasks; task++) {
    for (const by of delays(points, options))
      yield { kind: 'delay', of: 'workflow-task', by, ...(task > 1 && { task }) };
  }
}

function* requestFaults(points: Points, on: ReadonlySet<FaultKind>, options: PlacementOptions): Generator<Fault> {
  if (on.has('signal-twice')) {
    for (const [signal, count] of points.signals) {
      for (let call = 1; call <= (options.all ? count : Math.min(count, CALLS_MAX)); call++) {
        yield { kind: 'signal-twice', signal, ...(call > 1 && { call }) };
        for (const after of delays(points, options))
          yield { kind: 'signal-twice', signal, ...(call > 1 && { call }), after };
      }
    }
  }
  if (!on.has('delay')) return;
  for (const [method, count] of points.requests) {
    if (!changesSomething(method)) continue;
    for (let call = 1; call <= (options.all ? count : Math.min(count, CALLS_MAX)); call++) {
      for (const by of delays(points, options))
        yield { kind: 'delay', of: 'request', method, by, ...(call > 1 && { call }) };
    }
  }
}

function* reorders(points: Points, on: ReadonlySet<FaultKind>): Generator<Fault> {
  if (!on.has('reorder')) return;
  for (let choice = 1; choice <= points.choices; choice++) yield { kind: 'reorder', choice, index: 1 };
}

/** Both sides of each duration in force, and a few that always matter. */
function delays(points: Points, { transient }: PlacementOptions): number[] {
  if (transient) return [1, 1000].filter((ms) => Math.min(...points.boundaries) > ms);
  const all = new Set(COMMON_DELAYS);
  for (const boundary of points.boundaries) {
    for (const ms of [boundary - 1, boundary, boundary + 1]) if (ms > 0) all.add(ms);
  }
  return [...all].sort((a, b) => a - b);
}

/**
 * How much a fault is likely to say, from 0, the most. Of the durations that it may have, one beyond all that is in force says most;
 * then those just beyond a boundary, for what was in time is too late then, and a few common ones.
 */
export function obscurity(fault: Fault, { boundaries }: Points): 0 | 1 | 2 {
  const duration = fault.kind === 'delay' ? fault.by : fault.kind === 'signal-twice' ? fault.after : undefined;
  if (typeof duration !== 'number' || duration > Math.max(...boundaries)) return 0;
  return COMMON_DELAYS.includes(duration) || boundaries.has(duration - 1) ? 1 : 2;
}

/** Calls that only look are late without consequence. */
function changesSomething(method: string): boolean {
  return !/^(get|describe|list|count|poll)/i.test(method);
}
