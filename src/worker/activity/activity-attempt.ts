/** One attempt of an activity function, inside the SDK's own activity context. */
import { asyncLocalStorage, CompleteAsyncError, Context, type Info } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import {
  type ActivityCancellationDetails,
  type ActivityFunction,
  type ActivitySerializationContext,
  ApplicationFailure,
  ApplicationFailureCategory,
  CancelledFailure,
  ensureApplicationFailure,
  type LoadedDataConverter,
  type Logger,
  type MetricMeter,
  type MetricTags,
  SdkComponent,
  type TypeInfo,
} from '@temporalio/common';
import { composeInterceptors } from '@temporalio/common/lib/interceptors';
import { encodeFailure } from '@temporalio/common/lib/internal-non-workflow';
import { LoggerWithComposedMetadata } from '@temporalio/common/lib/logger';
import { MetricMeterWithComposedTags } from '@temporalio/common/lib/metrics';
import { isAbortError } from '@temporalio/common/lib/type-helpers';
import type { Failure, Payload, Payloads } from '../../base/api';
import {
  type ActivityExecuteInput,
  type ActivityInterceptorOptions,
  type ActivityInterceptors,
  createInterceptors,
} from './activity-interceptors';
import { logAttributesOf } from './attempt-start';
import type { Cancellation, CancelReason } from './cancellation';
import { encodeResult } from './convert';
import { withoutOwnFrames } from './own-frames';
import type { WorkerClock } from './worker-clock';

/** How an attempt ended, as the SDK tells the worker core. */
export type AttemptOutcome =
  | { readonly kind: 'completed'; readonly result: Payload }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The activity let its cancellation through. */
  | { readonly kind: 'canceled'; readonly failure: Failure; readonly details?: Payloads | null }
  /** Somebody else will complete the activity. */
  | { readonly kind: 'async' };

export interface AttemptOptions {
  readonly info: Info;
  readonly fn: ActivityFunction;
  readonly dataConverter: LoadedDataConverter;
  readonly serializationContext: ActivitySerializationContext;
  readonly outputType?: TypeInfo;
  readonly heartbeat: (details: unknown) => void;
  readonly client: Client | undefined;
  readonly logger: Logger | undefined;
  readonly metricMeter: MetricMeter;
  readonly interceptors: ActivityInterceptorOptions | undefined;
  /** Only logs show what it says. */
  readonly clock: WorkerClock;
}

/** Encodes an error as the SDK does, without worldline's frames in its stack traces. */
export async function encodeActivityError(
  dataConverter: LoadedDataConverter,
  error: unknown,
  context: ActivitySerializationContext,
): Promise<Failure> {
  const { failureConverter, payloadConverter, payloadCodecs } = dataConverter;
  const failure = failureConverter.errorToFailure(error, payloadConverter, context);
  return encodeFailure(payloadCodecs, withoutOwnFrames(failure), context);
}

const nothing = (): void => {};
const SILENT: Logger = {
  log: nothing,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};

export class ActivityAttempt {
  readonly context: Context;
  readonly #options: AttemptOptions;
  readonly #abort = new AbortController();
  readonly #interceptors: ActivityInterceptors = { inbound: [], outbound: [] };
  readonly #cancellationDetails: { details?: ActivityCancellationDetails } = {};
  /** Undefined: nobody would hear of it. */
  readonly #workerLogger: Logger | undefined;
  #cancelReason: CancelReason | undefined;
  #rejectCancelled!: (error: CancelledFailure) => void;

