/** Mocks for activities and child workflows by name, and other options for activities, without a change of workflow code. */
import { activityInfo } from '@temporalio/activity';
import { type ActivityOptions, ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { workflowInfo } from '@temporalio/workflow';
import { WorldlineError } from '../base/errors';
import type { InterceptorsOption } from '../sim/options';
import { activityFunctions } from '../worker/activity/activity-functions';
import { MOCKS } from '../worker-compat/worker-options';
import { Mock, type MockCall } from './mock';
import { ASK } from './mock-interceptors';
import { withMockModule } from './mocks-on-target';
import { targetAddress } from './target';

type Answer = (...args: any[]) => unknown;
type Intercepted = { readonly activityType: string; readonly options: object };

/** Something was called that has no answer, or an answer was never asked for. */
export class MockError extends WorldlineError {
  constructor(message: string) {
    super('MOCK', message);
  }
}

export interface MocksOptions {
  /** True (default): a mock without an answer left fails the workflow at once, and says so. False: it answers with undefined. */
  readonly strict?: boolean;
}

/**
 * Mocks of one test:
 * ```
 * const mocks = new Mocks();
 * mocks.activity('charge').throwsOnce(new Error('503')).returns('paid');
 * mocks.workflow('ship').returns('parcel 1');
 * mocks.activityOptions('charge', { startToCloseTimeout: '1 second' });
 * const worker = await Worker.create(mocks.worker({ connection, taskQueue, workflowsPath, activities }));
 * const world = await World.create(mocks.world({ workflows, activities }));
 * ```
 * Activities that are not mocked are the given ones; a worker without the activity fails the call that waits at once.
 *
 * On a real server (WORLDLINE_TARGET), workflows and options of activities are mocked as far as they are named before the worker is made,
 * and the answer of a workflow runs outside of workflow code: it may not call `sleep` and the like there.
 */
export class Mocks {
  private readonly activities = new Map<string, Mock>();
  private readonly workflows = new Map<string, Mock>();
  private readonly overrides = new Map<string, Partial<ActivityOptions>>();
  /** What answers a run: a replay gets the same again. */
  private readonly answers = new Map<string, Answer | undefined>();
  private readonly strict: boolean;
  /** Workflow code of a worker on a real server has got the names of the mocks. */
  private isBundled = false;

  constructor({ strict = true }: MocksOptions = {}) {
    this.strict = strict;
  }

  /** The mock of an activity; local activities are mocked, too. */
  activity(name: string): Mock {
    return ofMap(this.activities, name);
  }

  /** The mock of a workflow, whoever starts it; the worker's code must have the type. What an answer throws fails the workflow. */
  workflow(name: string): Mock {
    if (!this.workflows.has(name)) this.assertNotBundled(`the mock of workflow '${name}'`);
    return ofMap(this.workflows, name);
  }

  /** Options that take the place of those that workflow code gives for an activity: shorter timeouts, for example. */
  activityOptions(name: string, options: Partial<ActivityOptions>): this {
    this.assertNotBundled(`activityOptions('${name}')`);
    this.overrides.set(name, { ...this.overrides.get(name), ...options });
    return this;
  }

  /** Options of `Worker.create`, with these mocks. */
  worker<O extends { activities?: object }>(options: O): O {
    if (targetAddress()) return this.onTarget(options);
    return { ...options, activities: this.activityObject(options.activities), [MOCKS]: [this.interceptors] };
  }

  /** Options of `World.create` and `world.createWorker`, with these mocks. */
  world<O extends { activities?: object; interceptors?: InterceptorsOption }>(options: O): O {
    if (targetAddress()) return this.onTarget(options);
    const { interceptors } = options;
    const workflow = [this.interceptors, ...(interceptors?.workflow ?? [])];
    const activities = this.activityObject(options.activities);
    return { ...options, activities, interceptors: { ...interceptors, workflow } };
  }

  /** @throws MockError where answers for single calls are left over. */
  assertAllUsed(): void {
    const left = [...this.activities.values(), ...this.workflows.values()].filter(({ unused }) => unused > 0);
    if (left.length === 0) return;
    throw new MockError(
      `answers are left over: ${left.map(({ name, unused }) => `${unused} of '${name}'`).join(', ')}`,
    );
  }

  private onTarget<O extends { activities?: object }>(options: O): O {
    const names = { workflows: [...this.workflows.keys()], overrides: Object.fromEntries(this.overrides) };
    const activities = this.activityObject(options.activities);
    // Local activities have the run that calls them, as the answer of a workflow does.
    activities[ASK] = async (workflowType: string, attempt: number, args: unknown[]) => {
      const { workflowId, runId } = activityInfo().workflowExecution!;
      return this.answerRun(ofMap(this.workflows, workflowType), { args, attempt, workflowId }, runId);
    };
    this.isBundled = true;
    return withMockModule({ ...options, activities }, names, (why) => new MockError(why));
  }

  private assertNotBundled(what: string): void {
    if (!this.isBundled) return;
    throw new MockError(`${what} comes too late: on a real server it must be named before the worker is made`);
  }

  private activityObject(given: object | undefined): Record<string, Answer> {
    const all: Record<string, Answer> = Object.fromEntries(activityFunctions(given));
    for (const [name, mock] of this.activities) {
      all[name] = async (...args: unknown[]) => {
        const { attempt, workflowExecution } = activityInfo();
        const answer = mock.take({ args, attempt, workflowId: workflowExecution?.workflowId ?? '' });
        return this.answer('activity', mock, answer, args);
      };
    }
    return all;
  }

  /** Interceptors of workflow code: they look at each run, and at each activity that it schedules. */
  private readonly interceptors = () => {
    const schedule = <I extends Intercepted>(input: I, next: (input: I) => Promise<unknown>) =>
      next({ ...input, options: { ...input.options, ...this.overrides.get(input.activityType) } });
    return {
      inbound: [
        {
          execute: async (input: { readonly args: unknown[] }, next: (input: never) => Promise<unknown>) => {
            const mock = this.workflows.get(workflowInfo().workflowType);
            if (!mock) return next(input as never);
            const { runId, workflowId, attempt } = workflowInfo();
            return this.answerRun(mock, { args: input.args, workflowId, attempt }, runId);
          },
        },
      ],
      outbound: [{ scheduleActivity: schedule, scheduleLocalActivity: schedule }],
    };
  };

  private async answerRun(mock: Mock, call: MockCall, runId: string): Promise<unknown> {
    if (!this.answers.has(runId)) this.answers.set(runId, mock.take(call));
    try {
      return await this.answer('workflow', mock, this.answers.get(runId), call.args);
    } catch (error) {
      // An error of workflow code would fail its task, which is tried again; a mock means the workflow.
      const isPlain = error instanceof Error && !(error instanceof TemporalFailure) && error.name !== 'ContinueAsNew';
      throw isPlain ? ApplicationFailure.fromError(error) : error;
    }
  }

  private answer(kind: string, { name, calls }: Mock, answer: Answer | undefined, args: readonly unknown[]): unknown {
    if (answer) return answer(...args);
    if (!this.strict) return undefined;
    throw ApplicationFailure.nonRetryable(
      `the mock of ${kind} '${name}' has no answer for call ${calls.length}: give it one with returns() or returnsOnce()`,
      'MockError',
    );
  }
}

function ofMap(map: Map<string, Mock>, name: string): Mock {
  let mock = map.get(name);
  if (!mock) {
    mock = new Mock(name);
    map.set(name, mock);
  }
  return mock;
}
