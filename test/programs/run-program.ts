import { World, type WorldOptions, type WorldWorkerOptions } from '../../src';
import { differences, Names } from '../conformance/kit/kit';
import { withinRealTime } from '../support/within-real-time';
import type { RecordedProgram } from './corpus';
import * as activities from './corpus/activities';
import { drive } from './corpus/driver';
import { forget } from './corpus/gates';
import { type CompactGolden, compact } from './corpus/golden';
import * as workflows from './corpus/interpreter';

/** Real time; a program that waits for ever is a failure, not a hang. */
const PROGRAM_LIMIT_MS = 60_000;

/** How a program is run, beside what its entry says. */
export interface RunOptions {
  /** Looks at the world when the program has ended. */
  readonly inspect?: (world: World) => void;
  readonly world?: WorldOptions;
  readonly worker?: Partial<WorldWorkerOptions>;
}

/** Runs one program in a fresh world; gives its outcome and histories in the form of the recordings. */
export async function outcomeOf(entry: RecordedProgram['entry'], options: RunOptions = {}): Promise<CompactGolden> {
  const taskQueue = `tq-${entry.name}`;
  const rootId = `${entry.name}.sim`;
  const names = new Names();
  names.add(taskQueue, '<task-queue>');
  names.add(rootId, '<wf:main>');
  // Without workflows and activities the world has no worker until the driver starts one.
  const world = await World.create({ seed: 1, onTaskFailure: 'retry', serverVersion: '1.29', ...options.world });
  try {
    const env = {
      client: world.client,
      taskQueue,
      rootId,
      sleep: (ms: number) => world.sleep(ms),
      startWorker: (given: object) =>
        world.createWorker({ taskQueue, activities, workflows, ...given, ...options.worker }),
    };
    const raw = await withinRealTime(PROGRAM_LIMIT_MS, `program ${entry.name}`, drive(env, entry));
    options.inspect?.(world);
    return JSON.parse(JSON.stringify(compact(entry.name, raw, names, entry.timing)));
  } finally {
    await withinRealTime(PROGRAM_LIMIT_MS, `dispose of the world of program ${entry.name}`, world.dispose());
    // Gates are module state of the activities; another run of this program would find them open.
    forget(rootId);
  }
}

/** Runs one program; gives the differences to what a real server 1.29 recorded (none: they agree). */
export async function runProgram({ entry, golden }: RecordedProgram): Promise<string[]> {
  return differences(golden, await outcomeOf(entry));
}
