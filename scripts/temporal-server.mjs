/**
 * temporal-server.mjs start FILE: starts a development server for tests on a free port, and prints its address when it answers; its process id
 * goes to FILE. Prints nothing where there is none to start; why stands on stderr, in one line.
 *
 * The binary is the one that TEMPORAL_CLI names, or `temporal` on the PATH. Without either, and with BUILD_TEMPORAL=1, it is built with Go:
 * that takes about a minute, and is given up after BUILD_LIMIT_MS.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';

/** With server 1.29.1, the one that the recordings in test/conformance come from. */
const MODULE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';
const BUILD_LIMIT_MS = 240_000;
const START_LIMIT_MS = 30_000;
/** What was built stays there until the next `npm ci`. */
const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const FOLDER = path.join(ROOT, 'node_modules', '.cache', `temporal-${MODULE.split('@')[1]}`);

const say = (text) => console.error(`temporal server: ${text}`);
const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** The path of the binary; undefined: there is none, and why has been said. */
function findBinary() {
  const { TEMPORAL_CLI } = process.env;
  if (TEMPORAL_CLI) {
    if (runs(TEMPORAL_CLI, ['--version'])) return TEMPORAL_CLI;
    say(`TEMPORAL_CLI is ${TEMPORAL_CLI}, which does not run; tests that want a real server are skipped`);
    return undefined;
  }
  if (runs('temporal', ['--version'])) return 'temporal';
  const built = path.join(FOLDER, 'temporal');
  if (existsSync(built) && runs(built, ['--version'])) return built;
  return build(built);
}

function build(built) {
  if (!process.env.BUILD_TEMPORAL) {
    say('there is no `temporal` (BUILD_TEMPORAL=1 builds one, with Go); tests that want a real server are skipped');
    return undefined;
  }
  if (!runs('go', ['version'])) {
    say('BUILD_TEMPORAL is set, and there is no `go`; tests that want a real server are skipped');
    return undefined;
  }
  const began = Date.now();
  const env = { ...process.env, GOBIN: FOLDER };
  const { status, error } = spawnSync('go', ['install', MODULE], { env, stdio: 'ignore', timeout: BUILD_LIMIT_MS });
  const seconds = Math.round((Date.now() - began) / 1000);
  if (status === 0) {
    say(`built ${MODULE} in ${seconds} s`);
    return built;
  }
  const why = error?.code === 'ETIMEDOUT' ? 'took too long' : 'failed';
  say(`\`go install ${MODULE}\` ${why} (${seconds} s); tests that want a real server are skipped`);
  return undefined;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(address) {
  const end = Date.now() + START_LIMIT_MS;
  while (Date.now() < end) {
    try {
      const connection = await Connection.connect({ address, connectTimeout: 1000 });
      await connection.workflowService.describeNamespace({ namespace: 'default' });
      await connection.close();
      return true;
    } catch {
      // Not yet: the limit is above.
      await sleep(250);
    }
  }
  return false;
}

async function start(pidFile) {
  const binary = findBinary();
  if (!binary) return;
  const port = await freePort();
  const args = ['server', 'start-dev', '--headless', '--log-level', 'never', '--port', String(port)];
  const server = spawn(binary, args, { stdio: 'ignore', detached: true });
  server.on('error', (error) => say(`${binary} does not start: ${error.message}`));
  writeFileSync(pidFile, String(server.pid ?? ''));
  const address = `127.0.0.1:${port}`;
  if (await answers(address)) {
    say(`${binary} runs at ${address}`);
    console.log(address);
  } else {
    say(`${binary} does not answer at ${address} after ${START_LIMIT_MS / 1000} s; tests that want it are skipped`);
    if (server.pid) process.kill(server.pid);
  }
  server.unref();
}

const [, , command, file] = process.argv;
if (command !== 'start' || !file) throw new Error('usage: temporal-server.mjs start FILE');
await start(file);
