/** What the plugin of `worldline/vitest` adds to each test file: matchers, the serializer of histories, timelines of failing tests. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { annotateFailed } from './annotate-failed.js';
import { matchers } from './matchers.js';
import { historySerializer } from './serializer.js';
import { Timelines } from './timelines.js';
import { followWaiting } from './waiting.js';

expect.extend(matchers as never);
expect.addSnapshotSerializer(historySerializer as never);

followWaiting(vi as never);

const timelines = new Timelines();

beforeEach(() => timelines.begin());

// The reporters show it: the default one with the test, the one for GitHub as a notice, JUnit as a property.
afterEach(async ({ task, annotate }) => {
  const text = task.result?.state === 'fail' ? timelines.text() : undefined;
  if (text)
    await annotateFailed(task, () => annotate(`what happened in the worlds of this test\n${text}`, 'worldline'));
  timelines.end();
});
