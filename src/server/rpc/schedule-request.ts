/** Checks of what creates or updates a schedule, in the server's words. */
import type { SearchAttributes } from '../../base/api';
import { WorkflowIdReusePolicy } from '../../base/enums';
import { checkSearchAttributes, withTypes } from '../execution/search-attributes';
import { type CompiledSpec, compileSpec } from '../schedule-spec/compiled-spec';
import type { ActionTemplate, ScheduleRequest } from '../schedules/definition';
import type { Server } from '../server';
import { invalidArgument } from '../status';
import { startSpec } from './start-request';

/** The server adds a time to the id; it has to fit as well. */
const SUFFIX_FOR_VALIDATION = '-2009-11-10T23:00:00Z';

export function checkSpec(
  server: Server,
  namespace: string,
  scheduleId: string,
  { spec }: ScheduleRequest,
): CompiledSpec {
  const compiled = compileSpec(spec ?? {}, `${server.namespace(namespace).id}-${scheduleId}`);
  // Where the search for a first time gives up, the caller should hear of it, and not only a later describe.
  compiled.next(server.clock.now());
  return compiled;
}

/**
 * What starts of the action have in common; undefined without an action. Stricter than the server in one thing: an invalid retry
 * policy is refused here, where the server would let every start of the schedule fail unseen.
 */
export function checkAction(
  server: Server,
  namespace: string,
  { action }: ScheduleRequest,
): ActionTemplate | undefined {
  const info = action?.startWorkflow;
  if (!info) return undefined;
  const { workflowIdReusePolicy: reusePolicy, cronSchedule, ...start } = info;
  const workflowId = info.workflowId ?? '';
  const { identity, requestId, ...spec } = startSpec(server, {
    ...start,
    namespace,
    workflowId: `${workflowId}${SUFFIX_FOR_VALIDATION}`,
    requestId: 'a schedule',
  });
  if (cronSchedule) throw invalidArgument('Scheduled workflow must not contain CronSchedule');
  if (reusePolicy && reusePolicy !== WorkflowIdReusePolicy.ALLOW_DUPLICATE) {
    throw invalidArgument('Scheduled workflow must not contain WorkflowIDReusePolicy');
  }
  return { workflowId, spec };
}

/** The search attributes of the schedule itself, with their types. */
export function checkScheduleAttributes(
  server: Server,
  namespace: string,
  given: SearchAttributes | null | undefined,
): SearchAttributes | undefined {
  if (!given) return undefined;
  const types = server.searchAttributeTypes(namespace);
  const fields = given.indexedFields ?? {};
  const problem = checkSearchAttributes(types, fields, namespace);
  if (problem) throw invalidArgument(problem);
  return { indexedFields: withTypes(types, fields) };
}
