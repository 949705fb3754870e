import { expect, it } from 'vitest';
import { InvalidInputError, scenario } from '../../src';

it('a scenario is what was given', () => {
  const definition = { name: 'x', workflows: {}, run: async () => 1 };
  expect(scenario(definition)).toBe(definition);
});

it.each<[object | string, string]>([
  ['checkout', "scenario is 'checkout'; it must be an object { name, workflows, run, … }"],
  [{ workflows: {}, run() {} }, 'scenario: name is undefined; it must be a text that is not empty'],
  [{ name: 'x', workflows: {}, run: 1 }, 'scenario: run is 1; it must be a function: async run(world) { … }'],
  [{ name: 'x', workflows: {}, run() {}, check: true }, 'scenario: check is true; it must be a function: check(world'],
  [{ name: 'x', run() {} }, 'scenario: there is no code to run; give workflows (a module, or the path of one)'],
])('%j is none, and says why', (definition, message) => {
  expect(() => scenario(definition as never)).toThrow(InvalidInputError);
  expect(() => scenario(definition as never)).toThrow(message);
});
