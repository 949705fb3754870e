import { World } from '../../src';
import { differences, Names } from '../conformance/kit/kit';
import { withinRealTime } from '../support/within-real-time';
import type { RecordedProgram } from './corpus';
import * as activities from './corpus/activities';
import { drive } from './corpus/driver';
import { forget } from './corpus/gates';
import { compact } from './corpus/golden';
import * as workflows from './corpus/interpreter';

/** Real time; a program that waits for ever is a failure, not a hang. */
const PROGRAM_LIMIT_MS = 60_000;

/** Runs one program in a fresh world; gives the differences to what a real server 1.29 recorded (none: they agree). */
export async function runProgram({ entry, golden }: RecordedProgram): Promise<string[]> {
  const taskQueue = `tq-${entry.name}`;
  const rootId = `${entry.name}.sim`;
  const names = new Names();
  names.add(taskQueue, '<task-queue>');
  names.add(rootId, '<wf:main>');
  // Without workflows and activities the world has no worker until the driver starts one.
  const world = await World.create({ seed: 1, onTaskFailure: 'retry', serverVersion: '1.29' });
  try {
    const env = {
      client: world.client,
      taskQueue,
      rootId,
      sleep: (ms: number) => world.sleep(ms),
      startWorker: (options: object) => world.createWorker({ taskQueue, activities, workflows, ...options }),
    };
    const raw = await withinRealTime(PROGRAM_LIMIT_MS, `program ${entry.name}`, drive(env, entry));
    const actual = compact(entry.name, raw, names, entry.timing);
    return differences(golden, JSON.parse(JSON.stringify(actual)));
  } finally {
    await withinRealTime(PROGRAM_LIMIT_MS, `dispose of the world of program ${entry.name}`, world.dispose());
    // Gates are module state of the activities; another run of this program would find them open.
    forget(rootId);
  }
}
