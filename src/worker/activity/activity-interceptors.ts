/** Activity interceptors, as `WorkerOptions.interceptors` names them. Structurally those of `@temporalio/worker`. */
import type { Context } from '@temporalio/activity';
import type { Headers, MetricTags, Next } from '@temporalio/common';

export interface ActivityExecuteInput {
  readonly args: unknown[];
  readonly headers: Headers;
}

export interface ActivityInboundCallsInterceptor {
  execute?: (input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>) => Promise<unknown>;
}

export interface ActivityOutboundCallsInterceptor {
  getLogAttributes?: (
    input: Record<string, unknown>,
    next: Next<ActivityOutboundCallsInterceptor, 'getLogAttributes'>,
  ) => Record<string, unknown>;
  getMetricTags?: (input: MetricTags, next: Next<ActivityOutboundCallsInterceptor, 'getMetricTags'>) => MetricTags;
}

export type ActivityInterceptorsFactory = (context: Context) => {
  inbound?: ActivityInboundCallsInterceptor;
  outbound?: ActivityOutboundCallsInterceptor;
};

export interface ActivityInterceptorOptions {
  readonly activity?: readonly ActivityInterceptorsFactory[];
  /** Deprecated by the SDK; these come before the inbound ones of `activity`. */
  readonly activityInbound?: readonly ((context: Context) => ActivityInboundCallsInterceptor)[];
}

/** The interceptors of one attempt. */
export interface ActivityInterceptors {
  readonly inbound: ActivityInboundCallsInterceptor[];
  readonly outbound: ActivityOutboundCallsInterceptor[];
}

/** Fills in the interceptors of an attempt; each factory sees the context and the interceptors made before it. */
export function createInterceptors(
  options: ActivityInterceptorOptions | undefined,
  context: Context,
  into: ActivityInterceptors,
): void {
  for (const factory of options?.activityInbound ?? []) into.inbound.push(factory(context));
  for (const factory of options?.activity ?? []) {
    const { inbound, outbound } = factory(context);
    if (inbound) into.inbound.push(inbound);
    if (outbound) into.outbound.push(outbound);
  }
}
