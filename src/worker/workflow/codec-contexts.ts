/** Whom the payloads of jobs and commands are for: the workflow itself, one of its activities, or another workflow. */
import type { SerializationContext, WorkflowSerializationContext } from '@temporalio/common';
import type { Job, LangCommand } from '../sdk/activation';

/** Commands whose answers come back as jobs of the same number. */
const ANSWERS = {
  resolveActivity: 'activity',
  resolveChildWorkflowExecutionStart: 'child start',
  resolveChildWorkflowExecution: 'child',
  resolveSignalExternalWorkflow: 'signal',
  resolveRequestCancelExternalWorkflow: 'cancel',
} as const;

export class CodecContexts {
  /** By kind and number of a command that waits for its answer. */
  readonly #pending = new Map<string, SerializationContext>();

  constructor(readonly workflow: WorkflowSerializationContext) {}

  /** For what goes out with a command; what comes back for it has the same context. */
  ofCommand(command: LangCommand): SerializationContext {
    const { scheduleActivity, scheduleLocalActivity, startChildWorkflowExecution: child } = command;
    const activity = scheduleActivity ?? scheduleLocalActivity;
    if (activity) {
      const context = { type: 'activity', isLocal: scheduleLocalActivity != null, ...this.#ids } as const;
      return this.#await(['activity'], activity.seq, { ...context, activityId: activity.activityId || undefined });
    }
    if (child?.workflowId) return this.#await(['child', 'child start'], child.seq, this.#other(child));
    const { signalExternalWorkflowExecution: signal, requestCancelExternalWorkflowExecution: cancel } = command;
    const workflowId = (signal ?? cancel)?.workflowExecution?.workflowId ?? signal?.childWorkflowId;
    if (!workflowId) return this.workflow;
    const { namespace } = (signal ?? cancel)?.workflowExecution ?? {};
    return this.#await([signal ? 'signal' : 'cancel'], (signal ?? cancel)?.seq, this.#other({ workflowId, namespace }));
  }

  ofJob(job: Job): SerializationContext {
    if (!(job.variant in ANSWERS)) return this.workflow;
    const { seq } = (job as unknown as Record<string, { seq?: number | null }>)[job.variant]!;
    const key = `${ANSWERS[job.variant as keyof typeof ANSWERS]} ${seq}`;
    const context = this.#pending.get(key) ?? this.workflow;
    this.#pending.delete(key);
    return context;
  }

  get #ids() {
    return { namespace: this.workflow.namespace, workflowId: this.workflow.workflowId };
  }

  #other(workflow: { namespace?: string | null; workflowId?: string | null }): SerializationContext {
    const namespace = workflow.namespace || this.workflow.namespace;
    return { type: 'workflow', namespace, workflowId: workflow.workflowId ?? '' };
  }

  #await(kinds: string[], seq: number | null | undefined, context: SerializationContext): SerializationContext {
    if (seq != null) for (const kind of kinds) this.#pending.set(`${kind} ${seq}`, context);
    return context;
  }
}
