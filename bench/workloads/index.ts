import type { Workload } from '../workload';
import { activitiesInTurn } from './activities-in-turn';
import { children } from './children';
import { continueAsNewChain } from './continue-as-new';
import { heartbeats } from './heartbeats';
import { oneActivity } from './one-activity';
import { retriedActivity } from './retried-activity';
import { signals } from './signals';
import { sleeps } from './sleeps';
import { timers } from './timers';
import { hourlyForAYear } from './year';

/** W1 … W10. */
export const workloads: readonly Workload[] = [
  oneActivity,
  retriedActivity,
  activitiesInTurn(100, 'W3'),
  sleeps,
  children,
  timers(10_000, 1, 'W6'),
  signals,
  heartbeats,
  continueAsNewChain,
  hourlyForAYear,
];

/** How the cost grows with the size of the work. */
export const growthWorkloads: readonly Workload[] = [
  activitiesInTurn(10),
  activitiesInTurn(100),
  activitiesInTurn(1000),
  // Not 10,000: at six events each, the server would end the run, whose history must not grow beyond 51,200 events.
  activitiesInTurn(8000),
  timers(1000, 1),
  timers(10_000, 1),
  timers(10_000, 0),
];
