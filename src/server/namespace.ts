import { NamespaceState, type NamespaceStateName } from '../base/enums';
import type { Execution } from './execution/execution';
import { SAMPLE_ATTRIBUTES, type SearchAttributeType } from './execution/search-attributes';
import { Schedules } from './schedules/schedules';
import { StandaloneActivities } from './standalone/standalone-activities';
import { failedPrecondition } from './status';
import { ExecutionOrder } from './visibility/execution-order';

/** One namespace: its executions, by id and in the order of their starts, its schedules, its standalone activities and its custom search attributes. */
export class Namespace {
  readonly executions: Execution[] = [];
  readonly schedules = new Schedules();
  readonly standalone = new StandaloneActivities();
  /** The same runs in the order of lists. */
  readonly order = new ExecutionOrder<Execution>();
  readonly searchAttributes: Map<string, SearchAttributeType>;
  private readonly byRunId = new Map<string, Execution>();
  private readonly current = new Map<string, Execution>();
  state: NamespaceStateName = 'REGISTERED';
  description = '';
  ownerEmail = '';
  /** What users say of it, by key. */
  readonly data: Record<string, string> = {};
  /** How long closed runs are kept on a real server; in a world they stay. */
  retentionMs = 24 * 3600 * 1000;

  constructor(
    readonly name: string,
    readonly id: string,
    readonly createdAt: number,
    searchAttributes: Readonly<Record<string, SearchAttributeType>>,
  ) {
    this.searchAttributes = new Map(Object.entries({ ...SAMPLE_ATTRIBUTES, ...searchAttributes }));
  }

  /** The same namespace, with its id and its search attributes, before anything was started in it. */
  withoutExecutions(): Namespace {
    const copy = new Namespace(this.name, this.id, this.createdAt, Object.fromEntries(this.searchAttributes));
    copy.description = this.description;
    copy.ownerEmail = this.ownerEmail;
    return copy;
  }

  /** @throws FAILED_PRECONDITION where nothing new may start. */
  checkStarts(): void {
    if (this.state === 'REGISTERED') return;
    const state = NamespaceState[this.state];
    const { REGISTERED } = NamespaceState;
    throw failedPrecondition('Namespace has invalid state: Deprecated. Must be Registered.', {
      type: 'NamespaceInvalidStateFailure',
      value: { namespace: this.name, state, allowedStates: [REGISTERED] },
    });
  }

  add(execution: Execution): void {
    this.executions.push(execution);
    this.order.add(execution);
    this.byRunId.set(execution.runId, execution);
    this.current.set(execution.workflowId, execution);
  }

  findRun(runId: string): Execution | undefined {
    return this.byRunId.get(runId);
  }

  /** The latest run of a workflow id, or the run with the given id. */
  find(workflowId: string, runId?: string | null): Execution | undefined {
    if (!runId) return this.current.get(workflowId);
    const execution = this.byRunId.get(runId);
    return execution?.workflowId === workflowId ? execution : undefined;
  }
}
