/**
 * Faults are data: a plan is a JSON array, and each entry says where and what. An entry happens once, unless it says `every`.
 * Durations are milliseconds or texts such as '30 seconds'.
 */

import { parseDuration } from '../base/duration';

export type FaultDuration = number | string;

/** Of a duration that a plan names, in milliseconds. */
export function faultMs(duration: FaultDuration): number {
  return parseDuration(duration, 'a fault');
}

/** Which attempts of which activity. */
export interface ActivityPlace {
  /** The activity's type; `*`: any. */
  readonly activity: string;
  /** From 1. Default 1. `every`: all that come. */
  readonly attempt?: number | 'every';
  /** Which call of this activity, from 1, in the order in which workers are offered them. Default 1. `every`: all that come. */
  readonly call?: number | 'every';
  /** Calls of this workflow alone. Default: of any. */
  readonly workflowId?: string;
  /** Only while this much time of the world has gone by: from (included) and until (excluded), counted from the world's start. */
  readonly between?: readonly [from: FaultDuration, until: FaultDuration];
}

/** Right after a workflow's history has reached this length. */
export interface EventPlace {
  /** An event id: the fault happens once this event is written. */
  readonly event: number;
  /** Default: the first workflow that gets there. */
  readonly workflowId?: string;
}

/** At a time of the world, counted from its start. */
export interface TimePlace {
  readonly at: FaultDuration;
}

/** Type of a failure that names no other. */
export const INJECTED_FAILURE = 'InjectedFailure';

export interface FailureSpec {
  /** Default: `injected failure`. */
  readonly message?: string;
  /** Default: `InjectedFailure`. */
  readonly type?: string;
  /** Default false: the activity's retry policy decides. */
  readonly nonRetryable?: boolean;
  readonly details?: readonly unknown[];
  /** Takes the place of the backoff before the next attempt. */
  readonly nextRetryDelay?: FaultDuration;
}

/** The attempt throws this failure instead of running. */
export interface ActivityFailure extends ActivityPlace {
  readonly kind: 'activity-failure';
  readonly failure?: FailureSpec;
  /** Only where more attempts than that have begun within the time that lies behind: what a rate limit does. */
  readonly above?: { readonly attempts: number; readonly per: FaultDuration };
}

/** The attempt hangs, and a timeout of its options follows. */
export interface ActivityTimeout extends ActivityPlace {
  readonly kind: 'activity-timeout';
  /**
   * Absent: it neither ends nor heartbeats, and whichever timeout is in force follows. `heartbeat`: the same, where a heartbeat timeout
   * is in force. `start-to-close`: it heartbeats, but never ends. `schedule-to-start`: no worker gets it.
   */
  readonly timeout?: 'start-to-close' | 'schedule-to-start' | 'heartbeat';
}

/** The attempt runs, its side effect happens, its answer never arrives. */
export interface CompletionLost extends ActivityPlace {
  readonly kind: 'completion-lost';
}

/** Heartbeats of the attempt stop arriving. */
export interface HeartbeatLost extends ActivityPlace {
  readonly kind: 'heartbeat-lost';
  /** So many arrive before. Default 0. */
  readonly after?: number;
}

/** An activity's start or answer is late. */
export interface ActivityDelay extends ActivityPlace {
  readonly kind: 'delay';
  readonly of: 'start' | 'completion';
  readonly by: FaultDuration;
}

/** A workflow task reaches its worker late: the one that follows the event, or the first. */
export interface WorkflowTaskDelay {
  readonly kind: 'delay';
  readonly of: 'workflow-task';
  readonly by: FaultDuration;
  /** Which workflow task, from 1, counted over all that are sent to workers. Default 1. `every`: all. */
  readonly task?: number | 'every';
  readonly workflowId?: string;
}

