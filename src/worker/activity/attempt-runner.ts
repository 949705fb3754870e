/** Starts attempts: finds the function, decodes its input, runs it in its realm, encodes its heartbeats. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Info } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import {
  ActivityCancellationDetails,
  type ActivityFunction,
  type ActivitySerializationContext,
  ApplicationFailure,
  ensureApplicationFailure,
  type LoadedDataConverter,
  type Logger,
  type MetricMeter,
} from '@temporalio/common';
import { isActivityFunctionWithOptions } from '@temporalio/common/lib/activity-definition-options';
import { decodeFromPayloadsAtIndex, encodeToPayload } from '@temporalio/common/lib/internal-non-workflow';
import { errorMessage } from '@temporalio/common/lib/type-helpers';
import type { Payloads } from '../../base/api';
import { context } from '../../clock/context';
import { ActivityAttempt, type AttemptOutcome, encodeActivityError } from './activity-attempt';
import { type ActivityFunctions, findActivityFunction } from './activity-functions';
import type { ActivityInterceptorOptions } from './activity-interceptors';
import { type AttemptStart, infoOfAttempt, logAttributesOf, serializationContext } from './attempt-start';
import type { Cancellation } from './cancellation';
import { decodeArgs } from './convert';
import { HeartbeatEncoder } from './heartbeat-encoder';
import type { WorkerClock } from './worker-clock';

/** An attempt in flight, as error texts and the world's wiring see it. */
export interface RunningActivity {
  readonly activityType: string;
  readonly activityId: string;
  readonly workflowId: string;
  readonly runId: string;
  readonly attempt: number;
  readonly isLocal: boolean;
  /** When the attempt was started here, in virtual milliseconds. */
  readonly since: number;
}

export interface AttemptRunnerOptions {
  readonly namespace: string;
  readonly taskQueue: string;
  readonly functions: ActivityFunctions;
  readonly dataConverter: LoadedDataConverter;
  readonly interceptors?: ActivityInterceptorOptions;
  readonly logger?: Logger;
  readonly metricMeter: MetricMeter;
  /** Read when an attempt starts. */
  readonly client?: Client;
  readonly clock: WorkerClock;
  /**
   * Runs a function inside the realm and the I/O watch of an attempt. The owner is one object per attempt, the label is for
   * people. It is called once per attempt; what the function returns is a promise of the attempt's end.
   */
  readonly enter: <T>(owner: RunningActivity, label: string, fn: () => T) => T;
  /** Gives what an attempt runs: its function, or another in its place. Default: its function. */
  readonly wrap?: (owner: RunningActivity, info: Info, fn: ActivityFunction) => ActivityFunction;
}

/** What the worker core does with an attempt that has started. */
export interface StartedAttempt {
  /** Delivers a cancellation. One that comes before the function has started is delivered right after its start. */
  cancel(cancellation: Cancellation): void;
  /** How the attempt ended, with its heartbeats delivered. Never rejects. */
  readonly outcome: Promise<AttemptOutcome>;
}

// What the worker does for an attempt is no part of the activity, even where the activity's code has set it off.
const outsideOfActivities = AsyncLocalStorage.snapshot();

export class AttemptRunner {
  constructor(private readonly options: AttemptRunnerOptions) {}

  /** Starts an attempt. Heartbeats are handed over encoded, and outside of the async context of the activity. */
  run(owner: RunningActivity, start: AttemptStart, heartbeat: (details: Payloads) => void): StartedAttempt {
    const launch = new Launch(this.options, owner, start, heartbeat);
    const outcome = this.options.enter(owner, labelOf(owner), () => launch.run());
    return { cancel: (cancellation) => launch.cancel(cancellation), outcome };
  }
}

/** One attempt on its way from its task to its outcome. All of it but the constructor and `cancel` runs inside the realm. */
class Launch {
  readonly #context: ActivitySerializationContext;
  #info: Info | undefined;
  #attempt: ActivityAttempt | undefined;
  #cancelledEarly: Cancellation | undefined;
  /** The realm and the I/O watch of the attempt. */
  #inside: ReturnType<typeof context.getStore>;
  #heartbeats: HeartbeatEncoder | undefined;
  #ended = false;

  constructor(
    private readonly options: AttemptRunnerOptions,
    private readonly owner: RunningActivity,
    private readonly start: AttemptStart,
    private readonly heartbeat: (details: Payloads) => void,
  ) {
    this.#context = serializationContext(start, options.namespace);
  }

