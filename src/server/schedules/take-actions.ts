/** From the buffer of a schedule to runs of its workflow. */
import type { Payload } from '../../base/api';
import { WorkflowIdConflictPolicy, WorkflowIdReusePolicy } from '../../base/enums';
import type { ExecutionKey } from '../../history/worker-protocol';
import { requestCancel } from '../execution/cancel';
import { terminate } from '../execution/close';
import type { Execution } from '../execution/execution';
import { idConflict } from '../workflow-ids';
import { SCHEDULE_LIMITS } from './limits';
import { decideOverlaps, OverlapPolicy } from './overlap';
import type { ActionResult, BufferedStart, Schedule } from './schedule';

/** Starts what may start now. A start that comes to nothing makes room for the one behind it. */
export function takeActions(s: Schedule): void {
  if (!s.definition.template) s.buffer = [];
  while (s.buffer.length > 0 && takeActionsOnce(s));
}

/** True where it is worth trying again at once. */
function takeActionsOnce(s: Schedule): boolean {
  const decision = decideOverlaps(s.buffer, s.running.length > 0, (start) => s.policyOf(start.overlap));
  s.buffer = decision.kept;
  s.overlapSkipped += decision.skipped;
  const { beside, alone } = decision;
  let anyFailed = false;
  for (const start of alone ? [...beside, alone] : beside) {
    const result = mayTake(s, start) ? startRun(s, start) : undefined;
    if (result) recordAction(s, result, start === alone);
    else anyFailed = true;
  }
  if (decision.interrupt !== 'none') {
    // A run that is terminated leaves the list at once.
    for (const key of [...s.running]) interrupt(s, key, decision.interrupt);
  }
  return anyFailed;
}

/** Also counts it off, where the actions of the schedule are limited. */
function mayTake(s: Schedule, { manual }: BufferedStart): boolean {
  if (manual) return true;
  if (!s.maySchedule) return false;
  if (s.state.limitedActions) {
    s.state.remainingActions--;
    s.conflictNumber++;
  }
  return true;
}

function recordAction(s: Schedule, result: ActionResult, isExclusive: boolean): void {
  s.actionCount++;
  s.recentActions.push(result);
  if (s.recentActions.length > SCHEDULE_LIMITS.recentActions) s.recentActions.shift();
  if (!isExclusive) return;
  s.running.push(result.execution);
  s.watchers.set(result.execution.runId, s);
}

/** Undefined where the workflow id is taken. The server drops such an action without a trace. */
function startRun(s: Schedule, start: BufferedStart): ActionResult | undefined {
  const { server } = s;
  const { namespace } = s.identity;
  const { workflowId: prefix, spec } = s.definition.template!;
  const nominal = rfc3339(start.nominal);
  const workflowId = `${prefix}-${nominal}`;
  const present = server.find(namespace, workflowId);
  if (present && idConflict(present, idPolicies(start)).kind !== 'none') return undefined;
  const sharesResults = start.overlap !== OverlapPolicy.ALLOW_ALL;
  const execution = server.startRun(
    namespace,
    {
      ...spec,
      workflowId,
      identity: s.clientIdentity,
      requestId: server.ids.uuid(),
      searchAttributes: {
        indexedFields: {
          ...spec.searchAttributes?.indexedFields,
          TemporalScheduledStartTime: payload(nominal, DATETIME),
          TemporalScheduledById: payload(s.identity.scheduleId, KEYWORD),
        },
      },
      lastCompletionResult: sharesResults ? s.lastCompletionResult : null,
      continuedFailure: sharesResults ? s.continuedFailure : null,
    },
    server.ids.uuid(),
  );
  return { scheduleTime: start.actual, actualTime: s.now, execution: execution.key, status: 'RUNNING' };
}

function idPolicies({ manual }: BufferedStart) {
  return {
    reusePolicy: manual ? WorkflowIdReusePolicy.ALLOW_DUPLICATE : WorkflowIdReusePolicy.REJECT_DUPLICATE,
    conflictPolicy: WorkflowIdConflictPolicy.FAIL,
  };
}

function interrupt(s: Schedule, key: ExecutionKey, how: 'cancel' | 'terminate'): void {
  const run = currentRun(s, key);
  if (!run) return;
  if (how === 'cancel') {
    requestCancel(run, { cause: 'cancelled by schedule overlap policy', identity: s.clientIdentity });
  } else {
    terminate(run, 'terminated by schedule overlap policy', undefined, s.clientIdentity);
  }
}

/** The open run of a chain that the schedule began. */
function currentRun(s: Schedule, { workflowId, runId }: ExecutionKey): Execution | undefined {
  const run = s.server.find(s.identity.namespace, workflowId);
  return run?.isRunning && run.firstRunId === runId ? run : undefined;
}

/** To the second, in UTC. */
function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -5)}Z`;
}

const JSON_PLAIN = Buffer.from('json/plain');
const DATETIME = Buffer.from('Datetime');
const KEYWORD = Buffer.from('Keyword');

function payload(text: string, type: Uint8Array): Payload {
  return { metadata: { encoding: JSON_PLAIN, type }, data: Buffer.from(JSON.stringify(text)) };
}
