/** What `test` of `worldline/vitest` is made of: a world for each test, and tests that are explorations. */
import { type Explored, explore } from '../explore/explore';
import type { ExploreOptions } from '../explore/options';
import type { WorldOptions } from '../sim/options';
import { World } from '../sim/world';

/** The fixtures of a test: `test('…', async ({ world }) => …)`. */
export interface WorldFixtures {
  /** Options of the world; `test.override({ worldOptions: { workflows, activities } })` sets them for the tests of a suite. */
  worldOptions: WorldOptions;
  /** A world of the test's own, which ends with it: what nobody was told of fails the test. */
  world: World;
}

export const fixtures = {
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures a fixture needs
  worldOptions: async ({}: object, use: (options: WorldOptions) => Promise<void>): Promise<void> => use({}),
  world: async (
    { worldOptions }: Pick<WorldFixtures, 'worldOptions'>,
    use: (world: World) => Promise<void>,
  ): Promise<void> => {
    const world = await World.create(worldOptions);
    await use(world);
    await world.dispose();
  },
};

/** The body of a test that explores: it fails with the whole report. */
export function exploration<Input>(options: ExploreOptions<Input>, fn: Explored<Input>): () => Promise<void> {
  return async () => (await explore(options, fn)).assertOk();
}
