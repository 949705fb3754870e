/** Stands in for the deep import `@temporalio/worker/lib/worker-options`. */
export * from '../worker-options';
