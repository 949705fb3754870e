/** `worldline/fast-check`: arbitraries for retry policies, activity options, fault plans and commands of a model. */
export {
  type ActivityOptionsConstraints,
  arbitrary,
  type CommandsConstraints,
  type FaultPlanConstraints,
  type ModelMessage,
  ModelMismatchError,
  type RealWorld,
  type RetryPolicyConstraints,
} from './explore/arbitrary';

import { arbitrary } from './explore/arbitrary';

export const { retryPolicy, activityOptions, faultPlan, commands } = arbitrary;
