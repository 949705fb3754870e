import { narrow } from '../../src/server/policy/nanos';
import { nextRetryExact, normaliseRetryPolicy } from '../../src/server/policy/retry-policy';
import { formatNanos, parseTime } from './golden-text';
import { failureJson, retryPolicyJson } from './proto-json';
import { statusOf } from './status-of';
import type { GoldenRow, GoldenTable } from './table';

/**
 * What is stored of a policy, and whether another attempt follows a failed one. A `raw` row asks the server's function beneath
 * both decisions with a policy that nothing was filled into; a workflow's decision adds nothing to it. Rows flagged `overflow`
 * count like all others: a float beyond int64 is "no interval" here on every machine, as it is on amd64.
 */
export const retryTable: GoldenTable = {
  name: 'retry',
  answerKeys: ['stored', 'error', 'retryState', 'interval'],
  answer: (row) => (row.kind === 'policy' ? answerPolicy(row) : answerRetry(row)),
};

function answerPolicy(row: GoldenRow) {
  const policy = retryPolicyJson.parse(row.policy);
  return statusOf(() => ({ stored: retryPolicyJson.format(normaliseRetryPolicy(policy)) }));
}

function answerRetry(row: GoldenRow) {
  const decision = nextRetryExact(
    {
      policy: row.policy && retryPolicyJson.parse(row.policy),
      attempt: row.attempt,
      failure: row.failure && failureJson.parse(row.failure),
      kind: row.kind === 'activity' ? 'activity' : 'workflow',
      cancelRequested: row.cancelRequested,
    },
    isNone(row.expiration) ? undefined : narrow(parseTime(row.expiration) - parseTime(row.now)),
  );
  return {
    retryState: `RETRY_STATE_${decision.retryState}`,
    interval: 'interval' in decision ? formatNanos(decision.interval) : null,
  };
}

/** Go's zero time means the same as no time. */
const isNone = (time: string | null): boolean => time === null || time === '0001-01-01T00:00:00Z';
