/**
 * Arbitraries of fast-check for what belongs to Temporal: retry policies, activity options, fault plans, and commands of a model.
 * They combine with any others, and shrink.
 */

import { isDeepStrictEqual } from 'node:util';
import type { WorkflowHandle } from '@temporalio/client';
import type { ActivityOptions, RetryPolicy } from '@temporalio/common';
import type { Arbitrary, AsyncCommand } from 'fast-check';
import { InvalidInputError, WorldlineError } from '../base/errors';
import type { Fault, FaultKind, FaultPlan } from '../faults/fault';
import type { World } from '../sim/world';
import { DEFAULT_KINDS } from './placements';

/** fast-check is loaded when the first arbitrary is made: most users of worldline never make one. */
function fastCheck(): typeof import('fast-check') {
  return require('fast-check') as typeof import('fast-check');
}

export interface RetryPolicyConstraints {
  /** Attempts, at most. Default 10; a policy without a limit is drawn only where this is Infinity. */
  readonly maximumAttempts?: number;
  /** Milliseconds, at most, for intervals. Default one hour. */
  readonly maximumInterval?: number;
  /** Types of which some are not to be retried. Default: none. */
  readonly errorTypes?: readonly string[];
}

export interface ActivityOptionsConstraints extends RetryPolicyConstraints {
  /** Milliseconds, at most, for timeouts. Default one day. */
  readonly maximumTimeout?: number;
  /** Whether heartbeat timeouts are drawn. Default true. */
  readonly heartbeats?: boolean;
}

export interface FaultPlanConstraints {
  /** Types of the activities that faults are drawn for. Default: none, so that only events are. */
  readonly activities?: readonly string[];
  /** Default: those that `explore` draws, but for `reorder`. */
  readonly kinds?: readonly FaultKind[];
  /** Entries, at most. Default 3. */
  readonly max?: number;
  /** Attempts and calls of an activity, at most. Default 3. */
  readonly attempts?: number;
  readonly calls?: number;
  /** Event ids, at most. Default 20. */
  readonly events?: number;
  /** Delays in milliseconds, at most. Default two hours. */
  readonly maximumDelay?: number;
}

/** Valid retry policies: the SDK takes each of them. */
function retryPolicy(constraints: RetryPolicyConstraints = {}): Arbitrary<RetryPolicy> {
  const fc = fastCheck();
  const { maximumAttempts = 10, maximumInterval = 3_600_000, errorTypes = [] } = constraints;
  const attempts = Number.isFinite(maximumAttempts)
    ? fc.integer({ min: 1, max: maximumAttempts })
    : fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 100 }));
  return fc
    .record({
      initialInterval: milliseconds(1, maximumInterval),
      backoffCoefficient: fc.constantFrom(1, 1.1, 1.5, 2, 3, 10),
      maximumAttempts: attempts,
      grows: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
      nonRetryableErrorTypes: fc.subarray([...errorTypes]),
    })
    .map(({ grows, nonRetryableErrorTypes, ...policy }) => ({
      ...withoutUndefined(policy),
      // The server refuses a maximum that is below the first interval.
      ...(grows !== undefined && { maximumInterval: Math.min(policy.initialInterval * grows, maximumInterval) }),
      ...(nonRetryableErrorTypes.length > 0 && { nonRetryableErrorTypes }),
    }));
}

/** Valid options of activities: with one of the two timeouts that the server asks for, or both. */
function activityOptions(constraints: ActivityOptionsConstraints = {}): Arbitrary<ActivityOptions> {
  const fc = fastCheck();
  const { maximumTimeout = 86_400_000, heartbeats = true } = constraints;
  const timeout = () => fc.option(milliseconds(1, maximumTimeout), { nil: undefined });
  return fc
    .record({
      startToCloseTimeout: timeout(),
      scheduleToCloseTimeout: timeout(),
      scheduleToStartTimeout: timeout(),
      heartbeatTimeout: heartbeats ? timeout() : fc.constant(undefined),
      retry: fc.option(retryPolicy(constraints), { nil: undefined }),
    })
    .map((options) => {
      const { startToCloseTimeout, scheduleToCloseTimeout } = options;
      const missing = startToCloseTimeout === undefined && scheduleToCloseTimeout === undefined;
      return withoutUndefined({ ...options, ...(missing && { startToCloseTimeout: maximumTimeout }) });
    });
}

