/**
 * `worldline/worker`: what `@temporalio/worker` exports, for workers of test environments. Tests import it under that name (see
 * docs/migrating.md); nothing of it is native.
 */
import { answerConnections } from './lazy-connection';

export {
  type DataConverter,
  defaultPayloadConverter,
  IllegalStateError,
} from '@temporalio/common';
export type { LoggerSinks } from '@temporalio/workflow';
export {
  type BundleOptions,
  type BundlerPlugin,
  bundleWorkflowCode,
  defaultWorkflowInterceptorModules,
} from './bundler';
export {
  ActivityInboundLogInterceptor,
  activityLogAttributes,
  startDebugReplayer,
  WorkflowInboundLogInterceptor,
  WorkflowLogInterceptor,
  workflowLogAttributes,
} from './deprecated';
export {
  CombinedWorkerRunError,
  type CombinedWorkerRunErrorCause,
  errors,
  GracefulShutdownPeriodExpiredError,
  PromiseCompletionTimeoutError,
  ReplayError,
  ShutdownError,
  TransportError,
  UnexpectedError,
  UnhandledRejectionError,
} from './errors';
export type {
  ActivityExecuteInput,
  ActivityInboundCallsInterceptor,
  ActivityInboundCallsInterceptorFactory,
  ActivityInterceptors,
  ActivityInterceptorsFactory,
  ActivityOutboundCallsInterceptor,
  CompiledWorkerInterceptors,
  GetLogAttributesInput,
  GetMetricTagsInput,
  Headers,
  Next,
  WorkerInterceptors,
} from './interceptors';
export { DefaultLogger, type LogEntry, type Logger, type LogLevel, type LogMetadata, LogTimestamp } from './logger';
export { type BufferedMetricUpdate, MetricsBuffer, type MetricsBufferOptions } from './metrics';
export {
  type DNSLoadBalancingConfig,
  type GrpcCompressionConfig,
  NativeConnection,
  type NativeConnectionOptions,
  type NativeConnectionPlugin,
  type ProxyConfig,
  type TLSConfig,
} from './native-connection';
export type { ReplayHistoriesIterable, ReplayResult } from './replay';
export { Runtime } from './runtime';
export {
  type BufferedMetricsExporter,
  type ConsoleLogger,
  type CoreLogFilterOptions,
  type ForwardLogger,
  type LogExporterConfig,
  type MetricsExporterConfig,
  type MetricsExporterConfig as MetricsExporter,
  makeTelemetryFilterString,
  type OtelCollectorExporter,
  type PrometheusMetricsExporter,
  type RuntimeOptions,
  type TelemetryOptions,
} from './runtime-options';
export type { InjectedSink, InjectedSinkFunction, InjectedSinks } from './sinks';
export type { PollerState, State, WorkerStatus } from './state';
export {
  type ActivitySlotInfo,
  type CustomSlotSupplier,
  type FixedSizeSlotSupplier,
  type LocalActivitySlotInfo,
  type NexusSlotInfo,
  ResourceBasedController,
  type ResourceBasedSlotOptions,
  type ResourceBasedSlotsForType,
  type ResourceBasedTuner,
  type ResourceBasedTunerOptions,
  type ResourceBasedTunerWithController,
  type SlotInfo,
  type SlotMarkUsedContext,
  type SlotPermit,
  type SlotReleaseContext,
  type SlotReserveContext,
  type SlotSupplier,
  type TunerHolder,
  type WorkerTuner,
  type WorkflowSlotInfo,
} from './tuner';
export { type RunUntilOptions, Worker } from './worker';
export {
  appendDefaultInterceptors,
  type CompiledWorkerOptions,
  defaultSinks,
  type PatchActivationCallback,
  type PatchActivationInput,
  type PollerBehavior,
  type ReplayWorkerOptions,
  type WorkerDeploymentOptions,
  type WorkerOptions,
  type WorkerPlugin,
  type WorkflowBundle,
  type WorkflowBundleOption,
  type WorkflowBundlePath,
  type WorkflowBundlePathWithSourceMap,
  type WorkflowBundleWithSourceMap,
} from './worker-options';

answerConnections();
