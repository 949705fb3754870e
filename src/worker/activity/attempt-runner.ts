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
import {
  decodeArrayFromPayloads,
  decodeFromPayloadsAtIndex,
  encodeToPayload,
} from '@temporalio/common/lib/internal-non-workflow';
import { errorMessage } from '@temporalio/common/lib/type-helpers';
import type { Payloads } from '../../base/api';
import { ActivityAttempt, type AttemptOutcome, encodeActivityError } from './activity-attempt';
import { type ActivityFunctions, findActivityFunction } from './activity-functions';
import type { ActivityInterceptorOptions } from './activity-interceptors';
import { type AttemptStart, infoOfAttempt, logAttributesOf, serializationContext } from './attempt-start';
import type { Cancellation } from './cancellation';
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
  readonly logger: Logger;
  readonly metricMeter: MetricMeter;
  /** Read when an attempt starts. */
  readonly client?: Client;
  readonly clock: WorkerClock;
  /**
   * Runs a function inside the realm and the I/O watch of an attempt. The owner is one object per attempt, the label is for
   * people. It is called once per attempt; what the function returns is a promise of the attempt's end.
   */
  readonly enter: <T>(owner: RunningActivity, label: string, fn: () => T) => T;
}

/** What the worker core does with an attempt that has started. */
export interface StartedAttempt {
  /** Delivers a cancellation. One that comes before the function has started is delivered right after its start. */
  cancel(cancellation: Cancellation): void;
  /** How the attempt ended, with its heartbeats delivered. Never rejects. */
  readonly outcome: Promise<AttemptOutcome>;
}

export class AttemptRunner {
  constructor(private readonly options: AttemptRunnerOptions) {}

  /**
   * Starts an attempt. Heartbeats are handed over encoded and in the async context of the caller of this method, not in that of
   * the activity.
   */
  run(owner: RunningActivity, start: AttemptStart, heartbeat: (details: Payloads) => void): StartedAttempt {
    const outside = AsyncLocalStorage.snapshot();
    const launch = new Launch(this.options, start, (details) => outside(heartbeat, details));
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
  #inRealm: (<T>(fn: () => T) => T) | undefined;

  constructor(
    private readonly options: AttemptRunnerOptions,
    private readonly start: AttemptStart,
    private readonly heartbeat: (details: Payloads) => void,
  ) {
    this.#context = serializationContext(start, options.namespace);
  }

  cancel(cancellation: Cancellation): void {
    const attempt = this.#attempt;
    // Listeners of the abort signal run inside `cancel`: the globals they see must be those of the activity's realm.
    if (attempt && this.#inRealm) this.#inRealm(() => attempt.cancel(cancellation));
    else this.#cancelledEarly ??= cancellation;
  }

  async run(): Promise<AttemptOutcome> {
    this.#inRealm = AsyncLocalStorage.snapshot();
    const heartbeats = new HeartbeatEncoder(
      (details) => encodeToPayload(this.options.dataConverter, details, this.#context),
      (payload) => this.heartbeat({ payloads: [payload] }),
      (error) => this.#heartbeatFailed(error),
    );
    let attempt: ActivityAttempt;
    let args: unknown[];
    try {
      const fn = await this.#prepare();
      args = await this.#decodeArgs(fn);
      attempt = this.#createAttempt(fn, heartbeats);
    } catch (error) {
      return this.#failedToStart(error);
    }
    const running = attempt.run({ args, headers: this.start.headers });
    this.#attempt = attempt;
    if (this.#cancelledEarly) this.cancel(this.#cancelledEarly);
    const outcome = await running;
    // Details that a failed attempt gave last are kept for the next attempt; nobody will ask for those of the others.
    await heartbeats.close(outcome.kind === 'failed');
    return outcome;
  }

  async #prepare(): Promise<ActivityFunction> {
    const { dataConverter, functions } = this.options;
    const { activityId, activityType, heartbeatDetails } = this.start;
    let lastDetails: unknown;
    try {
      lastDetails = await decodeFromPayloadsAtIndex(dataConverter, 0, [...heartbeatDetails], this.#context);
    } catch (error) {
      throw ApplicationFailure.fromError(error, {
        message: `Failed to parse heartbeat details for activity ${activityId}: ${errorMessage(error)}`,
      });
    }
    this.#info = infoOfAttempt(this.start, this.options, lastDetails);
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

  async #decodeArgs(fn: ActivityFunction): Promise<unknown[]> {
    try {
      const inputTypes = typeInfoOf(fn)?.inputTypes;
      return await decodeArrayFromPayloads(
        this.options.dataConverter,
        [...this.start.input],
        this.#context,
        inputTypes,
      );
    } catch (error) {
      throw ApplicationFailure.fromError(error, {
        message: `Failed to parse activity args for activity ${this.start.activityType}: ${errorMessage(error)}`,
        nonRetryable: false,
      });
    }
  }

  #createAttempt(fn: ActivityFunction, heartbeats: HeartbeatEncoder): ActivityAttempt {
    const { clock, dataConverter, client, logger, metricMeter, interceptors } = this.options;
    return new ActivityAttempt({
      info: this.#info!,
      fn,
      dataConverter,
      serializationContext: this.#context,
      outputType: typeInfoOf(fn)?.outputType,
      heartbeat: (details) => heartbeats.heartbeat(details),
      client,
      logger,
      metricMeter,
      interceptors,
      now: () => clock.now(),
    });
  }

  #heartbeatFailed(error: unknown): void {
    this.options.logger.warn('Failed to encode heartbeat details, cancelling Activity', {
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
    this.options.logger.error(`Error while processing ActivityTask.start: ${error.message}`, {
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
  return `activity ${owner.activityType} (${owner.activityId}) of workflow ${owner.workflowId}, attempt ${owner.attempt}`;
}
