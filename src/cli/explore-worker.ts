/** The program of a worker thread: makes runs of an exploration, as it is told to. */
import { parentPort, workerData } from 'node:worker_threads';
import { explorerOf } from '../explore/explore';
import type { Explorer } from '../explore/explorer';
import type { RunRequest, WorkerMessage, WorkerStart } from '../explore/parallel/protocol';
import { errorText } from './error-text';
import { loadExploration } from './load/load-scenario';

async function main(port: NonNullable<typeof parentPort>, { file, ...rest }: WorkerStart): Promise<void> {
  const say = (message: WorkerMessage) => port.postMessage(message);
  let explorer: Explorer;
  try {
    const { options, fn } = await loadExploration(file, process.cwd());
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    explorer = await explorerOf({ ...options, ...given, corpus: false }, fn);
  } catch (error) {
    say({ kind: 'cannot start', message: errorText(error) });
    return;
  }
  port.on('message', async ({ id, spec, inputRun }: RunRequest) => {
    say({ kind: 'done', id, summary: await explorer.summaryOf(spec, inputRun) });
  });
  say({ kind: 'ready' });
}

void main(parentPort!, workerData as WorkerStart);
