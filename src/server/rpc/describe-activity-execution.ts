import type { temporal } from '../../base/api';
import { findStandalone } from '../standalone/find-standalone';
import { describedInfo, outcomeOf } from '../standalone/info';
import { invalidArgument } from '../status';
import { waitUntil } from './poll-activity-execution';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IDescribeActivityExecutionRequest;

/** With the token of an earlier answer it waits until something has changed since. */
export const describeActivityExecution = rpc(async (server, request: Request, call) => {
  const known = request.longPollToken?.length ? decode(request.longPollToken) : undefined;
  if (known && !request.runId) throw invalidArgument('run id is required when long poll token is provided');
  const s = findStandalone(server, request);
  if (known) {
    if (known.runId !== s.runId) throw invalidArgument('long poll token does not match execution');
    await waitUntil(call, s, 'a change', () => s.stateTransitionCount !== known.transitions);
  }
  return {
    runId: s.runId,
    info: describedInfo(s, {
      heartbeatDetails: request.includeHeartbeatDetails ?? false,
      lastFailure: request.includeLastFailure ?? false,
    }),
    input: request.includeInput ? s.standalone.attributes.input : undefined,
    outcome: request.includeOutcome ? outcomeOf(s) : undefined,
    longPollToken: Buffer.from(`${s.runId}/${s.stateTransitionCount}`),
    callbacks: [],
  };
});

const TOKEN = /^([0-9a-f-]{36})\/(\d+)$/;

function decode(token: Uint8Array): { runId: string; transitions: number } {
  const parts = TOKEN.exec(Buffer.from(token).toString());
  if (!parts) throw invalidArgument('invalid long poll token');
  return { runId: parts[1]!, transitions: Number(parts[2]) };
}
