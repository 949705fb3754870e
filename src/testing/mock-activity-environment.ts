/** Runs activity functions outside of workflows, as in `@temporalio/testing`. */
import { EventEmitter } from 'node:events';
import type { Context, Info } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import {
  ActivityCancellationDetails,
  type ActivityFunction,
  defaultFailureConverter,
  defaultPayloadConverter,
  type Logger,
  type MetricMeter,
  noopMetricMeter,
  SdkComponent,
} from '@temporalio/common';
import { real } from '../clock/real';
import { ActivityAttempt } from '../worker/activity/activity-attempt';
import type { CancelReason } from '../worker/activity/cancellation';
import type { ActivityInterceptorsFactory } from '../worker-compat/interceptors';
import { withComponent } from '../worker-compat/log-attributes';
import { DefaultLogger } from '../worker-compat/logger';

export interface MockActivityEnvironmentOptions {
  interceptors?: ActivityInterceptorsFactory[];
  /** Default: `new DefaultLogger()`. */
  logger?: Logger;
  /** Default: metrics go nowhere. */
  metricMeter?: MetricMeter;
  /** What `Context.current().client` gives; without one it throws. */
  client?: Client;
}

/** What activities of a MockActivityEnvironment are told about themselves, unless the test says otherwise. */
export const defaultActivityInfo: Info = {
  attempt: 1,
  taskQueue: 'test',
  isLocal: false,
  taskToken: Buffer.from('test'),
  activityId: 'test',
  activityType: 'unknown',
  workflowType: 'test',
  base64TaskToken: Buffer.from('test').toString('base64'),
  heartbeatTimeoutMs: undefined,
  heartbeatDetails: undefined,
  activityNamespace: 'default',
  workflowNamespace: 'default',
  workflowExecution: { workflowId: 'test', runId: '00000000-0000-0000-0000-000000000000' },
  scheduledTimestampMs: 1,
  startToCloseTimeoutMs: 1000,
  scheduleToCloseTimeoutMs: 1000,
  currentAttemptScheduledTimestampMs: 1,
  priority: undefined,
  retryPolicy: undefined,
  namespace: 'test',
  activityRunId: undefined,
  inWorkflow: true,
};

/**
 * Gives activity functions a context, hears their heartbeats (`env.on('heartbeat', …)`) and cancels them. The context is one for all
 * functions of an environment: once cancelled, it stays so. Time is the process's own.
 */
export class MockActivityEnvironment extends EventEmitter {
  readonly context: Context;
  private readonly attempt: ActivityAttempt;

  constructor(info?: Partial<Info>, options: MockActivityEnvironmentOptions = {}) {
    super();
    const all = { ...defaultActivityInfo, ...info };
    this.attempt = new ActivityAttempt({
      info: all,
      // What runs is given to `run`.
      fn: async () => undefined,
      dataConverter: {
        payloadConverter: defaultPayloadConverter,
        payloadCodecs: [],
        failureConverter: defaultFailureConverter,
      },
      serializationContext: {
        type: 'activity',
        namespace: all.activityNamespace,
        activityId: all.activityId,
        workflowId: all.workflowExecution?.workflowId,
        isLocal: all.isLocal,
      } as never,
      heartbeat: (details) => void this.emit('heartbeat', details),
      client: options.client,
      logger: withComponent(options.logger ?? new DefaultLogger(), { sdkComponent: SdkComponent.worker }),
      metricMeter: options.metricMeter ?? noopMetricMeter,
      interceptors: { activity: options.interceptors },
      clock: { now: real.dateNow } as never,
    });
    this.context = this.attempt.context;
  }

  /** Cancels the context. Default: as if the workflow had asked for it. */
  cancel: (reason?: CancelReason, details?: ActivityCancellationDetails) => void = (
    reason = 'CANCELLED',
    details = new ActivityCancellationDetails({ cancelRequested: true }),
  ) => this.attempt.cancel({ reason, details });

  /** Runs a function in the context of an activity, and gives what it gives. */
  run<P extends any[], R, F extends ActivityFunction<P, R>>(fn: F, ...args: P): Promise<R> {
    return this.attempt.runFunction(fn as ActivityFunction, args) as Promise<R>;
  }
}