  cancel(cancellation: Cancellation): void {
    const attempt = this.#attempt;
    // Listeners of the abort signal run inside `cancel`: the globals they see must be those of the activity's realm.
    if (attempt && this.#inside) context.run(this.#inside, () => attempt.cancel(cancellation));
    else this.#cancelledEarly ??= cancellation;
  }

  async run(): Promise<AttemptOutcome> {
    this.#inside = context.getStore();
    let attempt: ActivityAttempt;
    let args: unknown[];
    try {
      const lastDetails = this.start.heartbeatDetails.length > 0 ? await this.#decodeLastDetails() : undefined;
      this.#info = infoOfAttempt(this.start, this.options, lastDetails);
      const fn = this.#findFunction();
      // Even where there is nothing to wait for: user code must not run inside the step of the server that starts it.
      args = await this.#decodeArgs(fn);
      attempt = this.#createAttempt(this.#info, this.options.wrap?.(this.owner, this.#info, fn) ?? fn);
    } catch (error) {
      return this.#failedToStart(error);
    }
    const running = attempt.run({ args, headers: this.start.headers });
    this.#attempt = attempt;
    if (this.#cancelledEarly) this.cancel(this.#cancelledEarly);
    const outcome = await running;
    this.#ended = true;
    // Details that a failed attempt gave last are kept for the next attempt; nobody will ask for those of the others.
    if (this.#heartbeats) await this.#heartbeats.close(outcome.kind === 'failed');
    return outcome;
  }

  async #decodeLastDetails(): Promise<unknown> {
    const { activityId, heartbeatDetails } = this.start;
    try {
      return await decodeFromPayloadsAtIndex(this.options.dataConverter, 0, [...heartbeatDetails], this.#context);
    } catch (error) {
      throw ApplicationFailure.fromError(error, {
        message: `Failed to parse heartbeat details for activity ${activityId}: ${errorMessage(error)}`,
      });
    }
  }

  #findFunction(): ActivityFunction {
    const { functions } = this.options;
    const { activityType } = this.start;
    const fn = findActivityFunction(functions, activityType);
    if (fn) return fn;
    throw ApplicationFailure.create({
      type: 'NotFoundError',
      message: `Activity function ${activityType} is not registered on this Worker, available activities: ${JSON.stringify(
        [...functions.keys()],
      )}`,
      nonRetryable: false,
    });
  }

  #decodeArgs(fn: ActivityFunction): unknown[] | Promise<unknown[]> {
    const failed = (error: unknown): never => {
      throw ApplicationFailure.fromError(error, {
        message: `Failed to parse activity args for activity ${this.start.activityType}: ${errorMessage(error)}`,
        nonRetryable: false,
      });
    };
    const types = typeInfoOf(fn)?.inputTypes;
    try {
      const args = decodeArgs(this.options.dataConverter, this.start.input, this.#context, types);
      return args instanceof Promise ? args.catch(failed) : args;
    } catch (error) {
      return failed(error);
    }
  }

  #createAttempt(info: Info, fn: ActivityFunction): ActivityAttempt {
    const { clock, dataConverter, client, logger, metricMeter, interceptors } = this.options;
    return new ActivityAttempt({
      info,
      fn,
      dataConverter,
      serializationContext: this.#context,
      outputType: typeInfoOf(fn)?.outputType,
      heartbeat: (details) => this.#encodeHeartbeat(details),
      client,
      logger,
      metricMeter,
      interceptors,
      clock,
    });
  }

  #encodeHeartbeat(details: unknown): void {
    // Most activities never heartbeat.
    if (this.#heartbeats === undefined && !this.#ended) this.#heartbeats = this.#createEncoder();
    this.#heartbeats?.heartbeat(details);
  }

  #createEncoder(): HeartbeatEncoder {
    return new HeartbeatEncoder(
      (details) => encodeToPayload(this.options.dataConverter, details, this.#context),
      (payload) => outsideOfActivities(this.heartbeat, { payloads: [payload] }),
      (error) => this.#heartbeatFailed(error),
    );
  }

  #heartbeatFailed(error: unknown): void {
    this.options.logger?.warn('Failed to encode heartbeat details, cancelling Activity', {
      error,
      ...this.#logAttributes(),
    });
    this.cancel({
      reason: 'HEARTBEAT_DETAILS_CONVERSION_FAILED',
      // No detail stands for this reason.
      details: new ActivityCancellationDetails(),
    });
  }

  async #failedToStart(cause: unknown): Promise<AttemptOutcome> {
    const error = ensureApplicationFailure(cause);
    this.options.logger?.error(`Error while processing ActivityTask.start: ${error.message}`, {
      ...this.#logAttributes(),
      error: cause,
    });
    return { kind: 'failed', failure: await encodeActivityError(this.options.dataConverter, error, this.#context) };
  }

  #logAttributes(): Record<string, unknown> {
    return this.#info ? logAttributesOf(this.#info) : {};
  }
}

function typeInfoOf(fn: ActivityFunction) {
  return isActivityFunctionWithOptions(fn) ? fn.activityDefinitionOptions.typeInfo : undefined;
}

function labelOf(owner: RunningActivity): string {
  // One that stands alone has no workflow.
  const where = owner.workflowId ? ` of workflow ${owner.workflowId}` : '';
  return `activity ${owner.activityType} (${owner.activityId})${where}, attempt ${owner.attempt}`;
}
