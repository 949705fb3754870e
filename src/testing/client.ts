/** Clients of test environments, by the names of `@temporalio/testing`. */
import { type ClientOptions, WorkflowClient } from '@temporalio/client';

/** Options of the environment's client: all but what the environment decides. */
export type ClientOptionsForTestEnv = Omit<ClientOptions, 'namespace' | 'connection'>;

/** The SDK's client as it is: in a world, time moves for whoever waits. */
export class TimeSkippingWorkflowClient extends WorkflowClient {}
