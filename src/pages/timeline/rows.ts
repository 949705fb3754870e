/** The rows of the lanes: for each run its title, then its lanes. */
import type { Lane } from '../../report/timeline';
import type { RunData } from '../../report/timeline-data';

export type Row = { readonly run: number; readonly lane?: Lane };

export function rowsOf(runs: readonly RunData[]): Row[] {
  return runs.flatMap((run, index): Row[] => [{ run: index }, ...run.lanes.map((lane) => ({ run: index, lane }))]);
}
