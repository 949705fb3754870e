/** Stepping through a history in a terminal: keys in, screens out. */
import { InvalidInputError, ReplayMismatchError } from '../../base/errors';
import type { History } from '../../history/history';
import { roundingText, waitLines } from '../../report/code-text';
import { PastAttempts } from '../../report/past-attempts';
import type { Moment } from '../../sim/moment';
import { errorText } from '../error-text';
import { parseArgs } from '../parse-args';
import type { Terminal } from '../terminal';
import { type Keypress, keyOf, press, type StepFacts, startOfSteps } from './step-keys';
import { detailLines, screen, textLines, wrapped } from './step-screen';

export interface StepOptions {
  readonly terminal: Terminal;
  readonly color: boolean;
  readonly cwd: string;
  /** Default: 1. */
  readonly eventId?: number;
  /** The run at an event, with its code; absent: there is no code. */
  readonly at?: (eventId: number) => Moment;
}

const TASK_ENDS: ReadonlySet<string> = new Set(['WorkflowTaskCompleted', 'WorkflowTaskFailed', 'WorkflowTaskTimedOut']);

/** Ends when the person leaves, or when no more keys come. */
export async function stepThrough(history: History, options: StepOptions): Promise<void> {
  const session = new StepSession(history, options);
  const { terminal } = options;
  // Keys are dealt with one after the other: a query takes a while.
  let work = Promise.resolve();
  const done = new Promise<void>((resolve, reject) => {
    const then = (next: () => Promise<void>) => {
      work = work.then(next);
      work.then(() => session.hasLeft && resolve(), reject);
    };
    terminal.open({
      onKey: (key) => then(() => session.press(key)),
      onResize: () => then(() => session.show()),
      onEnd: () => then(() => session.leave()),
    });
    then(() => session.show());
  });
  try {
    await done;
  } finally {
    terminal.close();
  }
}

/** What the code says at an event; the same for all events at which it stands at one place. */
interface CodeView {
  readonly lines: readonly string[];
  readonly queries: readonly string[];
}

class StepSession {
  private state;
  private answer: readonly string[] | undefined;
  private readonly attempts: PastAttempts;
  private readonly code = new Map<number, CodeView>();

  constructor(
    private readonly history: History,
    private readonly options: StepOptions,
  ) {
    this.state = startOfSteps(options.eventId ?? 1);
    this.attempts = new PastAttempts(history);
  }

  get hasLeft(): boolean {
    return this.state.hasLeft;
  }

  async press(pressed: Keypress): Promise<void> {
    const key = keyOf(pressed);
    if (key === undefined || this.hasLeft) return;
    const before = this.state.eventId;
    this.state = press(this.state, key, this.facts);
    if (this.hasLeft) return;
    if (this.state.eventId !== before) this.answer = undefined;
    if (this.state.ask !== undefined) this.answer = await this.ask(this.state.ask);
    await this.show();
  }

  async leave(): Promise<void> {
    this.state = { ...this.state, hasLeft: true };
  }

  async show(): Promise<void> {
    const { terminal, color, at } = this.options;
    const { lines: codeLines, queries } = await this.codeView();
    const content = { history: this.history, attempts: this.attempts, state: this.state, codeLines, queries, color };
    terminal.draw(screen({ ...content, answer: this.answer, hasCode: at !== undefined }, terminal.size()));
  }

  private get facts(): StepFacts {
    const { history, options, answer } = this;
    return {
      length: history.length,
      hasCode: options.at !== undefined,
      endsTask: (eventId) => TASK_ENDS.has(history.event(eventId).type),
      details: (answer ?? detailLines(history, this.state.eventId, options.terminal.size().columns)).length,
    };
  }

  private async codeView(): Promise<CodeView> {
    const moment = this.options.at?.(this.state.eventId);
    if (!moment) return { lines: [], queries: [] };
    if (moment.codeEventId === 0) return { lines: ['  code: has not run yet'], queries: [] };
    let view = this.code.get(moment.codeEventId);
    if (!view) {
      view = await this.viewOf(moment);
      this.code.set(moment.codeEventId, view);
    }
    return view;
  }

  private async viewOf(moment: Moment): Promise<CodeView> {
    try {
      const lines = waitLines(moment, await moment.waits(), this.options.cwd);
      return { lines, queries: await moment.queries() };
    } catch (error) {
      if (!(error instanceof ReplayMismatchError)) throw error;
      return { lines: error.message.split('\n').map((line) => `  ${line}`), queries: [] };
    }
  }

  /** A name, and after a blank a JSON array of arguments. */
  private async ask(typed: string): Promise<string[]> {
    const { columns } = this.options.terminal.size();
    const moment = this.options.at!(this.state.eventId);
    const [, name = '', args] = /^([^\s[]+)\s*(.*)$/s.exec(typed) ?? [];
    try {
      const answer = await moment.query(name, ...parseArgs('the arguments', args || undefined));
      const note = roundingText(moment);
      return [...textLines(`${typed} → `, answer, columns), ...(note ? ['', ...wrapped(note, columns)] : [])];
    } catch (error) {
      // Whatever the query's handler throws is an answer, too.
      const text = error instanceof InvalidInputError ? error.message : errorText(error);
      return [`  ${typed} ✗`, ...text.split('\n').flatMap((line) => wrapped(line, columns))];
    }
  }
}
