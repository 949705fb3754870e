import { throwIfReservedName } from '../worker/activity/activity-functions';

/** @throws TypeError where a task queue or a sink has a name that Temporal reserves, as the SDK does. */
export function checkNames(taskQueue: string, sinks: object | undefined): void {
  throwIfReservedName('task queue', taskQueue);
  for (const name of Object.keys(sinks ?? {})) throwIfReservedName('sink', name);
}