/** Fault plans for `World.create({ faults })`. An entry may never happen: use them with `onVacuousFault: 'ignore'`. */
function faultPlan(constraints: FaultPlanConstraints = {}): Arbitrary<FaultPlan> {
  const fc = fastCheck();
  const { kinds = DEFAULT_KINDS.filter((kind) => kind !== 'reorder'), max = 3 } = constraints;
  const faults = kinds.flatMap((kind) => faultOf(kind, constraints) ?? []);
  if (faults.length === 0) {
    throw new InvalidInputError(
      `arbitrary.faultPlan: none of the kinds ${kinds.join(', ')} can happen; name activities: { activities: ['charge'] }`,
    );
  }
  return fc.array(fc.oneof(...faults), { maxLength: max });
}

function faultOf(kind: FaultKind, constraints: FaultPlanConstraints): Arbitrary<Fault> | undefined {
  const fc = fastCheck();
  const { activities = [], attempts = 3, calls = 3, events = 20, maximumDelay = 7_200_000 } = constraints;
  const delay = milliseconds(1, maximumDelay);
  const event = fc.integer({ min: 1, max: events });
  const at = activities.length === 0 ? undefined : place(activities, attempts, calls);
  switch (kind) {
    case 'activity-failure':
      return (
        at &&
        fc.tuple(at, fc.boolean()).map(([place, nonRetryable]) => ({
          kind,
          ...place,
          ...(nonRetryable && { failure: { nonRetryable } }),
        }))
      );
    case 'activity-timeout':
    case 'completion-lost':
      return at?.map((place) => ({ kind, ...place }));
    case 'heartbeat-lost':
      return at && fc.tuple(at, fc.nat({ max: 5 })).map(([place, after]) => ({ kind, ...place, after }));
    case 'delay': {
      const task: Arbitrary<Fault> = delay.map((by) => ({ kind, of: 'workflow-task', by }));
      if (!at) return task;
      return fc.oneof(
        task,
        fc
          .tuple(at, delay, fc.constantFrom('start', 'completion'))
          .map(([place, by, of]) => ({ kind, of, ...place, by })),
      );
    }
    case 'worker-crash': {
      const atEvent: Arbitrary<Fault> = fc
        .tuple(event, delay)
        .map(([event, restartAfter]) => ({ kind, event, restartAfter }));
      return at
        ? fc.oneof(
            atEvent,
            at.map((place) => ({ kind, ...place })),
          )
        : atEvent;
    }
    case 'reorder':
      return fc.tuple(event, fc.integer({ min: 1, max: 3 })).map(([choice, index]) => ({ kind, choice, index }));
    case 'signal-twice':
      return fc.integer({ min: 1, max: calls }).map((call) => ({ kind, call }));
    default:
      return event.map((event): Fault => (kind === 'deploy' ? { kind, event } : { kind, event }));
  }
}

function place(activities: readonly string[], attempts: number, calls: number) {
  const fc = fastCheck();
  return fc.record({
    activity: fc.constantFrom(...activities),
    attempt: fc.integer({ min: 1, max: attempts }),
    call: fc.integer({ min: 1, max: calls }),
  });
}

/** Small, round and arbitrary durations, in milliseconds. */
function milliseconds(min: number, max: number): Arbitrary<number> {
  const fc = fastCheck();
  const round = [1, 1000, 10_000, 60_000, 3_600_000, 86_400_000].filter((ms) => ms >= min && ms <= max);
  const any = fc.integer({ min, max });
  return round.length > 0 ? fc.oneof(fc.constantFrom(...round), any) : any;
}

/** What commands of a model act on. */
export interface RealWorld {
  readonly world: World;
  readonly handle: WorkflowHandle;
}

/** A message that a model understands. */
export interface ModelMessage<Model> {
  /** Draws the arguments. Default: none. */
  readonly args?: Arbitrary<unknown[]>;
  /** False: it would make no sense now. Default: it always does. */
  readonly when?: (model: Model) => boolean;
  /** What the model does; of an update: gives what the workflow must answer, unless it gives undefined. */
  readonly model?: (model: Model, ...args: any[]) => unknown;
}

export interface CommandsConstraints<Model> {
  readonly signals?: Readonly<Record<string, ModelMessage<Model>>>;
  readonly updates?: Readonly<Record<string, ModelMessage<Model>>>;
  /** Gives what the workflow must answer to a query of that name; asked as a command of its own. */
  readonly queries?: Readonly<Record<string, (model: Model) => unknown>>;
  /** Lets virtual time go by: milliseconds, at most. Default 0: never. */
  readonly sleep?: number;
  /** What the model does when time has gone by. */
  readonly slept?: (model: Model, ms: number) => void;
  /** Commands, at most. Default 20. */
  readonly maxCommands?: number;
}

