/** What the SDK's types take, worldline's types take, too: this file has nothing to run, it compiles or it does not. */
import type * as real from '@temporalio/worker';
import type * as own from '../../src/worker-compat';

/** Public members only: a class with private members is assignable to itself alone. */
type Public<T> = { [K in keyof T]: T[K] };
type Assignable<From extends To, To> = [From, To];

/** Members whose types name classes of their own package. */
type OfPackage = 'connection' | 'plugins' | 'nexusServices' | 'tuner' | 'interceptors' | 'nexus';

export type Checks = [
  // Options that were written for the SDK.
  Assignable<Omit<real.WorkerOptions, OfPackage>, Omit<own.WorkerOptions, OfPackage>>,
  Assignable<Omit<real.ReplayWorkerOptions, OfPackage>, Omit<own.ReplayWorkerOptions, OfPackage>>,
  Assignable<Omit<real.BundleOptions, 'plugins'>, Omit<own.BundleOptions, 'plugins'>>,
  Assignable<Omit<real.NativeConnectionOptions, 'plugins' | 'tls' | 'proxy'>, own.NativeConnectionOptions>,
  Assignable<real.ActivityInterceptorsFactory, own.ActivityInterceptorsFactory>,
  Assignable<real.ActivityInboundCallsInterceptorFactory, own.ActivityInboundCallsInterceptorFactory>,
  Assignable<real.InjectedSinks<any>, own.InjectedSinks<any>>,
  Assignable<real.PatchActivationCallback, own.PatchActivationCallback>,
  // What worldline gives back, where the SDK's types are expected.
  Assignable<own.WorkerStatus, real.WorkerStatus>,
  Assignable<own.State, real.State>,
  Assignable<own.LogEntry, real.LogEntry>,
  Assignable<own.WorkflowBundleWithSourceMap, real.WorkflowBundleWithSourceMap>,
  Assignable<own.BufferedMetricUpdate, real.BufferedMetricUpdate>,
  Assignable<own.ReplayResult, real.ReplayResult>,
  Assignable<Public<own.DefaultLogger>, Public<real.DefaultLogger>>,
  Assignable<
    Pick<own.Worker, 'run' | 'shutdown' | 'getState' | 'getStatus' | 'client'>,
    Pick<real.Worker, 'run' | 'shutdown' | 'getState' | 'getStatus' | 'client'>
  >,
];
