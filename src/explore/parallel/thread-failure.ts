/** What an exploration says of a run that only a thread has made. */
import { WorldlineError } from '../../base/errors';
import { Points } from '../points';
import type { RunResult, RunSpec } from '../run';

/** What failed in a worker thread, where it cannot be repeated here. */
export class ThreadError extends WorldlineError {
  constructor({ name, message }: { name: string; message: string }) {
    super(name === 'RunawayError' ? 'RUNAWAY' : 'NOT_REPEATABLE', message);
    this.name = name;
  }
}

export function withoutModule(workers: number): string {
  return (
    `explore: workers is ${workers}, and threads cannot share functions: the runs are made one after the other, with the same result. ` +
    'Name the file whose default export is the exploration: { module: import.meta.url } or { module: __filename }.'
  );
}

/** Of a run that was made in a thread, and cannot be made here. */
export function nothingSeen(spec: RunSpec): Omit<RunResult, 'error'> {
  const points = new Points();
  return {
    spec,
    value: undefined,
    outcomes: [],
    choices: [],
    points,
    worldPoints: [points],
    chosenSteps: 0,
    trace: undefined,
    properties: [],
    histories: [],
    log: [],
    timeline: () => '(the run was made in a thread that had to be stopped)',
    stale: [],
    repeated: () => [],
  };
}
