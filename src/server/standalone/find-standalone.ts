import { checkNameLength } from '../policy/names';
import type { Server } from '../server';
import { invalidArgument, notFound } from '../status';
import type { StandaloneActivity } from './standalone-activity';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export interface StandaloneRef {
  readonly namespace?: string | null;
  readonly activityId?: string | null;
  /** Empty: the latest run. */
  readonly runId?: string | null;
}

/** The run that a request names. @throws the server's statuses for what is missing, malformed or not there. */
export function findStandalone(server: Server, ref: StandaloneRef): StandaloneActivity {
  const { standalone } = server.namespace(ref.namespace);
  const activityId = ref.activityId ?? '';
  if (activityId === '') throw invalidArgument('activity ID is required');
  checkNameLength('activity ID', activityId);
  if (ref.runId && !UUID.test(ref.runId)) throw invalidArgument('invalid run id: must be a valid UUID');
  const activity = standalone.find(activityId, ref.runId);
  if (!activity) throw standaloneNotFound(activityId);
  return activity;
}

export const standaloneNotFound = (activityId: string) => notFound(`activity not found for ID: ${activityId}`);
