/** What happens when a workflow is started with an id that a run has, or had. */
import type { Payloads } from '../base/api';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '../base/enums';
import { terminate } from './execution/close';
import type { Execution } from './execution/execution';
import { alreadyExists, type ServerStatus } from './status';

export interface IdPolicies {
  readonly reusePolicy: number;
  readonly conflictPolicy: number;
}

export type IdConflict =
  | { readonly kind: 'none' }
  | { readonly kind: 'use-existing' }
  | { readonly kind: 'terminate'; readonly terminate: (newRunId: string) => void }
  | { readonly kind: 'refuse'; readonly error: ServerStatus };

const FAILED_STATUSES = new Set(['FAILED', 'CANCELED', 'TERMINATED', 'TIMED_OUT']);

export function idConflict(current: Execution, { reusePolicy, conflictPolicy }: IdPolicies): IdConflict {
  const terminates = reusePolicy === WorkflowIdReusePolicy.TERMINATE_IF_RUNNING;
  if (!current.isRunning) return reuse(current, reusePolicy);
  if (terminates || conflictPolicy === WorkflowIdConflictPolicy.TERMINATE_EXISTING) {
    return {
      kind: 'terminate',
      terminate: (newRunId) =>
        terminate(
          current,
          'TerminateIfRunning WorkflowIdReusePolicy',
          textPayload(`terminated by new runID: ${newRunId}`),
          'history-service',
        ),
    };
  }
  if (conflictPolicy === WorkflowIdConflictPolicy.USE_EXISTING) return { kind: 'use-existing' };
  return { kind: 'refuse', error: started(current, 'Workflow execution is already running. ', '') };
}

function reuse(current: Execution, reusePolicy: number): IdConflict {
  if (reusePolicy === WorkflowIdReusePolicy.REJECT_DUPLICATE) {
    const policy = ' Workflow Id reuse policy: reject duplicate workflow Id.';
    return { kind: 'refuse', error: started(current, 'Workflow execution already finished. ', policy) };
  }
  if (reusePolicy === WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY && !FAILED_STATUSES.has(current.status)) {
    const policy = ' Workflow Id reuse policy: allow duplicate workflow Id if last run failed.';
    return { kind: 'refuse', error: started(current, 'Workflow execution already finished successfully. ', policy) };
  }
  return { kind: 'none' };
}

function started(current: Execution, text: string, policy: string): ServerStatus {
  return alreadyExists(`${text}WorkflowId: ${current.workflowId}, RunId: ${current.runId}.${policy}`, {
    type: 'WorkflowExecutionAlreadyStartedFailure',
    value: { startRequestId: current.spec.requestId, runId: current.runId },
  });
}

function textPayload(text: string): Payloads {
  return {
    payloads: [{ metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from(JSON.stringify(text)) }],
  };
}
