/** Workflow interceptors that make a failed assertion of workflow code a failure of the workflow, where it would fail its task. */

import { ApplicationFailure, type WorkflowInterceptors } from '@temporalio/workflow';
// The SDK's bundler has this module by its bare name only.
// biome-ignore lint/style/useNodejsImportProtocol: see above
import { AssertionError } from 'assert';

async function withFailures<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof AssertionError)) throw error;
    const failure = ApplicationFailure.nonRetryable(error.message);
    failure.stack = error.stack;
    throw failure;
  }
}

export function interceptors(): WorkflowInterceptors {
  return {
    inbound: [
      {
        execute: (input, next) => withFailures(() => next(input)),
        handleSignal: (input, next) => withFailures(() => next(input)),
      },
    ],
  };
}
