import type { temporal } from '../../base/api';
import { startStandalone } from '../standalone/start-standalone';
import { rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IStartActivityExecutionRequest;

export const startActivityExecution = rpc((server, request: Request) => {
  const { activity, started } = startStandalone(server, request);
  const { namespace, activityId, runId } = activity;
  return { runId, started, link: { activity: { namespace, activityId, runId } } };
});
