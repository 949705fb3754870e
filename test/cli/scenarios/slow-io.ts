import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as workflow from '@temporalio/workflow';
import { scenario } from 'worldline';

const { ask } = workflow.proxyActivities({ startToCloseTimeout: '1 hour' });

export async function asks(): Promise<void> {
  await ask!();
}

/** Asks a server that never answers. */
async function askSilentServer() {
  const server = createServer(() => {}).unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

export default scenario({
  name: 'slow I/O',
  workflows: { asks },
  activities: { ask: askSilentServer },
  realTimeLimitMs: 20,
  run: ({ client }) => client.workflow.execute(asks, { workflowId: 'w', taskQueue: 'q' }),
});