/** A client's calls reach the server late. */
export interface RequestDelay {
  readonly kind: 'delay';
  readonly of: 'request';
  readonly by: FaultDuration;
  /** Name of a method of the service, such as `SignalWorkflowExecution`. Default: any. */
  readonly method?: string;
  /** Which of these calls, from 1. Default 1. `every`: all. */
  readonly call?: number | 'every';
  readonly workflowId?: string;
}

/** Which workers die, where an attempt does not say so. */
interface Victims {
  /**
   * Default: the one that has the workflow, or the first. `all`: at one time. `one by one`: in random order (from the world's seed), the
   * next one when the one before is back.
   */
  readonly workers?: 'all' | 'one by one';
}

/** A worker dies at an event, at a time, or during an attempt: cached runs, running activities and their answers are lost. */
export type WorkerCrash = {
  readonly kind: 'worker-crash';
  /** Default 1 second. */
  readonly restartAfter?: FaultDuration;
} & (
  | (EventPlace & Victims)
  | (TimePlace & Victims)
  | (ActivityPlace & {
      /** How long the attempt has run by then. Default 0: it ends within its first instant, or is cut off there. */
      readonly after?: FaultDuration;
    })
);

/** The worker forgets a cached run: its next task is rebuilt from the history. */
export interface Eviction extends EventPlace {
  readonly kind: 'eviction';
}

/** Of the steps that can run at one instant, another one goes first. */
export interface Reorder {
  readonly kind: 'reorder';
  /** Which choice, from 1: only moments with two steps or more count. */
  readonly choice: number;
  /** Which of the steps goes first; 0 would be the one that could run first. */
  readonly index: number;
  /** What that step was, in words. A plan that meets another step there has gone stale. */
  readonly step?: string;
}

/** A client asks for this at an event of the workflow. */
export interface Cancel extends EventPlace {
  readonly kind: 'cancel';
}

/** A client does this at an event of the workflow. */
export interface Terminate extends EventPlace {
  readonly kind: 'terminate';
  /** Default: `injected termination`. */
  readonly reason?: string;
}

/** A client sends a signal again, as one does that did not see the answer to its first call. */
export interface SignalTwice {
  readonly kind: 'signal-twice';
  /** Name of the signal. Default: any. */
  readonly signal?: string;
  /** Which of these signals, from 1. Default 1. `every`: all. */
  readonly call?: number | 'every';
  readonly workflowId?: string;
  /** How much later the second one comes. Default 0. */
  readonly after?: FaultDuration;
}

/** From an event of a workflow on, or from a time, all workers run another version of the workflow code. */
export type Deploy = {
  readonly kind: 'deploy';
  /** Back to the first version after this time. Default: never. */
  readonly rollBackAfter?: FaultDuration;
} & (EventPlace | TimePlace);

export type ActivityFault = ActivityFailure | ActivityTimeout | CompletionLost | HeartbeatLost | ActivityDelay;
export type EventFault = Extract<WorkerCrash | Deploy, EventPlace> | Eviction | Cancel | Terminate;
export type TimedFault = Extract<WorkerCrash | Deploy, TimePlace>;

export type Fault =
  | ActivityFault
  | WorkflowTaskDelay
  | RequestDelay
  | WorkerCrash
  | Deploy
  | EventFault
  | Reorder
  | SignalTwice;

export type FaultKind = Fault['kind'];

export type FaultPlan = readonly Fault[];

export const FAULT_KINDS: readonly FaultKind[] = [
  'activity-failure',
  'activity-timeout',
  'completion-lost',
  'heartbeat-lost',
  'delay',
  'worker-crash',
  'eviction',
  'reorder',
  'cancel',
  'terminate',
  'signal-twice',
  'deploy',
];

export function isActivityPlace(fault: Fault): fault is Extract<Fault, ActivityPlace> {
  return 'activity' in fault;
}

export function isEventFault(fault: Fault): fault is EventFault {
  return 'event' in fault;
}

export function isTimedFault(fault: Fault): fault is TimedFault {
  return 'at' in fault;
}
