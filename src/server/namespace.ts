import { NamespaceState, type NamespaceStateName } from '../base/enums';
import type { Execution } from './execution/execution';
import { SAMPLE_ATTRIBUTES, type SearchAttributeType, SearchAttributeTypes } from './execution/search-attributes';
import { RetainedRuns } from './retained-runs';
import { Schedules } from './schedules/schedules';
import type { StandaloneActivity } from './standalone/standalone-activity';
import { failedPrecondition } from './status';

/** One namespace: its workflows, its schedules, its standalone activities and its custom search attributes. */
export class Namespace {
  /** Every run that there ever was, in the order of their starts. Calls of the service see `runs` only. */
  readonly executions: Execution[] = [];
  readonly runs: RetainedRuns<Execution>;
  readonly schedules = new Schedules();
  /** Their ids are their own: a workflow may have the same. */
  readonly standalone: RetainedRuns<StandaloneActivity>;
  readonly searchAttributes: SearchAttributeTypes;
  state: NamespaceStateName = 'REGISTERED';
  description = '';
  ownerEmail = '';
  /** What users say of it, by key. */
  readonly data: Record<string, string> = {};
  /** How long closed runs are kept; those that have closed already go when they would have gone. In milliseconds. */
  retentionMs = 0;

  constructor(
    readonly name: string,
    readonly id: string,
    readonly createdAt: number,
    /** Undefined: any are taken. */
    private readonly registered: Readonly<Record<string, SearchAttributeType>> | undefined,
    now: () => number,
  ) {
    const clock = { now, retentionMs: () => this.retentionMs };
    this.runs = new RetainedRuns(clock);
    this.standalone = new RetainedRuns(clock);
    this.searchAttributes = new SearchAttributeTypes({ ...SAMPLE_ATTRIBUTES, ...registered }, !registered);
  }

  /** The same namespace, with its id and its search attributes, before anything was started in it. */
  withoutExecutions(now: () => number): Namespace {
    const copy = new Namespace(this.name, this.id, this.createdAt, this.registered, now);
    for (const [name, type] of this.searchAttributes) copy.searchAttributes.set(name, type);
    copy.description = this.description;
    copy.ownerEmail = this.ownerEmail;
    copy.retentionMs = this.retentionMs;
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
    this.runs.add(execution);
  }

  /** The latest run of a workflow id, or the run with the given id. */
  find(workflowId: string, runId?: string | null): Execution | undefined {
    return this.runs.find(workflowId, runId);
  }

  /** The same, among all runs that there ever were. */
  findInPast(workflowId: string, runId?: string | null): Execution | undefined {
    const isMeant = (x: Execution) => x.workflowId === workflowId && (!runId || x.runId === runId);
    return this.find(workflowId, runId) ?? this.executions.findLast(isMeant);
  }
}
