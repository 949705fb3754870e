/** Options of the `Runtime`. Only `logger`, `shutdownSignals` and a metrics buffer have an effect: there is no native core. */
import type { Duration, Logger, LogLevel } from '@temporalio/common';
import type { MetricsBuffer } from './metrics';

export interface RuntimeOptions {
  /** Gets what workers, workflows and activities log. Default: `new DefaultLogger('INFO')`. */
  logger?: Logger;
  telemetryOptions?: TelemetryOptions;
  /** Has no effect. */
  workerHeartbeatInterval?: Duration | null;
  /** Signals of the process that shut workers down. Default: SIGINT, SIGTERM, SIGQUIT, SIGUSR2. */
  shutdownSignals?: NodeJS.Signals[];
}

export interface TelemetryOptions {
  /** @deprecated Has no effect. */
  tracingFilter?: string;
  /** @deprecated Has no effect. */
  noTemporalPrefixForMetrics?: boolean;
  /** Has no effect: there is no core that would log. */
  logging?: LogExporterConfig;
  /** Of the exporters, only a buffer has an effect: it gets the metrics that workflow and activity code makes. */
  metrics?: MetricsExporterConfig;
  /** @deprecated Has no effect. */
  tracing?: unknown;
}

export type LogExporterConfig = { filter?: string | CoreLogFilterOptions } & Partial<ConsoleLogger | ForwardLogger>;

export interface ConsoleLogger {
  console: { format?: 'compact' | 'pretty' | 'json' };
}

export interface ForwardLogger {
  forward: { level?: LogLevel };
}

export interface CoreLogFilterOptions {
  /** Level of the SDK's own lines. */
  core: LogLevel;
  /** Level of the lines of libraries. Default 'ERROR'. */
  other?: LogLevel;
}

export type MetricsExporterConfig = {
  temporality?: 'cumulative' | 'delta';
  metricPrefix?: string;
  globalTags?: Record<string, string>;
  attachServiceName?: boolean;
} & (PrometheusMetricsExporter | OtelCollectorExporter | BufferedMetricsExporter);

export interface OtelCollectorExporter {
  otel: {
    url: string;
    http?: boolean;
    headers?: Record<string, string>;
    metricsExportInterval?: Duration;
    useSecondsForDurations?: boolean;
    temporality?: 'cumulative' | 'delta';
    histogramBucketOverrides?: Record<string, number[]>;
  };
}

export interface PrometheusMetricsExporter {
  prometheus: {
    bindAddress: string;
    countersTotalSuffix?: boolean;
    unitSuffix?: boolean;
    useSecondsForDurations?: boolean;
    histogramBucketOverrides?: Record<string, number[]>;
  };
}

export interface BufferedMetricsExporter {
  buffer: MetricsBuffer;
}

export type MakeTelemetryFilterStringOptions = CoreLogFilterOptions;

/** The text that the SDK's core takes as a filter of its log: the SDK's own lines, and those of libraries. */
export function makeTelemetryFilterString({ core, other = 'ERROR' }: CoreLogFilterOptions): string {
  return `${other},temporalio_sdk_core=${core},temporalio_client=${core},temporalio_common=${core}`;
}
