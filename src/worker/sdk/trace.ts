/**
 * Watches one run with stacks: which line of workflow code issued a command, and what the code still waits for. Costs far too
 * much for normal use: a run is replayed a second time with it when somebody needs to know.
 */
import type { LangCommand } from './activation';
import { captureStack, userFrame } from './user-frame';
import type { WorkflowInstance } from './workflow-instance';

/** Something that workflow code awaits. */
export interface Wait {
  readonly kind: 'timer' | 'activity' | 'child workflow' | 'external signal' | 'external cancel' | 'condition';
  /** What it is, for people: `activity 'charge'`. */
  readonly what: string;
  /** Where in the user's code, as `function (file:line:column)`. */
  readonly at?: string;
}

class TracedMap<V> extends Map<number, V> {
  readonly stacks = new Map<number, string>();

  override set(seq: number, value: V): this {
    // Called for the fields of Map's constructor before our own exist.
    this.stacks?.set(seq, captureStack());
    return super.set(seq, value);
  }
}

const COMPLETIONS = [
  'timer',
  'activity',
  'childWorkflowStart',
  'childWorkflowComplete',
  'signalWorkflow',
  'cancelWorkflow',
] as const;
type CompletionKind = (typeof COMPLETIONS)[number];

const KIND: Readonly<Record<CompletionKind, Wait['kind']>> = {
  timer: 'timer',
  activity: 'activity',
  childWorkflowStart: 'child workflow',
  childWorkflowComplete: 'child workflow',
  signalWorkflow: 'external signal',
  cancelWorkflow: 'external cancel',
};

const CONDITION_TEXT_MAX = 80;

export class Trace {
  readonly #stacks = new Map<LangCommand, string>();
  /** What was started, by kind and seq. */
  readonly #started = new Map<string, string>();
  readonly #completions = new Map<CompletionKind, TracedMap<unknown>>();
  #conditions = new TracedMap<{ fn(): boolean }>();

  onInstance({ activator }: WorkflowInstance): void {
    const pushCommand = activator.pushCommand.bind(activator);
    activator.pushCommand = (command, complete) => {
      this.#stacks.set(command, captureStack());
      this.#note(command);
      pushCommand(command, complete);
    };
    const completions = activator.completions as unknown as Record<CompletionKind, Map<number, unknown>>;
    for (const kind of COMPLETIONS) {
      const traced = new TracedMap<unknown>();
      this.#completions.set(kind, traced);
      completions[kind] = traced;
    }
    (activator as unknown as { blockedConditions: unknown }).blockedConditions = this.#conditions;
  }

  /** Where a command was issued. */
  originOf(command: LangCommand | undefined): string | undefined {
    const stack = command && this.#stacks.get(command);
    return stack && userFrame(stack);
  }

  /** All that the code awaits now, in the order of kinds above and of their start. */
  waits(): Wait[] {
    const waits: Wait[] = [];
    for (const [kind, map] of this.#completions) {
      for (const seq of map.keys()) {
        // A child that has not started is awaited twice.
        if (kind === 'childWorkflowComplete' && this.#completions.get('childWorkflowStart')!.has(seq)) continue;
        const what = this.#started.get(`${KIND[kind]} ${seq}`) ?? `${KIND[kind]} ${seq}`;
        waits.push({ kind: KIND[kind], what, at: userFrame(map.stacks.get(seq)!) });
      }
    }
    for (const [seq, { fn }] of this.#conditions) {
      const text = fn.toString().replace(/\s+/g, ' ');
      const shown = text.length > CONDITION_TEXT_MAX ? `${text.slice(0, CONDITION_TEXT_MAX - 1)}…` : text;
      waits.push({ kind: 'condition', what: `condition(${shown})`, at: userFrame(this.#conditions.stacks.get(seq)!) });
    }
    return waits;
  }

  #note(command: LangCommand): void {
    const activity = command.scheduleActivity ?? command.scheduleLocalActivity;
    if (activity)
      this.#started.set(`activity ${activity.seq}`, `activity '${activity.activityType}' (id ${activity.activityId})`);
    const { startTimer: timer, startChildWorkflowExecution: child } = command;
    const { signalExternalWorkflowExecution: signal, requestCancelExternalWorkflowExecution: cancel } = command;
    if (timer) this.#started.set(`timer ${timer.seq}`, `timer ${timer.seq}`);
    if (child) {
      this.#started.set(
        `child workflow ${child.seq}`,
        `child workflow '${child.workflowType}' (id ${child.workflowId})`,
      );
    }
    if (signal) {
      const target = signal.workflowExecution?.workflowId ?? signal.childWorkflowId;
      this.#started.set(`external signal ${signal.seq}`, `signal '${signal.signalName}' to workflow ${target}`);
    }
    if (cancel) {
      const target = cancel.workflowExecution?.workflowId;
      this.#started.set(`external cancel ${cancel.seq}`, `cancellation of workflow ${target}`);
    }
  }
}
