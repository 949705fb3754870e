/** How much the runs of workflow code share. */
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, ReplayMismatchError, World } from '../../src';
import * as counting from './counting-workflows';
import { taskQueue } from './modes';

const workflows = require.resolve('./counting-workflows.ts');

async function countTwice(options: object) {
  await using world = await World.create({ workflows, ...options });
  const count = (workflowId: string) => world.client.workflow.execute('count', { workflowId, taskQueue });
  return [await count('a'), await count('b')];
}

describe('module state of workflow code', () => {
  it.each([
    ['a path, by default', {}],
    ['a URL, by default', { workflows: pathToFileURL(workflows) }],
    ['run', { isolation: 'run' }],
    ['vm', { isolation: 'vm' }],
  ])('belongs to a run: %s', async (_, options) => {
    expect(await countTwice(options)).toEqual([1, 1]);
  });

  it('is shared where modules are, which a replay notices where it matters', async () => {
    expect(await countTwice({ isolation: 'realm', replay: 'off' })).toEqual([1, 2]);
    await using world = await World.create({ workflows: counting });
    const result = world.client.workflow.execute('sleepsOnce', { workflowId: 'w', taskQueue });
    await expect(result).rejects.toThrow(ReplayMismatchError);
  });

  it('cannot be kept apart in a module that is loaded already', async () => {
    const making = World.create({ workflows: counting, isolation: 'run' });
    await expect(making).rejects.toThrow(InvalidInputError);
    await expect(making).rejects.toThrow(/isolation 'run' needs the path of the workflow code/);
  });
});
