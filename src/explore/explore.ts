/** Looks for the failure that the author of a workflow did not think of. */
import { World } from '../sim/world';
import { Explorer } from './explorer';
import { Inputs } from './inputs';
import { checkExploreOptions, type ExploreOptions, worldOptionsOf } from './options';
import type { ExploreReport } from './report';
import type { Subject } from './run';
import { readToken } from './token';

/** Drives a world, and throws where a property is violated. */
export type Explored<Input> = (world: World, input: Input) => unknown;

/**
 * Runs `fn` again and again, each time in a fresh world in which other things go wrong at other points, and steps go in another order.
 * The first failure is made as small as it gets, and reported with a token that reproduces it. A deadlock, a livelock, a replay
 * mismatch, an exceeded limit, an unfinished handler and a broken property of the world are failures by themselves.
 *
 * It never rejects for what it finds: that is in the report, which `report.assertOk()` throws.
 * With WORLDLINE_TOKEN in the environment it makes the one run of that token, where the token is one of its own.
 * @throws InvalidInputError for options that cannot be used, with what would be right.
 */
export async function explore<Input = undefined>(
  options: ExploreOptions<Input>,
  fn: Explored<Input>,
): Promise<ExploreReport> {
  const explorer = await explorerOf(options, fn);
  const token = process.env.WORLDLINE_TOKEN;
  if (token) {
    const content = readToken(token);
    if (content.name === undefined || content.name === explorer.name) return explorer.reproduce(content);
  }
  return explorer.run();
}

/**
 * Makes the one run that a token stands for. Where the code has changed so much that the token does not fit any more, it replays as far
 * as it can; `report.failure.stale`, or else `report.text`, says where that ended.
 * @throws InvalidInputError for what is no token.
 */
explore.reproduce = async <Input = undefined>(
  token: string,
  options: ExploreOptions<Input>,
  fn: Explored<Input>,
): Promise<ExploreReport> => {
  const content = readToken(token);
  return (await explorerOf(options, fn)).reproduce(content);
};

/** @throws InvalidInputError for options that cannot be used. */
export async function explorerOf<Input>(options: ExploreOptions<Input>, fn: Explored<Input>): Promise<Explorer> {
  const all = options as ExploreOptions;
  checkExploreOptions(all);
  return new Explorer(all, subjectOf(all, fn as Explored<unknown>), await Inputs.of(all.input, all.seed ?? 0));
}

/** One run: a world with fresh activities, driven by the user's function, and disposed of. */
function subjectOf(options: ExploreOptions, fn: Explored<unknown>): Subject {
  const worldOptions = worldOptionsOf(options);
  const { activities } = options;
  return async (input) => {
    const fresh = typeof activities === 'function' ? (activities as () => object)() : activities;
    const world = await World.create({ ...worldOptions, activities: fresh });
    try {
      await fn(world, input);
    } catch (error) {
      // What fn threw is the better news.
      await world.dispose().catch(() => {});
      throw error;
    }
    await world.dispose();
  };
}
