/** Which steps belong together, one following from the other: the threads of a world. */
import type { StepLabel } from '../../base/step';

/**
 * The steps of an activity are a thread, and so are those of a workflow, its timers, and the calls about it. Where a step comes while
 * an earlier one of its thread still waits, the two are no chain (two clients signal at once, say): it gets a thread of its own.
 */
export class Threads {
  private readonly names = new Map<StepLabel, string>();
  /** By chain: which of its threads have a step that waits. */
  private readonly busy = new Map<string, boolean[]>();

  /** The name of the thread of a step that waits. */
  of(step: StepLabel): string {
    const known = this.names.get(step);
    if (known !== undefined) return known;
    const chain = chainOf(step);
    const lanes = this.busy.get(chain) ?? [];
    this.busy.set(chain, lanes);
    const free = lanes.indexOf(false);
    const lane = free >= 0 ? free : lanes.length;
    lanes[lane] = true;
    const name = lane === 0 ? chain : `${chain}#${lane}`;
    this.names.set(step, name);
    return name;
  }

  /** The step waits no longer. */
  begins(step: StepLabel): void {
    const name = this.of(step);
    this.names.delete(step);
    const lane = name.startsWith(`${chainOf(step)}#`) ? Number(name.slice(name.lastIndexOf('#') + 1)) : 0;
    this.busy.get(chainOf(step))![lane] = false;
  }
}

function chainOf({ kind, workflowId, runId, activityId }: StepLabel): string {
  switch (kind) {
    case 'activity-task':
    case 'activity-answer':
    case 'heartbeat':
      return `activity ${activityId} of ${runId}`;
    case 'request':
      return `calls about ${workflowId}`;
    case 'timer':
      return `timers of ${workflowId}`;
    default:
      return `workflow ${workflowId}`;
  }
}

/** Checks and faults come before all else: nobody chooses them. */
export function isChosen({ kind }: StepLabel): boolean {
  return kind !== 'check' && kind !== 'fault';
}
