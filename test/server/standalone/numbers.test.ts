import { temporal } from '@temporalio/proto';
import { expect, it } from 'vitest';
import {
  ActivityExecutionStatus,
  ActivityIdConflictPolicy,
  ActivityIdReusePolicy,
} from '../../../src/server/standalone/numbers';

const api = temporal.api.enums.v1 as unknown as Record<string, Record<string, number>>;

it.each<[string, string, Readonly<Record<string, number>>]>([
  ['ActivityExecutionStatus', 'ACTIVITY_EXECUTION_STATUS_', ActivityExecutionStatus],
  ['ActivityIdReusePolicy', 'ACTIVITY_ID_REUSE_POLICY_', ActivityIdReusePolicy],
  ['ActivityIdConflictPolicy', 'ACTIVITY_ID_CONFLICT_POLICY_', ActivityIdConflictPolicy],
])('%s has the numbers of the Temporal API', (name, prefix, ours) => {
  for (const [key, value] of Object.entries(ours)) expect([key, api[name]![prefix + key]]).toEqual([key, value]);
});
