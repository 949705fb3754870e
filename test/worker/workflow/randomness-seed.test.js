"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const randomness_seed_1 = require("../../../src/worker/workflow/randomness-seed");
// Made with CPython 3.11, whose hash of bytes is SipHash-1-3 with a zero key under PYTHONHASHSEED=0.
vitest_1.test.each([
    ['', 3476900567878811119n],
    ['a', 8186225505942432243n],
    ['abcdefg', 2492161047327640297n],
    ['01a2028f-dfb8-73a0-86bc-62ed35cc26b4', 6719735250151916170n],
])('the seed of %j is what SDK core makes of it', (runId, seed) => {
    (0, vitest_1.expect)(Buffer.from((0, randomness_seed_1.randomnessSeed)(runId)).readBigInt64BE()).toBe(seed);
});
