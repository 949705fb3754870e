/** What `@temporalio/worker` still exports for code that was written for older versions. */
import type { Context, Info } from '@temporalio/activity';
import { type Logger, SdkComponent } from '@temporalio/common';
import type { WorkflowExecuteInput, WorkflowInterceptors } from '@temporalio/workflow';
import { InvalidInputError } from '../base/errors';
import { logAttributesOf } from '../worker/activity/attempt-start';
import { workflowLogAttributes as attributesOfWorkflow } from '../worker/sdk/workflow-log-attributes';
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from './interceptors';
import { Runtime } from './runtime';
import type { ReplayWorkerOptions } from './worker-options';

/** @deprecated As in the SDK: meant for its own use. */
export function activityLogAttributes(info: Info): Record<string, unknown> {
  return logAttributesOf(info);
}

/** @deprecated As in the SDK: meant for its own use. */
export const workflowLogAttributes = attributesOfWorkflow;

/** @deprecated As in the SDK: activities log by themselves; an interceptor with `getLogAttributes` adds attributes. */
export class ActivityInboundLogInterceptor implements ActivityInboundCallsInterceptor {
  protected readonly logger: Logger;

  constructor(
    protected readonly ctx: Context,
    logger?: Logger,
  ) {
    const { logger: installed } = Runtime.instance();
    this.logger = logger ?? installed;
    const isPlain = Object.getPrototypeOf(this) === ActivityInboundLogInterceptor.prototype;
    if (this.logger === installed && isPlain) return;
    const line =
      (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') =>
      (message: string, attributes?: Record<string, unknown>): void =>
        this.logger[level](message, {
          sdkComponent: SdkComponent.activity,
          ...this.logAttributes(),
          ...attributes,
        });
    Object.assign(this.ctx.log, {
      trace: line('trace'),
      debug: line('debug'),
      info: line('info'),
      warn: line('warn'),
      error: line('error'),
    });
  }

  protected logAttributes(): Record<string, unknown> {
    return activityLogAttributes(this.ctx.info);
  }

  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, 'execute'>): Promise<unknown> {
    return next(input);
  }
}

type Outbound = NonNullable<WorkflowInterceptors['outbound']>[number];
type Inbound = NonNullable<WorkflowInterceptors['inbound']>[number];

/** @deprecated As in the SDK: does nothing; workflows log by themselves. */
export class WorkflowLogInterceptor {
  getLogAttributes(input: Record<string, unknown>, next: Next<Outbound, 'getLogAttributes'>): Record<string, unknown> {
    return next(input);
  }

  execute(input: WorkflowExecuteInput, next: Next<Inbound, 'execute'>): Promise<unknown> {
    return next(input);
  }
}

/** @deprecated As in the SDK: does nothing. */
export const WorkflowInboundLogInterceptor = WorkflowLogInterceptor;

/** @throws InvalidInputError always: set a breakpoint in the workflow's file and run the test in a debugger instead. */
export function startDebugReplayer(_options: ReplayWorkerOptions): void {
  throw new InvalidInputError(
    'startDebugReplayer serves an extension of an editor; with worldline, set a breakpoint in the workflow file and debug the test',
  );
}
