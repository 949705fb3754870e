/** Where the workflow functions of a run come from. */

/** A module of workflow interceptors: `export const interceptors = () => ({ inbound: [...] })`. */
export interface InterceptorModule {
  readonly interceptors?: any;
}

/** What one run gets. */
export interface WorkflowModules {
  /** Workflow functions by type; `default` is for all other types. */
  readonly workflows: Readonly<Record<string, unknown>>;
  readonly interceptors: readonly InterceptorModule[];
  /** The `payloadConverter` export of the given module. */
  readonly payloadConverter?: unknown;
  /** The `failureConverter` export of the given module. */
  readonly failureConverter?: unknown;
}

export interface WorkflowSource {
  /**
   * The modules of a run: shared, or with a state of their own. Code at the top level of the user's modules runs here, so call it
   * inside the realm of the run. Throws what that code throws.
   */
  instantiate(runId: string): WorkflowModules;
  /** Gives up what the source holds: stack traces are no longer mapped to the user's files. */
  dispose(): void;
}

/**
 * How far runs are kept apart: `realm` shares modules between all runs, `run` gives each run its own modules in this realm, `vm`
 * gives each run its own modules in a context of its own, with a limit on how long its code may run without a pause.
 */
export type WorkflowIsolation = 'realm' | 'run' | 'vm';
