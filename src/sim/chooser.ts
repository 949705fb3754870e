/** The one door for choice: of the steps that can run at one instant, which goes first. */
import type { StepLabel } from '../base/step';

/** The steps that can run now, in the order in which they became able to. */
export interface Candidates {
  readonly length: number;
  at(index: number): StepLabel;
}

export interface Chooser {
  /** True: it always takes the first, and need not be asked. */
  readonly inOrder?: boolean;
  /** The index of the step to run; there are at least two. A step is the same object each time that it is a candidate. */
  pick(candidates: Candidates): number;
  /** A step has become able to run. Timers are not told: they are candidates once they are due. */
  posted?(step: StepLabel): void;
  /** A step is about to run, whether or not there was a choice. Checks and faults, which are none, come in between. */
  begins?(step: StepLabel): void;
  /** Nothing can run at this instant any more: time moves, or those who wait for just that go on. */
  ranDry?(): void;
  /** A client makes a call: which one it is among those that ask for the same, from 1. It is part of what its step carries. */
  numberOf?(method: string, request: unknown): number;
  /** The step that runs reads or changes this: a name of `touch`. */
  touched?(what: string): void;
}

/** What steps have in common with each other: two that touch nothing of the same may change places. */
export const touch = {
  /** Two of the same workflow. */
  workflow: (workflowId: string): string => `w/${workflowId}`,
  /** Of a workflow, only which of its activities are to run. */
  activities: (workflowId: string): string => `a/${workflowId}`,
  /** Of a workflow, only whether it has begun, and whether it has closed. */
  close: (workflowId: string): string => `c/${workflowId}`,
  /** Code outside workflows, which may keep state that nobody sees. */
  code: 'code',
  /** What faults count, of any workflow. */
  counts: 'counts',
  /** Anything at all. */
  all: '*',
} as const;

/** In the order in which they became able to run: what a world does unless it is told otherwise. */
export const inOrder: Chooser = { inOrder: true, pick: () => 0 };
