/**
 * `worldline/testing`: what `@temporalio/testing` exports, on worlds in place of servers. Tests import it under that name (see
 * docs/migrating.md).
 */
import path from 'node:path';
import { answerConnections } from '../worker-compat/lazy-connection';

export { type ClientOptionsForTestEnv, TimeSkippingWorkflowClient } from './client';
export { Mock, type MockCall } from './mock';
export {
  defaultActivityInfo,
  MockActivityEnvironment,
  type MockActivityEnvironmentOptions,
} from './mock-activity-environment';
export { MockError, Mocks, type MocksOptions } from './mocks';
export type { DevServerConfig, EphemeralServerExecutable, TimeSkippingServerConfig } from './server-options';
export {
  type ExistingServerConnectionOptions,
  type ExistingServerTestWorkflowEnvironmentOptions,
  type LocalTestWorkflowEnvironmentOptions,
  type NexusEndpointIdentifier,
  TestWorkflowEnvironment,
  type TimeSkippingTestWorkflowEnvironmentOptions,
} from './test-workflow-environment';

/** Workflow interceptors for tests: a failed assertion of workflow code fails the workflow, not its task. */
export const workflowInterceptorModules = [path.join(__dirname, 'assert-to-failure-interceptor')];

answerConnections();
