/** What the server says of itself. */
import { rpc } from './rpc';

export const getSystemInfo = rpc((server) => ({
  serverVersion: `${server.version}.0`,
  capabilities: {
    signalAndQueryHeader: true,
    internalErrorDifferentiation: true,
    activityFailureIncludeHeartbeat: true,
    supportsSchedules: true,
    encodedFailureAttributes: true,
    buildIdBasedVersioning: true,
    upsertMemo: true,
    eagerWorkflowStart: true,
    sdkMetadata: true,
    countGroupByExecutionStatus: true,
    nexus: false,
  },
}));

export const getClusterInfo = rpc((server) => ({
  supportedClients: {},
  serverVersion: `${server.version}.0`,
  clusterId: server.namespaceId('default'),
  clusterName: 'worldline',
  historyShardCount: 1,
  persistenceStore: 'memory',
  visibilityStore: 'memory',
}));
