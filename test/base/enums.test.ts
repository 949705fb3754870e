import { temporal } from '@temporalio/proto';
import { describe, expect, it } from 'vitest';
import * as ours from '../../src/base/enums';

const api = temporal.api.enums.v1 as unknown as Record<string, Record<string, number | string>>;

const apiNames: Record<string, string> = {
  UpdateStage: 'UpdateWorkflowExecutionLifecycleStage',
  ExternalWorkflowExecutionFailedCause: 'SignalExternalWorkflowExecutionFailedCause',
};

const screaming = (name: string) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();

describe('numbers of enums', () => {
  it.each(Object.entries(ours))('%s has the numbers of the Temporal API', (name, values) => {
    const apiName = apiNames[name] ?? name;
    const theirs = api[apiName]!;
    for (const [key, value] of Object.entries(values)) {
      expect([key, theirs[`${screaming(apiName)}_${key}`]]).toEqual([key, value]);
    }
  });
});
