/** Follows what a client starts on a cluster: on which task queues, and which runs came of it. */
import type { Connection } from '@temporalio/client';

export interface StartedRun {
  readonly workflowId: string;
  readonly runId: string;
}

/** Called before a workflow is started on a task queue. */
type BeforeStart = (taskQueue: string) => Promise<void>;

interface StartRequest {
  readonly workflowId?: string | null;
  readonly taskQueue?: { readonly name?: string | null } | null;
}

interface StartResponse {
  readonly runId?: string | null;
}

interface MultiRequest {
  readonly operations?: readonly { readonly startWorkflow?: StartRequest | null }[] | null;
}

interface MultiResponse {
  readonly responses?: readonly { readonly startWorkflow?: StartResponse | null }[] | null;
}

interface ScheduleRequest {
  readonly schedule?: { readonly action?: { readonly startWorkflow?: StartRequest | null } | null } | null;
}

type Method = (request: object) => Promise<object>;

/**
 * Puts itself before the methods of a connection's service that start workflows. The runs are kept in the order of their starts; those
 * that a schedule starts are not among them.
 */
export class ClusterStarts {
  private readonly found: StartedRun[] = [];

  constructor(
    connection: Connection,
    private readonly before: BeforeStart,
  ) {
    const service = connection.workflowService as unknown as Record<string, Method>;
    for (const name of ['startWorkflowExecution', 'signalWithStartWorkflowExecution']) {
      this.wrap(
        service,
        name,
        (request: StartRequest) => [request],
        (response: StartResponse) => [response],
      );
    }
    this.wrap(
      service,
      'executeMultiOperation',
      ({ operations }: MultiRequest) => (operations ?? []).map(({ startWorkflow }) => startWorkflow),
      ({ responses }: MultiResponse) => (responses ?? []).map(({ startWorkflow }) => startWorkflow),
    );
    for (const name of ['createSchedule', 'updateSchedule']) {
      this.wrap(
        service,
        name,
        ({ schedule }: ScheduleRequest) => [schedule?.action?.startWorkflow],
        () => [],
      );
    }
  }

  get runs(): readonly StartedRun[] {
    return this.found;
  }

  private wrap<Q, A>(
    service: Record<string, Method>,
    name: string,
    requestsOf: (request: Q) => readonly (StartRequest | null | undefined)[],
    responsesOf: (response: A) => readonly (StartResponse | null | undefined)[],
  ): void {
    const method = service[name]!;
    service[name] = async (request) => {
      const requests = requestsOf(request as Q);
      for (const one of requests) if (one?.taskQueue?.name) await this.before(one.taskQueue.name);
      const response = await method.call(service, request);
      const responses = responsesOf(response as A);
      for (const [i, one] of responses.entries()) this.add(requests[i]?.workflowId, one?.runId);
      return response;
    };
  }

  /** A signal, or a policy for conflicts, may have found a run that is known already. */
  private add(workflowId: string | null | undefined, runId: string | null | undefined): void {
    if (!workflowId || !runId || this.found.some((run) => run.runId === runId)) return;
    this.found.push({ workflowId, runId });
  }
}
