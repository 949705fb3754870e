/** As much of `@temporalio/worker` as worldline uses on a real cluster. The package is loaded where it is needed: most never need it. */
import { InvalidInputError } from '../../base/errors';

export interface RealConnection {
  close(): Promise<void>;
}

export interface RealWorker {
  /** Resolves when the worker has been shut down; is rejected where it broke. */
  run(): Promise<void>;
  shutdown(): void;
  getState(): string;
}

export interface LogEntry {
  readonly level: string;
  readonly message: string;
  readonly meta?: object;
}

interface RealPackage {
  NativeConnection: { connect(options: object): Promise<RealConnection> };
  Worker: { create(options: object): Promise<RealWorker> };
  Runtime: {
    instance(): { readonly logger: object; shutdown(): Promise<void> };
    install(options: object): unknown;
  };
  DefaultLogger: new (
    level: string,
    log?: (entry: LogEntry) => void,
  ) => { log(level: string, message: string, meta?: object): void };
  bundleWorkflowCode(options: object): Promise<object>;
}

/** @param need Begins the sentence that says who needs it. @throws InvalidInputError where it is not installed. */
export function loadWorkerPackage(need: string): RealPackage {
  try {
    return require('@temporalio/worker');
  } catch (cause) {
    throw new InvalidInputError(
      `${need} @temporalio/worker, which is not installed: run \`npm install --save-dev @temporalio/worker\``,
      { cause },
    );
  }
}
