import { activityFunctions } from '../worker/activity/activity-functions';

/** @throws TypeError where an activity has a name that Temporal reserves, as the SDK does. */
export function checkActivityNames(activities: object | undefined): void {
  activityFunctions(activities);
}
