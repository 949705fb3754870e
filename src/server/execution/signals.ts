import type { Header, Payloads } from '../../base/api';
import type { ExecutionKey } from '../../history/worker-protocol';
import { invalidArgument } from '../status';
import type { Execution } from './execution';
import { payloadsBytes } from './failure-size';
import { LIMITS } from './limits';

export interface Signal {
  readonly signalName: string;
  readonly input?: Payloads | null;
  readonly header?: Header | null;
  readonly identity: string;
  /** A signal with the id of an earlier one is the same signal. */
  readonly requestId?: string | null;
  readonly externalWorkflowExecution?: ExecutionKey;
}

/** Records a signal on a running run; a start delay goes on. */
export function signalExecution(x: Execution, signal: Signal): void {
  if (signal.requestId) {
    if (x.signalRequestIds.has(signal.requestId)) return;
    x.signalRequestIds.add(signal.requestId);
  }
  if (x.signalCount >= LIMITS.signals) throw invalidArgument('exceeded workflow execution limit for signal events');
  x.signalCount++;
  const { signalName, input, identity, header, externalWorkflowExecution } = signal;
  x.transact(() => {
    const write = () => ({ signalName, input, identity, header, externalWorkflowExecution });
    x.record('WorkflowExecutionSignaled', write, { bytes: payloadsBytes(input) });
  });
}
