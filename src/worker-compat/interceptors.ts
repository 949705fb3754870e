/** Interceptors of a worker, as in `@temporalio/worker`. */
import type { Context as ActivityContext } from '@temporalio/activity';
import type { ClientInterceptors } from '@temporalio/client';
import type { Headers, MetricTags, Next } from '@temporalio/common';

export type { Headers, Next };

export interface ActivityExecuteInput {
  readonly args: unknown[];
  readonly headers: Headers;
}

export interface ActivityInboundCallsInterceptor {
  execute?: (input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>) => Promise<unknown>;
}

export type GetLogAttributesInput = Record<string, unknown>;
export type GetMetricTagsInput = MetricTags;

export interface ActivityOutboundCallsInterceptor {
  /** Adds attributes to what the activity logs. */
  getLogAttributes?: (
    input: GetLogAttributesInput,
    next: Next<ActivityOutboundCallsInterceptor, 'getLogAttributes'>,
  ) => Record<string, unknown>;
  /** Adds tags to the activity's metrics. */
  getMetricTags?: (
    input: GetMetricTagsInput,
    next: Next<ActivityOutboundCallsInterceptor, 'getMetricTags'>,
  ) => MetricTags;
}

export interface ActivityInterceptors {
  inbound?: ActivityInboundCallsInterceptor;
  outbound?: ActivityOutboundCallsInterceptor;
}

export type ActivityInterceptorsFactory = (ctx: ActivityContext) => ActivityInterceptors;
export type ActivityInboundCallsInterceptorFactory = (ctx: ActivityContext) => ActivityInboundCallsInterceptor;

export interface WorkerInterceptors {
  /** Of the client that activities get. */
  client?: ClientInterceptors;
  activity?: ActivityInterceptorsFactory[];
  /** @deprecated As in the SDK: use `activity`. */
  activityInbound?: ActivityInboundCallsInterceptorFactory[];
  /** Has no effect: worldline has no Nexus operations. */
  nexus?: unknown[];
  /** Paths of modules that export `interceptors`. With a `workflowBundle` they have no effect, as in the SDK. */
  workflowModules?: string[];
}

/** What `worker.options.interceptors` has. */
export type CompiledWorkerInterceptors = Required<
  Pick<WorkerInterceptors, 'client' | 'activity' | 'nexus' | 'workflowModules'>
>;