/** A workflow and its model disagree. */
export class ModelMismatchError extends WorldlineError {
  constructor(what: string, actual: unknown, expected: unknown) {
    super('MODEL_MISMATCH', `${what} gave ${JSON.stringify(actual)}, and the model says ${JSON.stringify(expected)}`);
  }
}

/**
 * Commands for `fc.asyncModelRun`: signals, updates, queries and the passing of time, on a workflow and on a model of it.
 *
 * ```ts
 * await fc.assert(fc.asyncProperty(arbitrary.commands(…), async (commands) => {
 *   await using world = await World.create({ workflows });
 *   const handle = await world.client.workflow.start(…);
 *   await fc.asyncModelRun(() => ({ model: { total: 0 }, real: { world, handle } }), commands);
 * }));
 * ```
 */
function commands<Model extends object>(
  constraints: CommandsConstraints<Model>,
): Arbitrary<Iterable<AsyncCommand<Model, RealWorld>>> {
  const fc = fastCheck();
  const { signals = {}, updates = {}, queries = {}, sleep = 0, slept, maxCommands = 20 } = constraints;
  const noArgs: Arbitrary<unknown[]> = fc.constant([]);
  const all: Arbitrary<AsyncCommand<Model, RealWorld>>[] = [];
  for (const [name, message] of Object.entries(signals)) {
    all.push((message.args ?? noArgs).map((args) => new SignalCommand(name, args, message)));
  }
  for (const [name, message] of Object.entries(updates)) {
    all.push((message.args ?? noArgs).map((args) => new UpdateCommand(name, args, message)));
  }
  for (const [name, expected] of Object.entries(queries)) all.push(fc.constant(new QueryCommand(name, expected)));
  if (sleep > 0) all.push(milliseconds(1, sleep).map((ms) => new SleepCommand(ms, slept)));
  if (all.length === 0) {
    throw new InvalidInputError('arbitrary.commands: there is nothing to do; give signals, updates, queries or sleep');
  }
  return fc.commands(all, { maxCommands });
}

/** A signal or an update. */
abstract class MessageCommand<Model> implements AsyncCommand<Model & object, RealWorld> {
  constructor(
    protected readonly name: string,
    protected readonly args: unknown[],
    protected readonly message: ModelMessage<Model>,
  ) {}

  check(model: Readonly<Model>): boolean {
    return this.message.when?.(model as Model) ?? true;
  }

  abstract run(model: Model, real: RealWorld): Promise<void>;
}

class SignalCommand<Model> extends MessageCommand<Model> {
  override async run(model: Model, { world, handle }: RealWorld): Promise<void> {
    await handle.signal(this.name, ...this.args);
    await world.settle();
    this.message.model?.(model, ...this.args);
  }

  override toString(): string {
    return `signal ${call(this.name, this.args)}`;
  }
}

class UpdateCommand<Model> extends MessageCommand<Model> {
  override async run(model: Model, { handle }: RealWorld): Promise<void> {
    const actual = await handle.executeUpdate(this.name, { args: this.args as [unknown, ...unknown[]] });
    const expected = this.message.model?.(model, ...this.args);
    if (expected !== undefined) assertSame(`${this}`, actual, expected);
  }

  override toString(): string {
    return `update ${call(this.name, this.args)}`;
  }
}

class QueryCommand<Model> implements AsyncCommand<Model & object, RealWorld> {
  constructor(
    private readonly name: string,
    private readonly expected: (model: Model) => unknown,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, { handle }: RealWorld): Promise<void> {
    assertSame(`${this}`, await handle.query(this.name), this.expected(model));
  }

  toString(): string {
    return `query ${this.name}`;
  }
}

class SleepCommand<Model> implements AsyncCommand<Model & object, RealWorld> {
  constructor(
    private readonly ms: number,
    private readonly slept: ((model: Model, ms: number) => void) | undefined,
  ) {}

  check(): boolean {
    return true;
  }

  async run(model: Model, { world }: RealWorld): Promise<void> {
    await world.sleep(this.ms);
    this.slept?.(model, this.ms);
  }

  toString(): string {
    return `sleep ${this.ms} ms`;
  }
}

function assertSame(what: string, actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) throw new ModelMismatchError(what, actual, expected);
}

function call(name: string, args: readonly unknown[]): string {
  return `${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')})`;
}

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

/** Arbitraries of fast-check for Temporal: they combine with `fc`'s own. */
export const arbitrary = { retryPolicy, activityOptions, faultPlan, commands } as const;
