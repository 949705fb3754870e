/** What a run of a scenario looks like in a terminal. */
import { inspect } from 'node:util';
import { durationText } from '../history/time-text';
import { renderTimeline } from '../report/timeline-text';
import type { Scenario } from '../sim/scenario';
import type { ScenarioRun } from './run-scenario';

/** For each run: about as much as somebody scrolls through. */
const LANES_MAX = 60;

export interface TextOptions {
  readonly width: number;
  readonly color: boolean;
}

export function timelineOf({ histories, attempts }: ScenarioRun, { width, color }: TextOptions): string {
  if (histories.length === 0) return '(no workflow was started)';
  return renderTimeline({ histories, attempts }, { width, color, lanesMax: LANES_MAX });
}

export function resultText({ result }: ScenarioRun, { width, color }: TextOptions): string {
  return `Result: ${inspect(result, { depth: 6, colors: color, breakLength: width - 8 })}`;
}

/** One line: the verdict, virtual and real time, how much happened, the seed; or on which cluster. */
export function summaryText(scenario: Scenario, run: ScenarioRun, realMs: number): string {
  const events = run.histories.reduce((sum, { length }) => sum + length, 0);
  const verdict = run.failure ? '✗ failed' : '✓ ok';
  const time = durationText(run.endTime - run.startTime);
  const happened = `${count(events, 'event')} in ${count(run.histories.length, 'workflow run')}`;
  if (run.cluster) return `${verdict}  ${scenario.name}: ${time} of real time on ${run.cluster}, ${happened}`;
  return `${verdict}  ${scenario.name}: ${time} of virtual time in ${Math.round(realMs)} ms, ${happened}, seed ${run.seed}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
