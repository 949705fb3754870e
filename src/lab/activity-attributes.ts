/** From the options that a workflow gives to what the server stores: the SDK's own conversions, then the server's own checks. */
import type { ActivityOptions } from '@temporalio/common';
import { compileRetryPolicy } from '@temporalio/common/lib/retry-policy';
import { msOptionalToTs } from '@temporalio/common/lib/time';
import { InvalidInputError } from '../base/errors';
import { normaliseActivityAttributes, type StoredActivityAttributes } from '../server/policy/activity-timeouts';

/** All names, so that one that is misspelt is refused, not ignored. */
const NAMES: Readonly<Record<string, true>> = {
  activityId: true,
  allowEagerDispatch: true,
  cancellationType: true,
  eventGroups: true,
  heartbeatTimeout: true,
  priority: true,
  retry: true,
  scheduleToCloseTimeout: true,
  scheduleToStartTimeout: true,
  startToCloseTimeout: true,
  summary: true,
  taskQueue: true,
  versioningIntent: true,
};
const RETRY_NAMES: Readonly<Record<string, true>> = {
  backoffCoefficient: true,
  initialInterval: true,
  maximumAttempts: true,
  maximumInterval: true,
  nonRetryableErrorTypes: true,
};

/** @throws InvalidInputError where the SDK would throw, or the server would fail the workflow task. */
export function activityAttributes(options: ActivityOptions): StoredActivityAttributes {
  refuseUnknown(options, NAMES, 'options');
  if (options.retry) refuseUnknown(options.retry, RETRY_NAMES, 'options.retry');
  if (options.scheduleToCloseTimeout === undefined && options.startToCloseTimeout === undefined) {
    throw new InvalidInputError(
      'options have neither startToCloseTimeout nor scheduleToCloseTimeout; every activity needs one of them, such as startToCloseTimeout: "1 minute"',
    );
  }
  const timeout = (
    name: 'scheduleToCloseTimeout' | 'scheduleToStartTimeout' | 'startToCloseTimeout' | 'heartbeatTimeout',
  ) => converted(`options.${name}`, options[name], () => msOptionalToTs(options[name]));
  const made = normaliseActivityAttributes(
    {
      activityId: '1',
      activityType: { name: 'activity' },
      taskQueue: { name: 'lab' },
      scheduleToCloseTimeout: timeout('scheduleToCloseTimeout'),
      scheduleToStartTimeout: timeout('scheduleToStartTimeout'),
      startToCloseTimeout: timeout('startToCloseTimeout'),
      heartbeatTimeout: timeout('heartbeatTimeout'),
      retryPolicy: converted('options.retry', options.retry, () => options.retry && compileRetryPolicy(options.retry)),
    },
    { runTimeout: undefined, taskQueue: 'lab' },
  );
  if ('stored' in made) return made.stored;
  throw new InvalidInputError(`the server refuses these options, and fails the workflow task: ${made.message}`);
}

function converted<T>(where: string, value: unknown, convert: () => T): T {
  try {
    return convert();
  } catch (cause) {
    throw new InvalidInputError(`${where} is ${JSON.stringify(value)}: ${(cause as Error).message}`, { cause });
  }
}

function refuseUnknown(value: object, names: Readonly<Record<string, true>>, where: string): void {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(names, name));
  if (unknown !== undefined) {
    throw new InvalidInputError(`${where} have no field '${unknown}'; the fields are ${Object.keys(names).join(', ')}`);
  }
}
