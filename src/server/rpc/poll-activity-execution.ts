import type { temporal } from '../../base/api';
import { findStandalone } from '../standalone/find-standalone';
import { outcomeOf } from '../standalone/info';
import type { StandaloneActivity } from '../standalone/standalone-activity';
import { type Call, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IPollActivityExecutionRequest;

/** Waits for the end. The run that is current at the time of the call stays the one that is meant. */
export const pollActivityExecution = rpc(async (server, request: Request, call) => {
  const s = findStandalone(server, request);
  await waitUntil(call, s, 'the result', () => !s.isRunning);
  return { runId: s.runId, outcome: outcomeOf(s) };
});

/** Ends with the first transaction after which the condition holds; at once, where it holds. */
export async function waitUntil(call: Call, s: StandaloneActivity, what: string, holds: () => boolean): Promise<void> {
  if (holds()) return;
  await call.wait<void>({
    describe: () => `${what} of activity ${s.activityId}`,
    register: (settle) => {
      const watcher = () => {
        if (!holds()) return;
        s.watchers.delete(watcher);
        settle({ value: undefined });
      };
      s.watchers.add(watcher);
      return () => s.watchers.delete(watcher);
    },
  });
}