  /** Creates the context and the interceptors; an error of an interceptor factory fails the attempt. */
  constructor(options: AttemptOptions) {
    this.#options = options;
    const cancelled = new Promise<never>((_, reject) => {
      this.#rejectCancelled = reject;
    });
    // An activity need not look at `Context.cancelled`: its rejection alone is no error.
    cancelled.catch(() => undefined);
    const { logger, interceptors } = options;
    // Interceptors are asked for the attributes of each line, whether or not somebody reads it.
    if (logger || interceptors?.activity?.length) {
      this.#workerLogger = LoggerWithComposedMetadata.compose(logger ?? SILENT, () => this.#logAttributes());
    }
    this.context = new Context(
      options.info,
      cancelled,
      this.#abort.signal,
      options.heartbeat,
      options.client,
      this.#workerLogger
        ? LoggerWithComposedMetadata.compose(this.#workerLogger, { sdkComponent: SdkComponent.activity })
        : SILENT,
      MetricMeterWithComposedTags.compose(options.metricMeter, () => this.#metricTags()),
      this.#cancellationDetails,
    );
    createInterceptors(interceptors, this.context, this.#interceptors);
  }

  /** Tells the activity that it is cancelled. What comes of it is the activity's decision. */
  cancel({ reason, details }: Cancellation): void {
    this.#cancelReason = reason;
    this.#cancellationDetails.details = details;
    const error = new CancelledFailure(reason);
    this.#abort.abort(error);
    this.#rejectCancelled(error);
  }

  /** Runs the function to its end. Never rejects. */
  run(input: ActivityExecuteInput): Promise<AttemptOutcome> {
    return asyncLocalStorage.run(this.context, async (): Promise<AttemptOutcome> => {
      const { client, dataConverter, serializationContext, outputType } = this.#options;
      try {
        // Calls of the activity's client end with the activity's cancellation.
        const result = await (client
          ? client.connection.withAbortSignal(this.#abort.signal, () => this.execute(input))
          : this.execute(input));
        const encoded = encodeResult(dataConverter, result, serializationContext, outputType);
        return { kind: 'completed', result: encoded instanceof Promise ? await encoded : encoded };
      } catch (error) {
        return this.#outcomeOfError(error);
      }
    });
  }

  /** Runs another function in this attempt's context, and gives what it gives, as it is. */
  runFunction(fn: ActivityFunction, args: unknown[]): Promise<unknown> {
    return asyncLocalStorage.run(this.context, () => this.execute({ args, headers: {} }, fn));
  }

  // Named in `own-frames.ts`: stack traces end at this method.
  private async execute(input: ActivityExecuteInput, fn = this.#options.fn): Promise<unknown> {
    const { clock } = this.#options;
    const startedAt = clock.now();
    this.#workerLogger?.debug('Activity started');
    try {
      const call = ({ args }: ActivityExecuteInput) => fn(...args);
      const result = await composeInterceptors(this.#interceptors.inbound, 'execute', call)(input);
      this.#workerLogger?.debug('Activity completed', { durationMs: clock.now() - startedAt });
      return result;
    } catch (error) {
      this.#logError(error, clock.now() - startedAt);
      throw error;
    }
  }

  async #outcomeOfError(error: unknown): Promise<AttemptOutcome> {
    if (error instanceof CompleteAsyncError) return { kind: 'async' };
    if (this.#cancelReason === 'HEARTBEAT_DETAILS_CONVERSION_FAILED') {
      // Whatever the activity threw, the server accepts only application failures here.
      return this.#failed(ApplicationFailure.retryable(this.#cancelReason, 'CancelledFailure'));
    }
    if (this.#cancelReason && error instanceof CancelledFailure) {
      const { reset, paused } = this.context.cancellationDetails ?? {};
      if (reset) return this.#failed(new ApplicationFailure('Activity reset', 'ActivityReset'));
      if (paused) return this.#failed(new ApplicationFailure('Activity paused', 'ActivityPause'));
      const failure = await this.#encodeError(error);
      return {
        kind: 'canceled',
        failure: { ...failure, stackTrace: undefined },
        details: failure.canceledFailureInfo?.details,
      };
    }
    if (this.#cancelReason && isAbortError(error)) {
      return { kind: 'canceled', failure: { source: 'TypeScriptSDK', canceledFailureInfo: {} } };
    }
    return this.#failed(ensureApplicationFailure(error));
  }

  async #failed(error: unknown): Promise<AttemptOutcome> {
    return { kind: 'failed', failure: await this.#encodeError(error) };
  }

  #encodeError(error: unknown): Promise<Failure> {
    const { dataConverter, serializationContext } = this.#options;
    return encodeActivityError(dataConverter, error, serializationContext);
  }

  #logAttributes(): Record<string, unknown> {
    return composeInterceptors(
      this.#interceptors.outbound,
      'getLogAttributes',
      (a) => a,
    )(logAttributesOf(this.#options.info));
  }

  #metricTags(): MetricTags {
    const { namespace, taskQueue, activityType } = this.#options.info;
    return composeInterceptors(
      this.#interceptors.outbound,
      'getMetricTags',
      (a) => a,
    )({
      namespace,
      taskQueue,
      activityType,
    });
  }

  #logError(error: unknown, durationMs: number): void {
    const log = this.#workerLogger;
    if (log === undefined) return;
    if (this.#abort.signal.aborted && (error instanceof CancelledFailure || isAbortError(error))) {
      const { cancelRequested, reset, paused } = this.context.cancellationDetails ?? {};
      if (reset && !cancelRequested) log.debug('Activity reset', { durationMs });
      else if (paused && !cancelRequested) log.debug('Activity paused', { durationMs });
      else log.debug('Activity completed as cancelled', { durationMs });
    } else if (error instanceof CompleteAsyncError) {
      log.debug('Activity will complete asynchronously', { durationMs });
    } else if (error instanceof ApplicationFailure && error.category === ApplicationFailureCategory.BENIGN) {
      log.debug('Activity failed', { error, durationMs });
    } else {
      log.warn('Activity failed', { error, durationMs });
    }
  }
}
