import type { WorldOptions } from '../../src';

/** Workflow code runs live; rebuilt from its history at every task, with a check; or rebuilt since nothing is cached. */
export const MODES: readonly [name: string, options: Pick<WorldOptions, 'replay' | 'maxCachedWorkflows'>][] = [
  ['live', {}],
  ['replayed at every task', { replay: 'every-task' }],
  ['never cached', { maxCachedWorkflows: 0 }],
];

export const taskQueue = 'q';
