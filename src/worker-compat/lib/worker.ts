/** Stands in for the deep import `@temporalio/worker/lib/worker`. */
export type { State, WorkerStatus } from '../state';
export { Worker } from '../worker';
