import { execFile } from 'node:child_process';
import { pbkdf2, webcrypto } from 'node:crypto';
import dns from 'node:dns/promises';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drain } from '../../src/clock/drain';
import { acquireGlobals } from '../../src/clock/globals';
import { IoWatch } from '../../src/clock/io-watch';
import { enterRealm } from '../../src/clock/realm';
import { runTimers, testWorld } from './run-timers';

/** Answers after it has been asked, never before `answer()` is called. */
let server: http.Server;
let url: string;
let answer: () => void = () => {};
beforeAll(async () => {
  server = http.createServer((_request, response) => {
    answer = () => response.end('answer');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

let watch: IoWatch;
let activity: object;
beforeEach(() => {
  watch = new IoWatch();
  activity = { name: 'activity' };
});
afterEach(() => watch.release(activity));

/** The loop of a world that waits for I/O: everything that was seen in flight until nothing was. */
async function seenInFlight(owner?: object): Promise<Set<string>> {
  const seen = new Set(watch.pending(owner));
  for (;;) {
    await drain();
    const pending = watch.pending(owner);
    if (pending.length === 0) return seen;
    for (const name of pending) seen.add(name);
    await watch.waitForChange();
  }
}

/** Waits until the server has a request, and so a client waits for its answer. */
async function untilAsked(): Promise<void> {
  await once(server, 'request');
  await drain();
}

const get = (agent: http.Agent): Promise<string> =>
  new Promise((resolve, reject) => {
    http
      .get(url, { agent }, async (response) => {
        let body = '';
        for await (const chunk of response) body += chunk;
        resolve(body);
      })
      .on('error', reject);
  });

describe('is in flight until it ends', () => {
  test.each([
    ['file operation', () => fs.promises.readFile(__filename)],
    ['file operation', () => promisify(fs.readFile)(__filename)],
    ['file operation', () => once(fs.createReadStream(__filename).resume(), 'close')],
    ['DNS lookup', () => dns.lookup('localhost')],
    ['compression', () => promisify(zlib.gzip)(Buffer.alloc(200_000))],
    ['compression', () => promisify(zlib.brotliCompress)(Buffer.alloc(20_000))],
    ['key derivation', () => promisify(pbkdf2)('password', 'salt', 5000, 32, 'sha256')],
    ['hash', () => webcrypto.subtle.digest('SHA-256', Buffer.alloc(1000))],
    ['child process', () => promisify(execFile)(process.execPath, ['--version'])],
    ['worker thread', () => once(new Worker('0', { eval: true }), 'exit')],
  ] as [string, () => Promise<unknown>][])('%s', async (name, fn) => {
    let done = false;
    const result = watch.run(activity, 'activity', fn).then(() => {
      done = true;
    });
    expect(await seenInFlight(activity)).toContain(name);
    expect(done).toBe(true);
    await result;
  });

  test('a compressor works chunk by chunk: it counts while it works, not while it waits for more', async () => {
    await watch.run(activity, 'activity', async () => {
      const gzip = zlib.createGzip();
      gzip.resume();
      const write = promisify((chunk: Buffer, done: (error?: Error | null) => void) => gzip.write(chunk, done));
      for (let i = 0; i < 2; i++) {
        const written = write(Buffer.alloc(100_000));
        expect(watch.pending(activity)).toEqual(['compression']);
        await written;
        expect(watch.pending(activity)).toEqual([]);
      }
      gzip.destroy();
    });
  });

  test.each([
    ['http', () => get(new http.Agent({ keepAlive: false }))],
    ['fetch', async () => (await fetch(url)).text()],
  ])('a request with %s, from the connection to the last byte', async (_name, request) => {
    const result = watch.run(activity, 'charge', request);
    await untilAsked();
    expect(watch.pending()).toEqual(['charge: TCP socket']);
    answer();
    await seenInFlight();
    expect(await result).toBe('answer');
  });
});

describe('does not hold the clock', () => {
  test('a promise that never resolves, or that an event of the world will resolve', async () => {
    let resolveFromOutside = (_value: string): void => {};
    const result = watch.run(activity, 'activity', async () => {
      void new Promise(() => {}).then(() => {});
      return new Promise<string>((resolve) => {
        resolveFromOutside = resolve;
      });
    });
    await drain();
    expect(watch.pending()).toEqual([]);
    resolveFromOutside('heard');
    expect(await result).toBe('heard');
  });

  test('timers, real and virtual, immediates, ticks and open files', async () => {
    const { realm } = testWorld();
    const release = acquireGlobals();
    const file = await watch.run(activity, 'activity', async () => {
      clearTimeout(setTimeout(() => {}, 5));
      setImmediate(() => {});
      process.nextTick(() => {});
      enterRealm(realm, () => setTimeout(() => {}, 1000));
      return fs.promises.open(__filename);
    });
    const timer = watch.run(activity, 'activity', () => setTimeout(() => {}, 10_000));
    await seenInFlight();
    expect(watch.pending()).toEqual([]);
    clearTimeout(timer);
    await file.close();
    release();
  });

  test('a server that listens, and what runs outside of every owner', async () => {
    const listening = watch.run(activity, 'activity', () => net.createServer().listen(0));
    await once(listening, 'listening');
    const outside = fs.promises.readFile(__filename);
    expect(await seenInFlight()).not.toContain('activity: file operation');
    await outside;
    listening.close();
  });

  test('an idle keep-alive connection; but when the next activity uses it, it is in flight again', async () => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const connections: unknown[] = [];
    server.on('connection', (socket) => connections.push(socket));
    const first = watch.run(activity, 'first', () => get(agent));
    await untilAsked();
    answer();
    await first;
    await seenInFlight();
    expect(watch.pending()).toEqual([]);
    watch.release(activity);

    const next = { name: 'next' };
    const second = watch.run(next, 'second', () => get(agent));
    await untilAsked();
    expect(connections).toHaveLength(1);
    expect(watch.pending(next)).toEqual(['TCP socket opened by first']);
    answer();
    await second;
    await seenInFlight();
    watch.release(next);
    agent.destroy();
  });
});

test('each owner has its own, also across await and in several watches', async () => {
  const other = { name: 'other' };
  const elsewhere = new IoWatch();
  const read = async () => {
    await drain();
    await fs.promises.readFile(__filename);
  };
  const reads = [watch.run(activity, 'a', read), watch.run(other, 'b', async () => drain())];
  const third = elsewhere.run(other, 'c', read);
  await drain();
  await drain();
  expect([watch.pending(activity), watch.pending(other), watch.pending()]).toEqual([
    ['file operation'],
    [],
    ['a: file operation'],
  ]);
  expect(elsewhere.pending()).toEqual(['c: file operation']);
  await Promise.all([...reads, third]);
  watch.release(other);
  elsewhere.release(other);
});

test('what a released owner left in flight, or starts later, holds the clock no longer', async () => {
  let goOn = () => {};
  const result = watch.run(activity, 'activity', async () => {
    const first = fs.promises.readFile(__filename);
    await new Promise<void>((resolve) => {
      goOn = resolve;
    });
    return Promise.all([first, fs.promises.readFile(__filename)]);
  });
  expect(watch.pending(activity)).toEqual(['file operation']);
  watch.release(activity);
  goOn();
  await drain();
  expect([watch.pending(activity), watch.pending()]).toEqual([[], []]);
  await result;
});

test('waitForChange returns when an owner is released, and after a moment when nothing changes', async () => {
  watch.run(activity, 'activity', () => {});
  const change = watch.waitForChange();
  watch.release(activity);
  await change;
  await watch.waitForChange();
});

test('a connection of fetch that an ended activity, or an ended world, opened serves the next one', async () => {
  const release = acquireGlobals();
  const fetchIn = async (world: ReturnType<typeof testWorld>, name: string): Promise<string> => {
    const child = world.realm.child({ owner: name });
    const result = watch.run(child, name, () => enterRealm(child, async () => (await fetch(url)).text()));
    await untilAsked();
    answer();
    while (watch.pending().length > 0) {
      await watch.waitForChange();
      await runTimers(world.clock, world.clock.now());
    }
    child.close();
    watch.release(child);
    return result;
  };
  const first = testWorld();
  expect(await fetchIn(first, 'first')).toBe('answer');
  expect(await fetchIn(first, 'second')).toBe('answer');
  first.realm.close();
  expect(await fetchIn(testWorld(), 'third')).toBe('answer');
  release();
});
