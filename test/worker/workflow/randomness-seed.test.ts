import { expect, test } from 'vitest';
import { randomnessSeed } from '../../../src/worker/workflow/randomness-seed';

// Made with CPython 3.11, whose hash of bytes is SipHash-1-3 with a zero key under PYTHONHASHSEED=0.
test.each([
  ['', 3476900567878811119n],
  ['a', 8186225505942432243n],
  ['abcdefg', 2492161047327640297n],
  ['01a2028f-dfb8-73a0-86bc-62ed35cc26b4', 6719735250151916170n],
])('the seed of %j is what SDK core makes of it', (runId, seed) => {
  expect(Buffer.from(randomnessSeed(runId)).readBigInt64BE()).toBe(seed);
});
