import type { WorkflowTime } from './machines/local-activity';

/**
 * Workflow time of one run. A class, since an object literal with a getter has a hidden class of its own: each run would then stay in
 * memory until the next full garbage collection.
 */
export class RunTime implements WorkflowTime {
  now = 0;

  advance(to: number): void {
    if (to > this.now) this.now = to;
  }
}
