/** What teams do by hand before production, as fault plans: each is data, and can be changed or joined with others. */
import type { FaultDuration, FaultPlan } from './fault';

/** Milliseconds. */
const HOUR = 3_600_000;

export const gameDay = {
  /** All workers die at one time, and are back after a while. Default: after one second of the world, for one minute. */
  killAllWorkers: ({
    at = '1 second',
    downFor = '1 minute',
  }: {
    at?: FaultDuration;
    downFor?: FaultDuration;
  } = {}): FaultPlan => [{ kind: 'worker-crash', at, workers: 'all', restartAfter: downFor }],

  /** Workers are restarted one after the other, in random order from the world's seed. Default: from one second on, 10 seconds each. */
  restartOneByOne: ({
    at = '1 second',
    downFor = '10 seconds',
  }: {
    at?: FaultDuration;
    downFor?: FaultDuration;
  } = {}): FaultPlan => [{ kind: 'worker-crash', at, workers: 'one by one', restartAfter: downFor }],

  /** Every attempt of an activity fails for a while, as it does where what it calls is down. Milliseconds; default: the first hour. */
  breakDependency: (
    activity: string,
    { from = 0, lasts = HOUR }: { from?: number; lasts?: number } = {},
  ): FaultPlan => [
    {
      kind: 'activity-failure',
      activity,
      attempt: 'every',
      call: 'every',
      between: [from, from + lasts],
      failure: { type: 'DependencyDown', message: 'the dependency is down' },
    },
  ],

  /** The option `deploy` of the world goes live, and is rolled back. Default: after one second, for one minute. */
  deployAndRollBack: ({
    at = '1 second',
    after = '1 minute',
  }: {
    at?: FaultDuration;
    after?: FaultDuration;
  } = {}): FaultPlan => [{ kind: 'deploy', at, rollBackAfter: after }],

  /** More attempts of an activity than that within the time fail, to be tried again. Default: one a second. */
  rateLimit: (
    activity: string,
    { attempts = 1, per = '1 second' }: { attempts?: number; per?: FaultDuration } = {},
  ): FaultPlan => [
    {
      kind: 'activity-failure',
      activity,
      attempt: 'every',
      call: 'every',
      above: { attempts, per },
      failure: { type: 'RateLimited', message: 'too many requests' },
    },
  ],

  /** Every call of a client and every task and answer of a worker takes that much longer. Default: two seconds. */
  slowNetwork: ({ by = '2 seconds' }: { by?: FaultDuration } = {}): FaultPlan => [
    { kind: 'delay', of: 'request', by, call: 'every' },
    { kind: 'delay', of: 'workflow-task', by, task: 'every' },
    { kind: 'delay', of: 'start', activity: '*', attempt: 'every', call: 'every', by },
    { kind: 'delay', of: 'completion', activity: '*', attempt: 'every', call: 'every', by },
  ],
} as const;
