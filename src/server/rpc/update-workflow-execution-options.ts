/** Changes the priority of a running workflow, and the override of its version. */
import type { temporal } from '../../base/api';
import type { Execution } from '../execution/execution';
import { pinnedVersion, updateOptions } from '../execution/execution-options';
import { priorityError } from '../policy/names';
import type { Priority } from '../policy/priority';
import { checkVersioningOverride, type VersioningOverride } from '../policy/versioning-override';
import { alreadyCompleted, failedPrecondition, invalidArgument } from '../status';
import { findExecution, rpc } from './rpc';

type Request = temporal.api.workflowservice.v1.IUpdateWorkflowExecutionOptionsRequest;
type Options = temporal.api.workflow.v1.IWorkflowExecutionOptions;

/** As the server says when it applies a mask. */
const applying = (text: string) => invalidArgument(`error applying update_options: ${text}`);

/** What each path of a mask makes of the present options. Paths are spelt as in the proto files, and nothing else is one. */
const MERGE: { readonly [path: string]: (options: Options, given: Options) => Options } = {
  versioning_override: withOverride,
  'versioning_override.behavior': withOverride,
  'versioning_override.deployment': withOverride,
  priority: (options, { priority }) => ({ ...options, priority }),
  'priority.priority_key': (options, { priority }) =>
    withPriority(options, { priorityKey: priority?.priorityKey ?? 0 }),
  'priority.fairness_key': (options, { priority }) =>
    withPriority(options, { fairnessKey: priority?.fairnessKey ?? '' }),
  'priority.fairness_weight': (options, { priority }) =>
    withPriority(options, { fairnessWeight: priority?.fairnessWeight ?? 0 }),
};

function withOverride(options: Options, { versioningOverride }: Options): Options {
  return { ...options, versioningOverride };
}

function withPriority(options: Options, fields: Priority): Options {
  return {
    ...options,
    priority: { priorityKey: 0, fairnessKey: '', fairnessWeight: 0, ...options.priority, ...fields },
  };
}

/** Fields of the override, which is replaced as a whole or not at all. */
const OVERRIDE_FIELD = /^versioning_override\.(pinned|auto_upgrade|pinned_version|deployment|behavior)(\.|$)/;

function checkPaths(paths: readonly string[]): void {
  for (const path of paths) {
    if (Object.hasOwn(MERGE, path) || OVERRIDE_FIELD.test(path)) continue;
    const message = 'temporal.api.workflow.v1.WorkflowExecutionOptions';
    throw invalidArgument(`error parsing UpdateMask: proto: invalid path "${path}" for message "${message}"`);
  }
}

function merged(options: Options, given: Options, paths: readonly string[]): Options {
  const both = ['versioning_override.behavior', 'versioning_override.deployment'].filter((path) =>
    paths.includes(path),
  );
  if (both.length === 1) throw applying('versioning_override fields must be updated together');
  if (paths.some((path) => !Object.hasOwn(MERGE, path))) {
    throw applying("versioning_override doesn't support partial updates");
  }
  return paths.reduce((present, path) => MERGE[path]!(present, given), options);
}

/** A pin that names no version keeps the run on the version that it is pinned to. @throws FAILED_PRECONDITION where it is not. */
function withPresentVersion(x: Execution, override: VersioningOverride | null | undefined) {
  if (!override?.pinned?.behavior || override.pinned.version) return override;
  const version = pinnedVersion(x);
  if (version) return { ...override, pinned: { ...override.pinned, version } };
  const behavior = x.options.versioningOverride ? 'AutoUpgrade' : 'Unspecified';
  throw failedPrecondition(
    `must specify a specific pinned override version because workflow with id ${x.workflowId} has behavior ${behavior} and is not yet pinned to any version`,
  );
}

export const updateWorkflowExecutionOptions = rpc((server, request: Request) => {
  const { workflowExecutionOptions: given, updateMask } = request;
  if (!request.workflowExecution?.workflowId) throw invalidArgument('WorkflowId is not set on request.');
  if (!updateMask) throw invalidArgument('UpdateMask is required');
  if (!given) throw invalidArgument('WorkflowExecutionOptions is required');
  const paths = updateMask.paths ?? [];
  checkPaths(paths);
  const badPriority = priorityError(given.priority);
  if (badPriority) throw invalidArgument(badPriority);
  const x = findExecution(server, request.namespace, request.workflowExecution);
  if (!x.isRunning) throw alreadyCompleted();
  const versioningOverride = withPresentVersion(x, given.versioningOverride);
  checkVersioningOverride(versioningOverride);
  const workflowExecutionOptions = merged({ ...x.options }, { ...given, versioningOverride }, paths);
  const { priority, versioningOverride: override } = workflowExecutionOptions;
  updateOptions(x, { priority, versioningOverride: override ?? undefined }, request.identity ?? '');
  return { workflowExecutionOptions };
});
