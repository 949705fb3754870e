/** Update-with-start: the only combination of operations that the server takes. */
import { durationToMs, type temporal } from '../../base/api';
import { WorkflowExecutionStatus, WorkflowIdConflictPolicy } from '../../base/enums';
import { admitUpdate, findUpdate, type Update } from '../execution/updates';
import type { Server } from '../server';
import { invalidArgument, ServerStatus, type StatusDetail } from '../status';
import { rpc } from './rpc';
import { start } from './start-request';
import { checkUpdateRequest, updateResponse, waitForStage } from './update-workflow-execution';
import { whenOpen } from './when-open';

type Request = temporal.api.workflowservice.v1.IExecuteMultiOperationRequest;
type StartRequest = temporal.api.workflowservice.v1.IStartWorkflowExecutionRequest;
type UpdateRequest = temporal.api.workflowservice.v1.IUpdateWorkflowExecutionRequest;

export const executeMultiOperation = rpc(async (server, request: Request, call) => {
  const [first, second] = request.operations ?? [];
  const startRequest = first?.startWorkflow;
  const updateRequest = second?.updateWorkflow;
  if (request.operations?.length !== 2 || !startRequest || !updateRequest) {
    throw invalidArgument('Operations have to be exactly [Start, Update].');
  }
  const { updateId, stage } = checkOperations(startRequest, updateRequest);
  const attaches = startRequest.workflowIdConflictPolicy === WorkflowIdConflictPolicy.USE_EXISTING;
  const attached = () =>
    attaches ? server.find(startRequest.namespace ?? '', startRequest.workflowId ?? '') : undefined;
  for (let retried = false; ; retried = true) {
    const { update, started } = await whenOpen(server, call, 'executeMultiOperation', attached, () =>
      begin(server, startRequest, updateRequest, updateId),
    );
    try {
      await waitForStage(update, stage, call);
    } catch (error) {
      // An update that a closing run aborted, to which it was only attached, is tried once more, on a new run.
      if (started || retried || error !== update.error) throw failed('update', error);
      continue;
    }
    const { execution } = update;
    return {
      responses: [
        { startWorkflow: { runId: execution.runId, started, status: WorkflowExecutionStatus[execution.status] } },
        { updateWorkflow: updateResponse(update) },
      ],
    };
  }
});

function checkOperations(startRequest: StartRequest, updateRequest: UpdateRequest) {
  const refuse = (operation: 'start' | 'update', text: string) => failed(operation, invalidArgument(text));
  if (startRequest.cronSchedule) throw refuse('start', 'CronSchedule is not allowed.');
  if (durationToMs(startRequest.workflowStartDelay) > 0) throw refuse('start', 'WorkflowStartDelay is not allowed.');
  if (startRequest.requestEagerExecution) throw refuse('start', 'RequestEagerExecution is not supported.');
  if (updateRequest.firstExecutionRunId) throw refuse('update', 'FirstExecutionRunId is not allowed.');
  if (updateRequest.workflowExecution?.runId) throw refuse('update', 'RunId is not allowed.');
  if (startRequest.workflowId !== updateRequest.workflowExecution?.workflowId) {
    throw refuse('update', 'WorkflowId is not consistent with previous operation(s)');
  }
  return attempt('update', () => checkUpdateRequest(updateRequest));
}

function begin(
  server: Server,
  startRequest: StartRequest,
  updateRequest: UpdateRequest,
  updateId: string,
): { update: Update; started: boolean } {
  const current = server.find(startRequest.namespace ?? '', startRequest.workflowId ?? '');
  const known = current && findUpdate(current, updateId);
  if (known?.outcome) return { update: known, started: false };
  const attaches =
    current?.isRunning &&
    (known ||
      (startRequest.requestId && current.spec.requestId === startRequest.requestId) ||
      startRequest.workflowIdConflictPolicy === WorkflowIdConflictPolicy.USE_EXISTING);
  const admit = (x: NonNullable<typeof current>) =>
    attempt('update', () => x.transact(() => admitUpdate(x, updateId, updateRequest.request!)));
  if (attaches) return { update: admit(current), started: false };
  let update: Update | undefined;
  // The update goes into the transaction that starts the run, so that the first workflow task carries it.
  const { execution, started } = attempt('start', () =>
    start(server, startRequest, (x) => {
      update = admit(x);
    }),
  );
  return { update: update ?? admit(execution), started };
}

function attempt<T>(operation: 'start' | 'update', act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw failed(operation, error);
  }
}

const ABORTED = { code: 10, message: 'Operation was aborted.' };

/** The status of the whole call holds one of each operation: what failed, and that the other was aborted. */
function failed(operation: 'start' | 'update', error: unknown): unknown {
  if (!(error instanceof ServerStatus) || error.detail?.type === 'MultiOperationExecutionFailure') return error;
  const own = { code: error.code, message: error.details, details: error.detail ? [error.detail] : [] };
  const aborted = { ...ABORTED, details: [{ type: 'MultiOperationExecutionAborted', value: {} }] };
  const detail: StatusDetail = {
    type: 'MultiOperationExecutionFailure',
    value: { statuses: operation === 'start' ? [own, aborted] : [aborted, own] },
  };
  return new ServerStatus(error.status, 'Update-with-Start could not be executed.', detail);
}
