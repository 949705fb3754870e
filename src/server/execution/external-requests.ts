/** Signals and cancel requests from one workflow to another. Each takes its turn as a step, and its outcome is an event of the sender. */
import type { Payloads, temporal } from '../../base/api';
import { ExternalWorkflowExecutionFailedCause } from '../../base/enums';
import type { ExecutionKey } from '../../history/worker-protocol';
import { requestCancel } from './cancel';
import { deferRequest, isClosing } from './closing';
import type { CommandContext } from './commands/command';
import type { Execution } from './execution';
import { LIMITS } from './limits';
import { signalExecution } from './signals';

type SignalAttributes = temporal.api.command.v1.ISignalExternalWorkflowExecutionCommandAttributes;
type CancelAttributes = temporal.api.command.v1.IRequestCancelExternalWorkflowExecutionCommandAttributes;

/** A request whose outcome is not known so far. */
export interface ExternalRequest {
  readonly kind: 'signal' | 'cancel';
  readonly initiatedId: number;
}

export function initiateSignal(x: Execution, attributes: SignalAttributes, context: CommandContext): void {
  const namespace = attributes.namespace || x.namespace;
  const target = { workflowId: attributes.execution!.workflowId!, runId: attributes.execution!.runId ?? '' };
  const initiatedId = x.append(
    'SignalExternalWorkflowExecutionInitiated',
    {
      workflowTaskCompletedEventId: context.workflowTaskCompletedId,
      namespace,
      namespaceId: x.server.namespaceId(namespace),
      workflowExecution: target,
      signalName: attributes.signalName ?? '',
      input: attributes.input,
      control: attributes.control ?? '',
      childWorkflowOnly: attributes.childWorkflowOnly ?? false,
      header: attributes.header,
    },
    { userMetadata: context.userMetadata },
  );
  x.externalRequests.set(initiatedId, { kind: 'signal', initiatedId });
  const common = {
    namespace,
    namespaceId: x.server.namespaceId(namespace),
    workflowExecution: target,
    initiatedEventId: initiatedId,
  };
  const isChildOnly = attributes.childWorkflowOnly ?? false;
  const targetNow = () => findTarget(x, namespace, target, isChildOnly);
  act(x, initiatedId, 'signal to another workflow', { waitsFor: () => targetNow().run }, () => {
    const found = targetNow();
    const run = found.run?.isRunning ? found.run : undefined;
    const isFull = run && run.signalCount >= LIMITS.signals;
    x.transact(() => {
      const control = attributes.control ?? '';
      if (run && !isFull) x.record('ExternalWorkflowExecutionSignaled', () => ({ ...common, control }));
      else {
        x.record('SignalExternalWorkflowExecutionFailed', () => ({
          ...common,
          cause: ExternalWorkflowExecutionFailedCause[isFull ? 'SIGNAL_COUNT_LIMIT_EXCEEDED' : found.cause],
          workflowTaskCompletedEventId: 0,
          control,
        }));
      }
    });
    if (run && !isFull) signalFrom(x, run, attributes.signalName ?? '', attributes.input, attributes.header);
  });
}

function signalFrom(
  x: Execution,
  target: Execution,
  signalName: string,
  input: Payloads | null | undefined,
  header: SignalAttributes['header'],
): void {
  signalExecution(target, {
    signalName,
    input,
    header,
    identity: 'history-service',
    externalWorkflowExecution: { workflowId: x.workflowId, runId: x.runId },
  });
}

export function initiateCancel(x: Execution, attributes: CancelAttributes, context: CommandContext): void {
  const namespace = attributes.namespace || x.namespace;
  const target = { workflowId: attributes.workflowId!, runId: attributes.runId ?? '' };
  const initiatedId = x.append(
    'RequestCancelExternalWorkflowExecutionInitiated',
    {
      workflowTaskCompletedEventId: context.workflowTaskCompletedId,
      namespace,
      namespaceId: x.server.namespaceId(namespace),
      workflowExecution: target,
      control: attributes.control ?? '',
      childWorkflowOnly: attributes.childWorkflowOnly ?? false,
      reason: attributes.reason ?? '',
    },
    { userMetadata: context.userMetadata },
  );
  x.externalRequests.set(initiatedId, { kind: 'cancel', initiatedId });
  const common = {
    namespace,
    namespaceId: x.server.namespaceId(namespace),
    workflowExecution: target,
    initiatedEventId: initiatedId,
  };
  act(x, initiatedId, 'cancel request to another workflow', {}, () => {
    const { run, cause } = findTarget(x, namespace, target, attributes.childWorkflowOnly ?? false);
    x.transact(() => {
      if (run) x.record('ExternalWorkflowExecutionCancelRequested', () => common);
      else {
        x.record('RequestCancelExternalWorkflowExecutionFailed', () => ({
          ...common,
          cause: ExternalWorkflowExecutionFailedCause[cause],
          workflowTaskCompletedEventId: 0,
          control: attributes.control ?? '',
        }));
      }
    });
    if (run?.isRunning) {
      requestCancel(run, {
        cause: attributes.reason ?? '',
        identity: 'history-service',
        externalInitiatedEventId: initiatedId,
        externalWorkflowExecution: { workflowId: x.workflowId, runId: x.runId },
      });
    }
  });
}

/** A step that carries the request out; before it, the run `waitsFor` ends a workflow task in which it tries to close. */
function act(
  x: Execution,
  initiatedId: number,
  what: string,
  { waitsFor }: { waitsFor?: () => Execution | undefined },
  run: () => void,
): void {
  x.server.post({
    kind: 'external-request',
    workflowId: x.workflowId,
    drains: false,
    what,
    run: () => {
      const closing = waitsFor?.();
      if (closing && isClosing(closing)) deferRequest(closing, () => act(x, initiatedId, what, { waitsFor }, run));
      else if (x.isRunning && x.externalRequests.delete(initiatedId)) run();
    },
  });
}

interface Target {
  /** The run that a request reaches, open or closed. */
  readonly run: Execution | undefined;
  /** Why a request does not reach it; true of a closed run, too, where the request needs an open one. */
  readonly cause: 'EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND' | 'NAMESPACE_NOT_FOUND';
}

/** A run never reaches itself. */
function findTarget(x: Execution, namespace: string, target: ExecutionKey, childOnly: boolean): Target {
  if (x.server.namespaceId(namespace) === '') return { run: undefined, cause: 'NAMESPACE_NOT_FOUND' };
  const run = x.server.find(namespace, target.workflowId, target.runId || undefined);
  const isReached = run && run !== x && !(childOnly && run.spec.parent?.runId !== x.runId);
  return { run: isReached ? run : undefined, cause: 'EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND' };
}
