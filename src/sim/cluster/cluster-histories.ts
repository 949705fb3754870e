/** Histories from a cluster: of runs, of the children that they have started, and of the runs that continued them. */
import type { Client } from '@temporalio/client';
import { InvalidInputError } from '../../base/errors';
import { History } from '../../history/history';
import { StatusCode } from '../../server/status';
import type { StartedRun } from './cluster-starts';

/**
 * The history of a run as far as it has got; without a run id, of the latest run.
 * @throws InvalidInputError where there has been no such run.
 */
export async function fetchHistory(client: Client, workflowId: string, runId?: string): Promise<History> {
  const handle = client.workflow.getHandle(workflowId, runId);
  try {
    return runId === undefined
      ? History.from(await handle.fetchHistory())
      : new History(History.from(await handle.fetchHistory()), runId);
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== StatusCode.NOT_FOUND) throw cause;
    throw new InvalidInputError(
      `world.history: there is no workflow '${workflowId}'${runId ? ` with run id '${runId}'` : ''} in namespace '${client.options.namespace}'`,
      { cause },
    );
  }
}

/** The histories of these runs and of all that came of them, each parent before its children. */
export async function fetchFamily(client: Client, runs: readonly StartedRun[]): Promise<History[]> {
  const histories: History[] = [];
  const seen = new Set<string>();
  const open = [...runs];
  for (let run = open.shift(); run; run = open.shift()) {
    if (seen.has(run.runId)) continue;
    seen.add(run.runId);
    const history = await fetchHistory(client, run.workflowId, run.runId);
    histories.push(history);
    open.push(...offspringOf(history));
  }
  return histories;
}

function offspringOf(history: History): StartedRun[] {
  const found: StartedRun[] = [];
  for (const { type, attributes } of history) {
    if (type === 'ChildWorkflowExecutionStarted') {
      const { workflowId, runId } = attributes.workflowExecution ?? {};
      if (workflowId && runId) found.push({ workflowId, runId });
    } else if ('newExecutionRunId' in attributes && attributes.newExecutionRunId) {
      found.push({ workflowId: history.workflowId, runId: attributes.newExecutionRunId as string });
    }
  }
  return found;
}
