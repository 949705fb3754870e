/** Plugins of workers, as packages bring them that make a library fit for workflow code. */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestWorkflowEnvironment } from '../../../src/testing';
import { type BundleOptions, type BundlerPlugin, DefaultLogger, Runtime, Worker } from '../../../src/worker-compat';

beforeAll(() => void Runtime.install({ logger: new DefaultLogger('ERROR') }));
afterAll(() => Runtime.instance().shutdown());

const taskQueue = 'plugins';

/** The workflow sandbox has no `structuredClone`: this brings one. */
const polyfills: BundlerPlugin = {
  name: 'polyfills',
  configureBundler: (options: BundleOptions) => ({
    ...options,
    workflowsPath: path.join(__dirname, 'workflows.ts'),
    webpackConfigHook: (config: { entry: string[] }) => ({
      ...config,
      entry: [path.join(__dirname, 'polyfill.ts'), ...config.entry],
    }),
  }),
};

it('change the bundle of a worker that makes one, with modules that run before all others', async () => {
  const env = await TestWorkflowEnvironment.createTimeSkipping();
  const { nativeConnection: connection, client } = env;
  const worker = await Worker.create({ connection, taskQueue, workflowsPath: 'replaced', plugins: [polyfills] });
  const workflowId = randomUUID();
  const execute = () => client.workflow.execute('clone', { taskQueue, workflowId });
  expect(await worker.runUntil(execute)).toEqual({ name: 'Ada', cloned: true });
  const history = await client.workflow.getHandle(workflowId).fetchHistory();
  await Worker.runReplayHistory({ workflowsPath: 'replaced', plugins: [polyfills] }, history);
  await env.teardown();
});
