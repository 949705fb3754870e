import { ReplayMismatchError } from '../../base/errors';
import type { AnyEvent, HistoryView } from '../../history/event';
import { Trace, type Wait } from '../sdk/trace';
import { NondeterminismError } from './nondeterminism';
import type { WorkflowWorkerOptions } from './run-options';
import { WorkflowRun } from './workflow-run';

/** Whose history it is. `runId` defaults to what the start event says. */
export interface ReplaySubject {
  readonly workflowId: string;
  readonly runId?: string;
  /**
   * Events after the last completed workflow task: a worker would go on with them, live. Default false: they are left out, since
   * there is nothing to compare with what the code makes of them.
   */
  readonly goesOn?: boolean;
}

/** A replay without a difference. */
export interface ReplayOutcome {
  /** The code has come to the end of the workflow. */
  readonly ended: boolean;
  readonly workflowType: string;
}

/**
 * Runs the code over a whole history, closed or open. Nothing that the code does is heard of outside.
 * @throws ReplayMismatchError where code and history differ.
 * @throws whatever fails the last workflow task, if that has not been completed in the history.
 */
export async function replayHistory(
  options: WorkflowWorkerOptions,
  history: HistoryView,
  subject: ReplaySubject,
): Promise<ReplayOutcome> {
  return afterReplay(options, history, subject, async (run) => ({
    ended: run.hasEnded,
    workflowType: run.workflowType,
  }));
}

/**
 * Asks a run something when its code has gone through the whole of a history; the run then ends.
 * @throws ReplayMismatchError where code and history differ.
 */
export async function afterReplay<T>(
  options: WorkflowWorkerOptions,
  history: HistoryView,
  subject: ReplaySubject,
  ask: (run: WorkflowRun) => Promise<T>,
): Promise<T> {
  const run = newRun(options, history, subject);
  try {
    await run.advance({ ...wholeOf(history, subject.goesOn ?? false), restIsLive: subject.goesOn });
    return await ask(run);
  } catch (error) {
    if (!(error instanceof NondeterminismError)) throw error;
    throw new ReplayMismatchError(await explainMismatch(options, history, subject, error), { cause: error });
  } finally {
    run.dispose();
  }
}

/** What the code of an open run awaits at the end of its history, and where. */
export async function explainHistory(
  options: WorkflowWorkerOptions,
  history: HistoryView,
  subject: ReplaySubject,
): Promise<Wait[]> {
  const trace = new Trace();
  const run = newRun(options, history, subject, trace);
  try {
    await run.advance(wholeOf(history, true));
    return run.hasEnded ? [] : trace.waits();
  } finally {
    run.dispose();
  }
}

function newRun(
  options: WorkflowWorkerOptions,
  history: HistoryView,
  { workflowId, runId }: ReplaySubject,
  trace?: Trace,
): WorkflowRun {
  const started = history.event(1).attributes as { originalExecutionRunId?: string | null };
  return new WorkflowRun(options, workflowId, runId ?? started.originalExecutionRunId ?? '', true, trace);
}

/** Events after the last completed workflow task have nothing to compare with: a check leaves them out. */
function wholeOf(history: HistoryView, activateRest: boolean) {
  let previousStartedEventId = 0;
  for (let id = history.length; id > 0 && previousStartedEventId === 0; id--) {
    const event = history.event(id);
    if (event.type === 'WorkflowTaskCompleted') previousStartedEventId = event.attributes.startedEventId ?? 0;
  }
  return { history, upTo: history.length, previousStartedEventId, activateRest };
}

/** Finds the line of workflow code by a second replay that keeps stacks, and puts both sides next to each other. */
async function explainMismatch(
  options: WorkflowWorkerOptions,
  history: HistoryView,
  subject: ReplaySubject,
  first: NondeterminismError,
): Promise<string> {
  const trace = new Trace();
  const run = newRun(options, history, subject, trace);
  let error = first;
  try {
    await run.advance(wholeOf(history, false));
  } catch (again) {
    if (again instanceof NondeterminismError) error = again;
  } finally {
    run.dispose();
  }
  const { expected, actual } = error;
  const lines = [
    `Workflow '${run.workflowType}' (${subject.workflowId}) does not replay: the code differs from the history.`,
    `  ${error.message}`,
    `  history: ${expected ? describeExpected(expected) : 'no further event for this workflow task'}`,
    `  code:    ${actual ? actual.owner.describe(actual.role) : 'no command'}`,
  ];
  const origin = trace.originOf(actual?.cause);
  if (origin) lines.push(`           at ${origin}`);
  if (!actual)
    for (const { what, at } of trace.waits()) lines.push(`           it awaits ${what}${at ? ` at ${at}` : ''}`);
  return lines.join('\n');
}

/** An event with the name of what it is about. */
function describeExpected(event: AnyEvent): string {
  const a = event.attributes as {
    activityType?: { name?: string } | null;
    workflowType?: { name?: string } | null;
    activityId?: string | null;
    timerId?: string | null;
    markerName?: string | null;
    signalName?: string | null;
    workflowId?: string | null;
    protocolInstanceId?: string | null;
  };
  const name = a.activityType?.name ?? a.workflowType?.name ?? a.markerName ?? a.signalName ?? a.timerId;
  const id = a.activityId ?? a.workflowId ?? a.protocolInstanceId;
  return `event ${event.id} ${event.type}${name ? ` '${name}'` : ''}${id ? ` (id ${id})` : ''}`;
}
