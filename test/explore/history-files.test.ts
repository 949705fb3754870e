/** What was explored becomes a corpus for the SDK's own replayer. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { explore } from '../../src';

const workflowsPath = path.join(__dirname, 'corpus', 'workflows.ts');

it('histories of explored runs replay in the real worker', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'worldline-histories-'));
  try {
    const options = {
      workflows: workflowsPath,
      activities: { charge: async () => 7 },
      runs: 40,
      histories: folder,
      corpus: false,
    } as const;
    const report = await explore(options, async (world) => {
      const handle = await world.client.workflow.start('order', { workflowId: 'o', taskQueue: 'q' });
      await world.sleep('30 minutes');
      // It may come too late.
      await handle.signal('pay').catch(() => {});
      await handle.result().catch(() => {});
    });
    report.assertOk();
    const files = readdirSync(folder);
    // Many runs take the same way, and each way is written once.
    expect(files.length).toBeGreaterThan(5);
    expect(files.length).toBeLessThan(40);
    Runtime.install({ logger: new DefaultLogger('ERROR', () => undefined), shutdownSignals: [] });
    const histories = files.map((file) => ({
      workflowId: 'o',
      history: JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
    }));
    for await (const { error } of Worker.runReplayHistories({ workflowsPath }, histories))
      expect(error).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
