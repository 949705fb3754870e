/** From the options that a workflow gives to what the server stores: the SDK's own conversions, then the server's own checks. */
import type { ActivityOptions } from '@temporalio/common';
import { compileRetryPolicy } from '@temporalio/common/lib/retry-policy';
import { msOptionalToTs } from '@temporalio/common/lib/time';
import { InvalidInputError } from '../base/errors';
import { normaliseActivityAttributes, type StoredActivityAttributes } from '../server/policy/activity-timeouts';
import { check, checkOneOf, type Fields, isText, objectOf, refuseUnknown } from './check';

const NAMES = [
  'activityId',
  'allowEagerDispatch',
  'cancellationType',
  'eventGroups',
  'heartbeatTimeout',
  'priority',
  'retry',
  'scheduleToCloseTimeout',
  'scheduleToStartTimeout',
  'startToCloseTimeout',
  'summary',
  'taskQueue',
  'versioningIntent',
];
const RETRY_NAMES = [
  'backoffCoefficient',
  'initialInterval',
  'maximumAttempts',
  'maximumInterval',
  'nonRetryableErrorTypes',
];
const DURATION = '; a duration is a text such as "10 seconds", or milliseconds';
const CANCELLATION_TYPES = ['TRY_CANCEL', 'WAIT_CANCELLATION_COMPLETED', 'ABANDON'];

/** @throws InvalidInputError where the SDK would throw, or the server would fail the workflow task. */
export function activityAttributes(options: ActivityOptions): StoredActivityAttributes {
  checkTypes({ ...options });
  if (options.scheduleToCloseTimeout === undefined && options.startToCloseTimeout === undefined) {
    throw new InvalidInputError(
      'options have neither startToCloseTimeout nor scheduleToCloseTimeout; every activity needs one of them, such as startToCloseTimeout: "1 minute"',
    );
  }
  const timeout = (
    name: 'scheduleToCloseTimeout' | 'scheduleToStartTimeout' | 'startToCloseTimeout' | 'heartbeatTimeout',
  ) => converted(`options.${name}`, options[name], () => msOptionalToTs(options[name]), DURATION);
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

/** What the SDK's types say, for those who write no TypeScript. The values are for the SDK and the server. */
function checkTypes(options: Fields): void {
  refuseUnknown(options, NAMES, 'options');
  checkOneOf(options, 'cancellationType', 'options', CANCELLATION_TYPES);
  check(options, 'taskQueue', 'options', 'a text', isText);
  if (options.retry === undefined) return;
  const retry = objectOf(options.retry, 'options.retry');
  refuseUnknown(retry, RETRY_NAMES, 'options.retry');
  for (const name of ['backoffCoefficient', 'maximumAttempts']) {
    check(retry, name, 'options.retry', 'a number', (value) => typeof value === 'number');
  }
  const areTexts = (value: unknown) => Array.isArray(value) && value.every(isText);
  check(retry, 'nonRetryableErrorTypes', 'options.retry', 'a list of texts', areTexts);
}

function converted<T>(where: string, value: unknown, convert: () => T, hint = ''): T {
  try {
    return convert();
  } catch (cause) {
    throw new InvalidInputError(`${where} is ${JSON.stringify(value)}: ${(cause as Error).message}${hint}`, { cause });
  }
}
