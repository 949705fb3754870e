import type { Realm } from '../../clock/realm';
import { type Activator, workflowGlobals } from './runtime';

/** A name that the workflow sandbox does not have: using it fails as it does there. */
function missing(name: string): () => never {
  return () => {
    throw new ReferenceError(`${name} is not defined`);
  };
}

const performanceIsMissing = missing('performance');
const cryptoIsMissing = missing('crypto');

/** What process globals mean for the code of one workflow run. */
export class WorkflowRealm implements Realm {
  readonly setTimeout = workflowGlobals.setTimeout;
  readonly clearTimeout = workflowGlobals.clearTimeout;
  readonly WeakRef = workflowGlobals.WeakRef;
  readonly FinalizationRegistry = workflowGlobals.FinalizationRegistry;
  declare readonly setInterval: () => never;
  declare readonly clearInterval: () => never;
  declare readonly setImmediate: () => never;
  declare readonly clearImmediate: () => never;

  constructor(
    readonly activator: Activator,
    /** Called with a rejected promise of this run that nobody handled. */
    readonly onUnhandledRejection: (reason: unknown) => void,
  ) {}

  now(): number {
    return this.activator.now;
  }

  random(): number {
    return workflowGlobals.random();
  }

  performanceNow(): number {
    return performanceIsMissing();
  }

  randomUUID(): string {
    return cryptoIsMissing();
  }
}

// On the prototype: a run that never uses them should not pay for them.
for (const name of ['setInterval', 'clearInterval', 'setImmediate', 'clearImmediate'] as const) {
  Object.defineProperty(WorkflowRealm.prototype, name, { value: missing(name) });
}
