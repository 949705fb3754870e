/** One run for each game day: what teams do by hand before production, to every activity and in the middle of every history. */
import type { FaultPlan } from '../../faults/fault';
import { gameDay } from '../../faults/game-days';
import type { Points } from '../points';
import type { RunSpec } from '../run';
import type { DrawInput, RunPassed, Strategy } from './strategy';

export class GameDayStrategy implements Strategy {
  private state: 'before' | 'plain' | 'over' = 'before';
  private points: Points | undefined;
  private days = 0;

  constructor(
    private readonly hasDeployment: boolean,
    private readonly drawInput: DrawInput,
  ) {}

  get exhausted(): boolean {
    return this.state === 'over';
  }

  get claim(): string {
    return `all ${this.days} game days: no violation`;
  }

  next(): RunSpec[] {
    if (this.state === 'before') return [{ plan: [], input: this.drawInput(1) }];
    if (!this.points || this.state === 'over') return [];
    this.state = 'over';
    const plans = plansFor(this.points, this.hasDeployment);
    this.days = plans.length;
    return plans.map((plan, i) => ({ plan, input: this.drawInput(i + 2) }));
  }

  ran([first]: readonly RunPassed[]): void {
    this.points ??= first!.points;
    if (this.state === 'before') this.state = 'plain';
  }
}

/** Times stand for themselves; events make sure that something is in flight. */
function plansFor(points: Points, hasDeployment: boolean): FaultPlan[] {
  const middles = [...points.events.values()].map((lengths) => [...lengths].sort((a, b) => a - b)).map(middle);
  const atEvents = [...new Set(middles)];
  const activities = [...points.activities.keys()];
  return [
    gameDay.killAllWorkers(),
    gameDay.restartOneByOne(),
    gameDay.slowNetwork(),
    ...(hasDeployment ? [gameDay.deployAndRollBack()] : []),
    ...atEvents.map((event): FaultPlan => [{ kind: 'worker-crash', event, workers: 'all', restartAfter: '1 minute' }]),
    ...atEvents.map(
      (event): FaultPlan => [{ kind: 'worker-crash', event, workers: 'one by one', restartAfter: '10 seconds' }],
    ),
    ...(hasDeployment
      ? atEvents.map((event): FaultPlan => [{ kind: 'deploy', event, rollBackAfter: '1 minute' }])
      : []),
    ...activities.map((activity) => gameDay.breakDependency(activity)),
    ...activities.map((activity) => gameDay.rateLimit(activity)),
  ];
}

function middle(lengths: readonly number[]): number {
  return lengths[Math.floor(lengths.length / 2)]!;
}
