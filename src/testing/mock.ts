/** Answers for one activity or one child workflow, and the record of its calls. */

/** One call: of an activity, each attempt is one. */
export interface MockCall {
  readonly args: readonly unknown[];
  /** The workflow that was started, or that called the activity. */
  readonly workflowId: string;
  /** Attempt of the activity, or of the workflow, from 1. */
  readonly attempt: number;
}

type Answer = (...args: any[]) => unknown;

export class Mock {
  /** In their order. */
  readonly calls: MockCall[] = [];
  private readonly once: Answer[] = [];
  private always: Answer | undefined;

  constructor(readonly name: string) {}

  /** Answers the next call that has no answer yet; call it again for the one after that. */
  returnsOnce(value: unknown): this {
    return this.runsOnce(() => value);
  }

  /** The next call that has no answer yet throws this. */
  throwsOnce(error: Error): this {
    return this.runsOnce(() => {
      throw error;
    });
  }

  /** The next call that has no answer yet runs this function. */
  runsOnce(fn: Answer): this {
    this.once.push(fn);
    return this;
  }

  /** Answers all calls that have no answer of their own. */
  returns(value: unknown): this {
    return this.runs(() => value);
  }

  throws(error: Error): this {
    return this.runs(() => {
      throw error;
    });
  }

  runs(fn: Answer): this {
    this.always = fn;
    return this;
  }

  /** Answers that were given for single calls, and that nobody has asked for. */
  get unused(): number {
    return this.once.length;
  }

  /** Records a call, and gives what answers it; undefined: nothing does. */
  take(call: MockCall): Answer | undefined {
    this.calls.push(call);
    return this.once.shift() ?? this.always;
  }
}
