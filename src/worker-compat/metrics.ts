/** Metrics that workflow and activity code makes, kept in a buffer where one is installed. */
import {
  type Metric,
  type MetricCounter,
  type MetricGauge,
  type MetricHistogram,
  type MetricMeter,
  MetricMeterWithComposedTags,
  type MetricTags,
  type MetricUpDownCounter,
  type NumericMetricValueType,
} from '@temporalio/common';
import { InvalidInputError } from '../base/errors';

export interface MetricsBufferOptions {
  /** Older updates above this number are dropped. Default 10,000. */
  maxBufferSize?: number;
  /** Has no effect: it changes how the SDK's core reports its own durations, and there is no core. */
  useSecondsForDurations?: boolean;
}

export interface BufferedMetricUpdate {
  metric: Metric;
  /** What was added, recorded or set. */
  value: number;
  attributes: MetricTags;
}

/** Holds updates of metrics until somebody takes them. It has those of workflow and activity code, not those of the SDK's core. */
export class MetricsBuffer {
  readonly maxBufferSize: number;
  readonly useSecondsForDurations: boolean;
  private updates: BufferedMetricUpdate[] = [];

  constructor(options: MetricsBufferOptions = {}) {
    this.maxBufferSize = options.maxBufferSize ?? 10_000;
    this.useSecondsForDurations = options.useSecondsForDurations ?? false;
  }

  /** Takes all updates since the last call. */
  retrieveUpdates(): ArrayIterator<BufferedMetricUpdate> {
    return this.updates.splice(0).values();
  }

  /** Called by the meter of the `Runtime` that the buffer is installed in. */
  push(update: BufferedMetricUpdate): void {
    if (this.updates.length >= this.maxBufferSize) this.updates.shift();
    this.updates.push(update);
  }
}

type Change = { readonly value: number; readonly tags?: MetricTags };

/** A meter whose metrics end in a buffer; without one, nowhere. */
export function bufferedMeter(buffer: MetricsBuffer | undefined, globalTags: MetricTags): MetricMeter {
  const change = (metric: Metric, { value, tags }: Change, mayBeNegative = false) => {
    if (!mayBeNegative && value < 0) {
      throw new InvalidInputError(`metric '${metric.name}': the value is ${value}; it must not be negative`);
    }
    buffer?.push({ metric, value, attributes: { ...globalTags, ...tags } });
  };
  const describe = <K extends Metric['kind'], V extends NumericMetricValueType>(
    [name, unit = '', description = '']: [string, string?, string?],
    kind: K,
    valueType: V,
  ) => ({ name, unit, description, kind, valueType });
  const meter: MetricMeter = {
    createCounter: (...words) => {
      const metric = describe(words, 'counter', 'int');
      return own<MetricCounter>({ ...metric, add: (value: number, tags) => change(metric, { value, tags }) });
    },
    createUpDownCounter: (...words) => {
      const metric = describe(words, 'up-down-counter', 'int');
      return own<MetricUpDownCounter>({ ...metric, add: (value, tags) => change(metric, { value, tags }, true) });
    },
    createHistogram: (name, valueType = 'int', unit, description) => {
      const metric = describe([name, unit, description], 'histogram', valueType);
      return own<MetricHistogram>({ ...metric, record: (value, tags) => change(metric, { value, tags }) });
    },
    createGauge: (name, valueType = 'int', unit, description) => {
      const metric = describe([name, unit, description], 'gauge', valueType);
      return own<MetricGauge>({ ...metric, set: (value, tags) => change(metric, { value, tags }) });
    },
    withTags: (tags) => MetricMeterWithComposedTags.compose(meter, tags, true),
  };
  return meter;
}

/** The SDK puts tags together in a wrapper around a meter; its metrics themselves have none to give. */
function own<M extends { withTags(tags: MetricTags): M }>(metric: Omit<M, 'withTags'>): M {
  return {
    ...metric,
    withTags: () => {
      throw new InvalidInputError('withTags is a method of the metrics of workflow and activity code, and of meters');
    },
  } as unknown as M;
}
