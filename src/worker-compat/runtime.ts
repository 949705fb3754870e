/** The process-wide settings of workers: where logs and metrics go, and which signals shut workers down. */
import { IllegalStateError, type Logger, type MetricMeter } from '@temporalio/common';
import { DefaultLogger } from './logger';
import { bufferedMeter, type MetricsBuffer } from './metrics';
import type { RuntimeOptions } from './runtime-options';

const DEFAULT_SIGNALS: NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGQUIT', 'SIGUSR2'];

/** One for the process, as in `@temporalio/worker`; there is no native core behind it. */
export class Runtime {
  static _instance?: Runtime;
  static instantiator?: 'install' | 'instance';
  static defaultOptions: RuntimeOptions = {};

  readonly logger: Logger;
  readonly metricMeter: MetricMeter;
  readonly metricsBuffer: MetricsBuffer | undefined;
  protected state: 'RUNNING' | 'SHUTTING_DOWN' = 'RUNNING';
  protected readonly shutdownSignalCallbacks = new Set<() => void>();

  protected constructor(readonly options: RuntimeOptions & { readonly shutdownSignals: NodeJS.Signals[] }) {
    this.logger = options.logger ?? new DefaultLogger('INFO');
    const metrics = options.telemetryOptions?.metrics;
    this.metricsBuffer = metrics && 'buffer' in metrics ? metrics.buffer : undefined;
    this.metricMeter = bufferedMeter(this.metricsBuffer, metrics?.globalTags ?? {});
  }

  /**
   * Makes the runtime with options, before anything else has made it.
   * @throws IllegalStateError where there is one already.
   */
  static install(options: RuntimeOptions): Runtime {
    if (Runtime._instance !== undefined) {
      if (Runtime.instantiator === 'install') {
        throw new IllegalStateError(
          'Runtime singleton has already been installed. Did you call `Runtime.install()` multiple times?',
        );
      }
      throw new IllegalStateError(
        'Runtime singleton has already been instantiated. Did you start a Worker before calling `Runtime.install`?',
      );
    }
    return Runtime.create(options, 'install');
  }

  /** The runtime; made with default options where there is none. */
  static instance(): Runtime {
    return Runtime._instance ?? Runtime.create(Runtime.defaultOptions, 'instance');
  }

  protected static create(options: RuntimeOptions, instantiator: 'install' | 'instance'): Runtime {
    const { shutdownSignals = DEFAULT_SIGNALS } = options;
    Runtime._instance = new Runtime({ ...options, shutdownSignals: [...shutdownSignals] });
    Runtime.instantiator = instantiator;
    return Runtime._instance;
  }

  /** Logs are never held back: nothing to do. */
  flushLogs(): void {}

  /** The next `instance()` or `install()` makes another one. Environments and workers go on. */
  async shutdown(): Promise<void> {
    this.teardownShutdownHook();
    if (Runtime._instance === this) {
      Runtime._instance = undefined;
      Runtime.instantiator = undefined;
    }
  }

  /** Calls a function when the process gets a signal that shuts workers down. */
  registerShutdownSignalCallback(callback: () => void): void {
    if (this.shutdownSignalCallbacks.size === 0) this.setupShutdownHook();
    this.shutdownSignalCallbacks.add(callback);
  }

  deregisterShutdownSignalCallback(callback: () => void): void {
    this.shutdownSignalCallbacks.delete(callback);
    if (this.shutdownSignalCallbacks.size === 0) this.teardownShutdownHook();
  }

  protected setupShutdownHook(): void {
    for (const signal of this.options.shutdownSignals) process.on(signal, this.startShutdownSequence);
  }

  protected teardownShutdownHook(): void {
    for (const signal of this.options.shutdownSignals) process.off(signal, this.startShutdownSequence);
  }

  protected startShutdownSequence = (): void => {
    this.teardownShutdownHook();
    for (const callback of this.shutdownSignalCallbacks) queueMicrotask(callback);
  };
}
