import type { Execution } from './execution/execution';
import { SAMPLE_ATTRIBUTES, type SearchAttributeType } from './execution/search-attributes';

/** One namespace: its executions, by id and in the order of their starts, and its custom search attributes. */
export class Namespace {
  readonly executions: Execution[] = [];
  readonly searchAttributes: Map<string, SearchAttributeType>;
  private readonly byRunId = new Map<string, Execution>();
  private readonly current = new Map<string, Execution>();
  description = '';
  ownerEmail = '';

  constructor(
    readonly name: string,
    readonly id: string,
    readonly createdAt: number,
    searchAttributes: Readonly<Record<string, SearchAttributeType>>,
  ) {
    this.searchAttributes = new Map(Object.entries({ ...SAMPLE_ATTRIBUTES, ...searchAttributes }));
  }

  add(execution: Execution): void {
    this.executions.push(execution);
    this.byRunId.set(execution.runId, execution);
    this.current.set(execution.workflowId, execution);
  }

  /** The latest run of a workflow id, or the run with the given id. */
  find(workflowId: string, runId?: string | null): Execution | undefined {
    if (!runId) return this.current.get(workflowId);
    const execution = this.byRunId.get(runId);
    return execution?.workflowId === workflowId ? execution : undefined;
  }
}
