/** What `test` of `worldline/vitest` is made of: a world for each test, and tests that are explorations. */
import { type Explored, explore } from '../explore/explore';
import type { ExploreOptions } from '../explore/options';
import { clusterCode } from '../sim/cluster/cluster-options';
import type { WorldOptions } from '../sim/options';
import { World } from '../sim/world';
import { targetAddress } from '../testing/target';

/** The fixtures of a test: `test('…', async ({ world }) => …)`. */
export interface WorldFixtures {
  /** Options of the world; `test.override({ worldOptions: { workflows, activities } })` sets them for the tests of a suite. */
  worldOptions: WorldOptions;
  /**
   * A world of the test's own, which ends with it: what nobody was told of fails the test. With WORLDLINE_TARGET=host:port it stands on that
   * server: the real worker, real time, a namespace of its own; see `World.connect`.
   */
  world: World;
}

export const fixtures = {
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures a fixture needs
  worldOptions: async ({}: object, use: (options: WorldOptions) => Promise<void>): Promise<void> => use({}),
  world: async (
    { worldOptions }: Pick<WorldFixtures, 'worldOptions'>,
    use: (world: World) => Promise<void>,
  ): Promise<void> => {
    const world = await worldOf(worldOptions);
    await use(world);
    await world.dispose();
  },
};

async function worldOf(options: WorldOptions): Promise<World> {
  const address = targetAddress();
  if (!address) return World.create(options);
  const code = clusterCode(options, `the fixture world, with WORLDLINE_TARGET=${address}`);
  // Where no namespaces may be made, one is given.
  const namespace = process.env.WORLDLINE_TARGET_NAMESPACE;
  const where = namespace ? { namespace, openWorkflows: 'terminate' as const } : { ownNamespace: true };
  const world = await World.connect({ ...code, ...where, address });
  // What a connected world does not have says so when it is asked for.
  return world as unknown as World;
}

/** The body of a test that explores: it fails with the whole report. */
export function exploration<Input>(options: ExploreOptions<Input>, fn: Explored<Input>): () => Promise<void> {
  return async () => (await explore(options, fn)).assertOk();
}
