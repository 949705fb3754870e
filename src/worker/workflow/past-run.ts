/**
 * Workflow code as it stood at an event of its history. Code is told of events at the start of a workflow task and stands still when
 * the task has ended, so it stands only where one has; everything that is asked here is answered by a replay up to there.
 */
import {
  decodeFromPayloadsAtIndex,
  decodeOptionalFailureToOptionalError,
  encodeToPayloadsWithContext,
} from '@temporalio/common/lib/internal-non-workflow';
import { InvalidInputError } from '../../base/errors';
import type { HistoryView } from '../../history/event';
import { viewUntil } from '../../history/event-log';
import { isStackQuery } from '../sdk/stack-store';
import type { Wait } from '../sdk/trace';
import { afterReplay, explainHistory, type ReplaySubject } from './replay';
import type { WorkflowWorkerOptions } from './run-options';
import { isCommandEvent } from './sequence';
import type { WorkflowRun } from './workflow-run';

const QUERY_ID = 'query';

/**
 * The last event that code has a part in at an event: that of the last command of the workflow task that had completed last by then.
 * What one task has written is one transaction: where the event is amid that, all of it counts. 0: no task had completed.
 */
export function standingAt(history: HistoryView, eventId: number): number {
  let id = eventId;
  while (id > 0 && history.event(id).type !== 'WorkflowTaskCompleted') id--;
  if (id === 0) return 0;
  while (id < history.length && isCommandEvent(history.event(id + 1))) id++;
  return id;
}

export class PastRun {
  readonly #past: HistoryView;

  constructor(
    private readonly options: WorkflowWorkerOptions,
    history: HistoryView,
    private readonly eventId: number,
    private readonly subject: ReplaySubject,
  ) {
    const length = standingAt(history, eventId);
    if (length === 0) throw new InvalidInputError(notYetText(history, eventId));
    this.#past = viewUntil(history, length);
  }

  /** The queries that the code answers there, by name; those that every workflow answers are left out. */
  queries(): Promise<string[]> {
    return this.#ask(async (run) => queriesOf(run).filter((name) => !name.startsWith('__')));
  }

  /** What the code awaits there, and where; nothing, once it has ended. */
  waits(): Promise<Wait[]> {
    return this.#ask((run) => this.#waitsOf(run));
  }

  /**
   * The answer of the code's own handler, or of the SDK's for its built-in queries.
   * @throws InvalidInputError where there is no such query, whatever the handler throws where that fails.
   */
  query(name: string, args: readonly unknown[]): Promise<unknown> {
    return this.#ask(async (run) => {
      if (isStackQuery(name)) run.showWaits(await this.#waitsOf(run));
      const known = queriesOf(run);
      if (!known.includes(name) && run.instance?.activator.defaultQueryHandler === undefined) {
        const own = known.filter((one) => !one.startsWith('__'));
        throw new InvalidInputError(
          `workflow '${run.workflowType}' has no query '${name}' at event ${this.eventId}; it has ${own.join(', ') || 'none then'} (and ${BUILT_IN})`,
        );
      }
      const { dataConverter, namespace } = this.options;
      const context = { type: 'workflow', namespace, workflowId: run.workflowId } as const;
      const payloads = await encodeToPayloadsWithContext(dataConverter, context, [...args]);
      const [answer] = await run.answer(new Map([[QUERY_ID, { queryType: name, queryArgs: { payloads } }]]), false);
      if (answer?.failure) throw await decodeOptionalFailureToOptionalError(dataConverter, answer.failure, context);
      return decodeFromPayloadsAtIndex(dataConverter, 0, answer?.success?.payloads, context);
    });
  }

  #ask<T>(ask: (run: WorkflowRun) => Promise<T>): Promise<T> {
    return afterReplay(this.options, this.#past, this.subject, ask);
  }

  async #waitsOf(run: WorkflowRun): Promise<Wait[]> {
    return run.hasEnded ? [] : explainHistory(this.options, this.#past, this.subject);
  }
}

const BUILT_IN = '__stack_trace, __enhanced_stack_trace, __temporal_workflow_metadata';

function queriesOf({ instance }: WorkflowRun): string[] {
  return [...(instance?.activator.queryHandlers.keys() ?? [])];
}

function notYetText(history: HistoryView, eventId: number): string {
  for (let id = eventId; id <= history.length; id++) {
    if (history.event(id).type === 'WorkflowTaskCompleted')
      return `at event ${eventId} the code has not run yet: its first workflow task completed with event ${id}; give ${id} or a later one`;
  }
  return `the code has never run: no workflow task of this history has completed`;
}
