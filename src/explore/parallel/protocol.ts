/** What the threads of an exploration say to each other. */
import type { CoverageData } from '../coverage';
import type { RunSpec } from '../run';
import type { RunPassed } from '../strategies/strategy';

/** What a worker thread begins with. */
export interface WorkerStart {
  /** The file whose default export is the exploration, or the scenario. */
  readonly file: string;
  /** Of the worlds, where the exploration was given another one than its file says. */
  readonly seed: number | string | undefined;
  readonly maxSteps: number | undefined;
  /** Folder for the histories of all runs. */
  readonly histories: string | undefined;
}

/** One run to make. The input is drawn by its number: it may be nothing that can be sent. */
export interface RunRequest {
  readonly id: number;
  readonly spec: Omit<RunSpec, 'input'>;
  readonly inputRun: number;
}

/** How a run went, as far as that can be sent. */
export interface RunSummary extends Omit<RunPassed, 'spec'> {
  /** Undefined: nothing went wrong. */
  readonly error: { readonly name: string; readonly message: string } | undefined;
  readonly coverage: CoverageData;
  readonly sometimes: readonly (readonly [name: string, held: boolean])[];
  /** It did not end in real time; its thread was stopped. */
  readonly isRunaway?: boolean;
}

export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'cannot start'; readonly message: string }
  | { readonly kind: 'done'; readonly id: number; readonly summary: RunSummary };
