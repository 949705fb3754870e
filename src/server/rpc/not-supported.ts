/** Methods that make no sense in a world, with the reason; others that are missing answer with their name alone. */
import { unimplemented } from '../status';
import { type RpcHandler, rpc } from './rpc';

const VERSIONING =
  'worldline has no worker versioning: every worker of a task queue takes its tasks, whatever its build id is';

const REASONS: Readonly<Record<string, string>> = {
  getWorkerBuildIdCompatibility: VERSIONING,
  updateWorkerBuildIdCompatibility: VERSIONING,
  getWorkerVersioningRules: VERSIONING,
  updateWorkerVersioningRules: VERSIONING,
  getWorkerTaskReachability: VERSIONING,
  describeWorkerDeployment: VERSIONING,
  describeWorkerDeploymentVersion: VERSIONING,
  listWorkerDeployments: VERSIONING,
  setWorkerDeploymentCurrentVersion: VERSIONING,
  setWorkerDeploymentRampingVersion: VERSIONING,
  listArchivedWorkflowExecutions:
    'worldline has no archive: world.history() has the runs that the server no longer keeps',
};

export const NOT_SUPPORTED: Readonly<Record<string, RpcHandler>> = Object.fromEntries(
  Object.entries(REASONS).map(([method, reason]) => [
    method,
    rpc(() => {
      throw unimplemented(`${method}: ${reason}`);
    }),
  ]),
);
