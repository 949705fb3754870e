/** Activities may do real I/O: virtual time then stands still until it has ended. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as workflow from '@temporalio/workflow';
import { expect, it } from 'vitest';
import { RealTimeLimitError, simulate } from '../../src';

/** The timeout would fire first if time moved while the activity waits for real I/O. */
async function races() {
  const { work } = workflow.proxyActivities<any>({ startToCloseTimeout: '1 ms', retry: { maximumAttempts: 1 } });
  return work();
}

it('files', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'worldline-io-'));
  const work = async () => {
    const file = path.join(folder, 'a.txt');
    await writeFile(file, 'written');
    return readFile(file, 'utf8');
  };
  const { result, durationMs } = await simulate(races, { activities: { work } });
  expect({ result, durationMs }).toEqual({ result: 'written', durationMs: 0 });
  await rm(folder, { recursive: true });
});

it('a server that takes its time', async () => {
  const server = createServer((_, response) => setTimeout(() => response.end('answer'), 20));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const work = async () => (await fetch(`http://127.0.0.1:${port}`)).text();
    const { result, durationMs } = await simulate(races, { activities: { work } });
    expect({ result, durationMs }).toEqual({ result: 'answer', durationMs: 0 });
  } finally {
    server.close();
  }
});

it('a server that never answers: the limit names the activity and its connection', async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const work = async () => (await fetch(`http://127.0.0.1:${port}`)).text();
    const { error } = await simulate(races, { activities: { work }, realTimeLimitMs: 30 });
    expect(error).toBeInstanceOf(RealTimeLimitError);
    expect((error as Error).message).toMatch(/more than 30 ms\. In flight: .*work.*raise the option realTimeLimitMs/s);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it('timers of an activity are virtual', async () => {
  const work = async () => {
    await new Promise((resolve) => setTimeout(resolve, 86_400_000));
    return new Date().toISOString();
  };
  async function waits() {
    return workflow.proxyActivities<any>({ startToCloseTimeout: '2 days' }).work();
  }
  const { result } = await simulate(waits, { activities: { work } });
  expect(result).toBe('2030-01-02T00:00:00.000Z');
});
