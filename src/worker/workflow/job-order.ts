import type { Job, JobVariant } from '../sdk/activation';

/** Jobs of a lower rank come first in an activation; within a rank they keep the order of their events. */
const RANK: Readonly<Record<JobVariant, number>> = {
  initializeWorkflow: 0,
  notifyHasPatch: 1,
  updateRandomSeed: 2,
  signalWorkflow: 3,
  doUpdate: 3,
  fireTimer: 4,
  resolveActivity: 4,
  resolveChildWorkflowExecutionStart: 4,
  resolveChildWorkflowExecution: 4,
  resolveSignalExternalWorkflow: 4,
  resolveRequestCancelExternalWorkflow: 4,
  cancelWorkflow: 4,
  queryWorkflow: 6,
};

function rankOf(job: Job): number {
  return job.variant === 'resolveActivity' && job.resolveActivity.isLocal ? 5 : RANK[job.variant];
}

/** Sorts the jobs of one activation in place, as SDK core does. */
export function sortJobs(jobs: Job[]): Job[] {
  return jobs.length < 2 ? jobs : jobs.sort((a, b) => rankOf(a) - rankOf(b));
}
