/** The methods of the API that this server does not have, with the reason. */
import { unimplemented } from '../status';
import { type RpcHandler, rpc } from './rpc';

const WORKFLOW_SERVICE: Readonly<Record<string, readonly string[]>> = {
  'worldline has no worker versioning: every worker of a task queue takes its tasks, whatever its build id is': [
    'createWorkerDeployment',
    'createWorkerDeploymentVersion',
    'deleteWorkerDeployment',
    'deleteWorkerDeploymentVersion',
    'describeDeployment',
    'describeWorkerDeployment',
    'describeWorkerDeploymentVersion',
    'getCurrentDeployment',
    'getDeploymentReachability',
    'getWorkerBuildIdCompatibility',
    'getWorkerTaskReachability',
    'getWorkerVersioningRules',
    'listDeployments',
    'listWorkerDeployments',
    'setCurrentDeployment',
    'setWorkerDeploymentCurrentVersion',
    'setWorkerDeploymentManager',
    'setWorkerDeploymentRampingVersion',
    'updateWorkerBuildIdCompatibility',
    'updateWorkerDeploymentVersionComputeConfig',
    'updateWorkerDeploymentVersionMetadata',
    'updateWorkerVersioningRules',
    'validateWorkerDeploymentVersionComputeConfig',
  ],
  'workers of a world take their tasks by themselves: world.createWorker makes one': [
    'pollActivityTaskQueue',
    'pollNexusTaskQueue',
    'pollWorkflowTaskQueue',
    'respondNexusTaskCompleted',
    'respondNexusTaskFailed',
    'respondQueryTaskCompleted',
    'respondWorkflowTaskCompleted',
    'respondWorkflowTaskFailed',
    'shutdownWorker',
  ],
  'workers of a world do not report to its server: describeTaskQueue tells who polls a task queue': [
    'countWorkers',
    'describeWorker',
    'fetchWorkerConfig',
    'listWorkers',
    'recordWorkerHeartbeat',
    'updateWorkerConfig',
  ],
  'worldline has no Nexus operations': [
    'countNexusOperationExecutions',
    'deleteNexusOperationExecution',
    'describeNexusOperationExecution',
    'listNexusOperationExecutions',
    'pollNexusOperationExecution',
    'requestCancelNexusOperationExecution',
    'startNexusOperationExecution',
    'terminateNexusOperationExecution',
  ],
  'worldline has no batch operations: list the workflows, and call the method for each': [
    'describeBatchOperation',
    'listBatchOperations',
    'startBatchOperation',
    'stopBatchOperation',
  ],
  'worldline has no workflow rules': [
    'createWorkflowRule',
    'deleteWorkflowRule',
    'describeWorkflowRule',
    'listWorkflowRules',
    'triggerWorkflowRule',
  ],
  'worldline cannot pause workflows; pauseActivity pauses their activities': [
    'pauseWorkflowExecution',
    'unpauseWorkflowExecution',
  ],
  'task queues of a world have neither partitions nor limits of their rates': [
    'listTaskQueuePartitions',
    'updateTaskQueueConfig',
  ],
  'time moves by itself in a world: whoever waits for the future moves it': ['pollWorkflowExecutionTimeSkipping'],
  'worldline has no archive: world.history() has the runs that the server no longer keeps': [
    'listArchivedWorkflowExecutions',
  ],
};

const OPERATOR_SERVICE: Readonly<Record<string, readonly string[]>> = {
  'a world is one cluster': ['addOrUpdateRemoteCluster', 'listClusters', 'removeRemoteCluster'],
  'worldline has no Nexus operations': [
    'createNexusEndpoint',
    'deleteNexusEndpoint',
    'getNexusEndpoint',
    'listNexusEndpoints',
    'updateNexusEndpoint',
  ],
};

function refusals(methods: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, RpcHandler>> {
  const refusal = (method: string, reason: string) =>
    rpc(() => {
      throw unimplemented(`${method}: ${reason}`);
    });
  return Object.fromEntries(
    Object.entries(methods).flatMap(([reason, names]) => names.map((name) => [name, refusal(name, reason)])),
  );
}

export const NOT_IN_WORKFLOW_SERVICE = refusals(WORKFLOW_SERVICE);
export const NOT_IN_OPERATOR_SERVICE = refusals(OPERATOR_SERVICE);
