/** Which functions of an `activities` object are activities, by name. */
import type { ActivityFunction } from '@temporalio/common';
import { throwIfReservedName } from '@temporalio/common/lib/reserved';

export { throwIfReservedName };

export type ActivityFunctions = ReadonlyMap<string, ActivityFunction>;

/**
 * Collects the activities of an object or of a class instance. Own enumerable functions are called without a `this`, as the
 * real worker calls them. Methods of the prototype chain belong to a class, so they are bound to the instance.
 *
 * @throws TypeError for a name that Temporal reserves, with the SDK's text.
 */
export function activityFunctions(activities: object | undefined): ActivityFunctions {
  const functions = new Map<string, ActivityFunction>();
  for (const [name, value] of Object.entries(activities ?? {})) {
    if (typeof value === 'function') functions.set(name, value);
  }
  for (const [name, method] of prototypeMethods(activities)) {
    if (!functions.has(name)) functions.set(name, method);
  }
  for (const name of functions.keys()) throwIfReservedName('activity', name);
  return functions;
}

/** The function for an activity type: its own, or else the dynamic activity, which is exported as `default`. */
export function findActivityFunction(functions: ActivityFunctions, activityType: string): ActivityFunction | undefined {
  return functions.get(activityType) ?? functions.get('default');
}

function* prototypeMethods(instance: object | undefined): Generator<[string, ActivityFunction]> {
  if (instance === undefined) return;
  // A module namespace has no prototype; a plain object's chain is `Object.prototype` alone.
  for (let proto = Object.getPrototypeOf(instance); proto && proto !== Object.prototype; ) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(proto))) {
      if (name === 'constructor' || typeof value !== 'function') continue;
      // `setActivityOptions` keeps its options on the function; they must survive the binding.
      yield [name, Object.assign(value.bind(instance), value)];
    }
    proto = Object.getPrototypeOf(proto);
  }
}
