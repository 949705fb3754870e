/** A scenario: workflows, activities and a client that drives them, in one file that the command line runs. */
import type { Client } from '@temporalio/client';
import { InvalidInputError } from '../base/errors';
import { show, type WorkflowsOption, type WorldOptions } from './options';

/** What a scenario may use of the world it runs in: all of it exists on a real cluster, too. */
export interface ScenarioWorld {
  /** A Client of the SDK. */
  readonly client: Client;
  /** Milliseconds since the epoch: virtual in a `World`. */
  now(): number;
  /** Waits for milliseconds, or for a text such as '30 days': in virtual time in a `World`. */
  sleep(duration: number | string): Promise<void>;
}

/** As much of a world as a scenario may use. */
export function scenarioWorldOf(world: ScenarioWorld): ScenarioWorld {
  return { client: world.client, now: () => world.now(), sleep: (duration) => world.sleep(duration) };
}

/** All other options of `World.create` may be given as well; the seed here is the default of the command line's `--seed`. */
export interface Scenario<R = any> extends Omit<WorldOptions, 'workflows' | 'activities'> {
  readonly name: string;
  /** One sentence: what it shows. */
  readonly about?: string;
  /** A module (`import * as workflows`), or the path or URL of one; a relative path begins at the scenario's file. */
  readonly workflows?: WorkflowsOption;
  /** An object of functions, or a function that makes one: each run of the scenario then has activities with fresh state. */
  readonly activities?: object | (() => object);
  /** Drives the workflows and gives a result. What it throws is the failure of the scenario. */
  run(world: ScenarioWorld): R | Promise<R>;
  /** Throws where the result, or anything that the client can still see, is not what it should be. */
  check?(world: ScenarioWorld, result: Awaited<R>): void | Promise<void>;
}

/**
 * Names the parts of a scenario, for the default export of its file: `export default scenario({ name, workflows, run, … })`.
 * @throws InvalidInputError for a part that is missing or of a wrong kind.
 */
export function scenario<R>(definition: Scenario<R>): Scenario<R> {
  checkScenario(definition, 'scenario');
  return definition;
}

/** @param where Begins the text of the error. */
export function checkScenario(value: unknown, where: string): asserts value is Scenario {
  if (typeof value !== 'object' || value === null) {
    throw new InvalidInputError(`${where} is ${show(value)}; it must be an object { name, workflows, run, … }`);
  }
  const { name, run, check, workflows, taskQueues, activities } = value as Partial<Scenario>;
  if (typeof name !== 'string' || name === '') {
    throw new InvalidInputError(`${where}: name is ${show(name)}; it must be a text that is not empty`);
  }
  if (typeof run !== 'function') {
    throw new InvalidInputError(`${where}: run is ${show(run)}; it must be a function: async run(world) { … }`);
  }
  if (check !== undefined && typeof check !== 'function') {
    throw new InvalidInputError(`${where}: check is ${show(check)}; it must be a function: check(world, result) { … }`);
  }
  if (workflows === undefined && activities === undefined && taskQueues === undefined) {
    throw new InvalidInputError(
      `${where}: there is no code to run; give workflows (a module, or the path of one) and activities, or taskQueues`,
    );
  }
}
