import type { temporal } from '../../base/api';
import { UpdateStage } from '../../base/enums';
import type { Execution } from '../execution/execution';
import { admitUpdate, findUpdate, type Update } from '../execution/updates';
import { alreadyCompleted, invalidArgument, notFound, permissionDenied } from '../status';
import { type Call, checkLength, findExecution, rpc } from './rpc';
import { whenOpen } from './when-open';

type Request = temporal.api.workflowservice.v1.IUpdateWorkflowExecutionRequest;
type PollRequest = temporal.api.workflowservice.v1.IPollWorkflowExecutionUpdateRequest;

export function checkUpdateRequest(request: Request): { updateId: string; stage: number } {
  const update = request.request;
  const updateId = update?.meta?.updateId ?? '';
  if (!updateId) throw invalidArgument('UpdateId is not set on request.');
  checkLength(updateId, 'UpdateId');
  if (!update?.input?.name) throw invalidArgument('Update name is not set on request.');
  const stage = request.waitPolicy?.lifecycleStage ?? 0;
  if (stage === UpdateStage.ADMITTED) {
    throw permissionDenied(
      'UpdateWorkflowExecution issued asynchronously and waiting on update admitted is not supported.',
    );
  }
  return { updateId, stage: stage === UpdateStage.UNSPECIFIED ? UpdateStage.ACCEPTED : stage };
}

export const updateWorkflowExecution = rpc(async (server, request: Request, call) => {
  const { updateId, stage } = checkUpdateRequest(request);
  const find = () => findExecution(server, request.namespace, request.workflowExecution);
  const update = await whenOpen(server, call, 'updateWorkflowExecution', find, (x) => {
    if (request.firstExecutionRunId && x.firstRunId !== request.firstExecutionRunId) {
      throw notFound('workflow execution not found');
    }
    if (!x.isRunning && !findUpdate(x, updateId)) throw alreadyCompleted();
    return x.transact(() => admitUpdate(x, updateId, request.request!));
  });
  await waitForStage(update, stage, call);
  return updateResponse(update);
});

export const pollWorkflowExecutionUpdate = rpc(async (server, request: PollRequest, call) => {
  const ref = request.updateRef;
  if (!ref) throw invalidArgument('UpdateRef is not set on request.');
  const x = findExecution(server, request.namespace, ref.workflowExecution);
  const update = findUpdate(x, ref.updateId ?? '');
  if (!update) throw notFound(`update "${ref.updateId ?? ''}" not found`);
  const stage = request.waitPolicy?.lifecycleStage ?? 0;
  if (stage !== UpdateStage.UNSPECIFIED) await waitForStage(update, stage, call);
  return updateResponse(update);
});

function stageOf(update: Update): number {
  if (update.outcome || update.error) return UpdateStage.COMPLETED;
  return update.status === 'accepted' ? UpdateStage.ACCEPTED : UpdateStage.ADMITTED;
}

export async function waitForStage(update: Update, stage: number, call: Call): Promise<void> {
  if (stageOf(update) < stage) {
    await call.wait<void>({
      describe: () => `update ${update.request.input?.name} (${update.id}) of ${update.execution.workflowId}`,
      execution: update.execution,
      register: (settle) => {
        const watcher = () => {
          if (stageOf(update) < stage) return;
          update.watchers.delete(watcher);
          settle({ value: undefined });
        };
        update.watchers.add(watcher);
        return () => update.watchers.delete(watcher);
      },
    });
  }
  if (update.error) throw update.error;
}

export function updateResponse(update: Update) {
  const x: Execution = update.execution;
  return {
    updateRef: { workflowExecution: { workflowId: x.workflowId, runId: x.runId }, updateId: update.id },
    outcome: update.outcome,
    stage: stageOf(update),
  };
}
