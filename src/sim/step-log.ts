import { type StepKind, type StepLabel, stepText } from '../base/step';

/** One step that the world has run. */
export interface LoggedStep {
  /** Counted from 1. */
  readonly number: number;
  /** Virtual milliseconds since the epoch. */
  readonly time: number;
  readonly kind: StepKind;
  readonly workflowId: string | undefined;
  /** How many steps could have run, and which of them did (0: the one that could run first). */
  readonly choice: { readonly of: number; readonly index: number };
  /** The subject: the method of a request, the type of an activity. */
  readonly what: string;
  /** What the step was, for people. */
  readonly text: string;
}

class Entry implements LoggedStep {
  readonly kind: StepKind;
  readonly workflowId: string | undefined;
  readonly what: string;
  private readonly attempt: number | undefined;

  constructor(
    readonly number: number,
    readonly time: number,
    { kind, workflowId, what, attempt }: StepLabel,
    private readonly of: number,
    private readonly index: number,
  ) {
    this.kind = kind;
    this.workflowId = workflowId;
    this.what = what;
    this.attempt = attempt;
  }

  get choice(): { of: number; index: number } {
    return { of: this.of, index: this.index };
  }

  // Most entries are never read, so their text is made when somebody does.
  get text(): string {
    const { kind, workflowId, what, attempt } = this;
    return stepText({ kind, workflowId, what, attempt });
  }

  toJSON(): LoggedStep {
    const { number, time, kind, workflowId, what, choice, text } = this;
    return { number, time, kind, workflowId, what, choice, text };
  }
}

/** The ordered record of every step of a world. Old steps are forgotten beyond `limit`, so that a long run stays in memory. */
export class StepLog {
  private readonly entries: Entry[] = [];
  private count = 0;

  constructor(private readonly limit = 100_000) {}

  add(time: number, step: StepLabel, of: number, index: number): void {
    this.entries.push(new Entry(++this.count, time, step, of, index));
    if (this.entries.length > 2 * this.limit) this.entries.splice(0, this.limit);
  }

  /** How many steps have run, forgotten ones included. */
  get length(): number {
    return this.count;
  }

  toArray(): readonly LoggedStep[] {
    return this.entries.slice(-this.limit);
  }
}
