export {
  DeadlockError,
  DisposedError,
  InvalidInputError,
  LimitError,
  LivelockError,
  ReplayMismatchError,
  UnfinishedHandlersError,
  WorldlineBug,
  WorldlineError,
} from './base/errors';
export { arbitrary } from './explore/arbitrary';
export { type Exploration, exploration } from './explore/exploration';
export { type Explored, explore } from './explore/explore';
export type { ExploreOptions, ExploreProgress, StrategyName } from './explore/options';
export { ExplorationError, type ExploreFailure, type ExploreReport } from './explore/report';
export { type SimulateOptions, type Simulation, simulate } from './explore/simulate';
export { OutcomeChangedError, type SweepOptions, sweep } from './explore/sweep';
export { fault } from './faults/builders';
export type { Fault, FaultKind, FaultPlan } from './faults/fault';
export type { FaultOutcome } from './faults/fault-injector';
export { gameDay } from './faults/game-days';
export { History } from './history/history';
export { InvalidHistoryError } from './history/invalid-history-error';
export type { ConnectOptions } from './sim/cluster/cluster-options';
export type { ConnectedWorker } from './sim/cluster/cluster-workers';
export type { ConnectedWorkerOptions, ConnectedWorld } from './sim/cluster/connected-world';
export type { Effect, EffectKey, Effects } from './sim/effects';
export { ActivityNotRegisteredError, RealTimeLimitError, WorkflowTaskFailedError } from './sim/errors';
export { VacuousFaultError } from './sim/faults';
export { Moment } from './sim/moment';
export type { WorldOptions, WorldWorkerOptions } from './sim/options';
export { PropertyError, type PropertyOutcome } from './sim/properties';
export { recordedActivities } from './sim/recorded-activities';
export { type ReplayOptions, type ReplayReport, replay } from './sim/replay';
export { type Scenario, type ScenarioWorld, scenario } from './sim/scenario';
export { World } from './sim/world';
export type { WorldWorker } from './sim/world-worker';
