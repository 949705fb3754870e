/** What came from outside in the one way comes in the other one, too, at the same times. */
import { WorldlineError } from '../../base/errors';
import type { AnyEvent } from '../../history/event';
import type { History } from '../../history/history';
import type { World } from '../../sim/world';

/**
 * Sends the signals and cancel requests that reached a run after an event to a fork of it, as far as clients have sent them: those of other
 * workflows come from these, or do not. It ends with the run. What is thrown here is nobody's: a run that has ended takes no signals.
 */
export function tellAgain(fork: World, history: History, eventId: number): { stop(): void } {
  let stopped = false;
  let failure: { readonly error: unknown } | undefined;
  const tell = async () => {
    for (const event of history.events.slice(eventId)) {
      if (!isFromClient(event)) continue;
      await fork.sleep(Math.max(0, event.time - fork.now()));
      if (stopped || fork.history(history.workflowId).at().status !== 'running') return;
      await send(fork, history.workflowId, event);
    }
  };
  tell().catch((error) => {
    // Where the world itself has come to its end, those who wait for the result are told.
    if (!(error instanceof WorldlineError)) failure = { error };
  });
  return {
    stop: () => {
      stopped = true;
      if (failure) throw failure.error;
    },
  };
}

type FromClient = Extract<AnyEvent, { type: 'WorkflowExecutionSignaled' | 'WorkflowExecutionCancelRequested' }>;

function isFromClient(event: AnyEvent): event is FromClient {
  if (event.type !== 'WorkflowExecutionSignaled' && event.type !== 'WorkflowExecutionCancelRequested') return false;
  return !event.attributes.externalWorkflowExecution;
}

/** Payloads go as they are: no converter need know them. */
async function send({ client, connection }: World, workflowId: string, event: FromClient): Promise<void> {
  const { namespace } = client.options;
  const workflowExecution = { workflowId };
  const { workflowService } = connection;
  if (event.type === 'WorkflowExecutionSignaled') {
    const { signalName, input, header, identity } = event.attributes;
    await workflowService.signalWorkflowExecution({
      namespace,
      workflowExecution,
      signalName,
      input,
      header,
      identity,
    });
  } else {
    const { identity, cause: reason } = event.attributes;
    await workflowService.requestCancelWorkflowExecution({ namespace, workflowExecution, identity, reason });
  }
}
