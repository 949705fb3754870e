"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const src_1 = require("../../src");
(0, vitest_1.it)('a scenario is what was given', () => {
    const definition = { name: 'x', workflows: {}, run: async () => 1 };
    (0, vitest_1.expect)((0, src_1.scenario)(definition)).toBe(definition);
});
vitest_1.it.each([
    ['checkout', "scenario is 'checkout'; it must be an object { name, workflows, run, … }"],
    [{ workflows: {}, run() { } }, 'scenario: name is undefined; it must be a text that is not empty'],
    [{ name: 'x', workflows: {}, run: 1 }, 'scenario: run is 1; it must be a function: async run(world) { … }'],
    [{ name: 'x', workflows: {}, run() { }, check: true }, 'scenario: check is true; it must be a function: check(world'],
    [{ name: 'x', run() { } }, 'scenario: there is no code to run; give workflows (a module, or the path of one)'],
])('%j is none, and says why', (definition, message) => {
    (0, vitest_1.expect)(() => (0, src_1.scenario)(definition)).toThrow(src_1.InvalidInputError);
    (0, vitest_1.expect)(() => (0, src_1.scenario)(definition)).toThrow(message);
});
