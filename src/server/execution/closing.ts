/**
 * A run that has tried to close while there were events that it had not seen tries again with its next workflow task. While that
 * one is started, a server refuses signals and updates (RESOURCE_EXHAUSTED "workflow operation can not be applied because workflow is
 * closing"), and clients send them again until they are taken: so a run that gets signals all the time closes on its second try.
 * Here a request waits for the end of that workflow task, and is made again then, as a step of its own.
 */
import type { Execution } from './execution';

/** Whether signals and updates are refused now. */
export function isClosing(x: Execution): boolean {
  return x.closeAttempted && x.workflowTask.status === 'started';
}

/** `retry` is called when the run takes requests again, or has closed. Gives a function that takes that back. */
export function deferRequest(x: Execution, retry: () => void): () => void {
  x.deferredRequests.add(retry);
  return () => x.deferredRequests.delete(retry);
}

/** A workflow task of the run has ended, whatever came of it. */
export function endCloseAttempt(x: Execution): void {
  x.closeAttempted = false;
  if (x.deferredRequests.size === 0) return;
  const retries = [...x.deferredRequests];
  x.deferredRequests.clear();
  for (const retry of retries) retry();
}
