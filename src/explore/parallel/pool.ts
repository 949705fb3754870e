/** Worker threads that share the runs of an exploration. A thread that does not come to an end is stopped. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { InvalidInputError } from '../../base/errors';
import { real } from '../../clock/real';
import { Coverage } from '../coverage';
import { Points } from '../points';
import type { RunRequest, RunSummary, WorkerMessage, WorkerStart } from './protocol';

export interface PoolOptions extends WorkerStart {
  readonly workers: number;
  /** Real milliseconds that one run may take. */
  readonly runLimitMs: number;
}

/** The program of a thread, compiled; or its source, with what runs that. */
const PROGRAM = join(__dirname, '..', '..', 'cli', 'explore-worker');

export class Pool {
  private readonly threads: Thread[];

  private constructor(private readonly options: PoolOptions) {
    this.threads = Array.from({ length: options.workers }, () => new Thread(options));
  }

  /** @throws InvalidInputError where the file cannot be loaded in a thread. */
  static async start(options: PoolOptions): Promise<Pool> {
    const pool = new Pool(options);
    try {
      await Promise.all(pool.threads.map((thread) => thread.ready));
      return pool;
    } catch (error) {
      await pool.stop();
      throw error;
    }
  }

  /** Makes the runs of a batch; gives their summaries in order, up to the first that failed. */
  async run(requests: readonly RunRequest[]): Promise<RunSummary[]> {
    const summaries: (RunSummary | undefined)[] = requests.map(() => undefined);
    let next = 0;
    // What comes after the first failure is not asked for; what comes before it is.
    let end = requests.length;
    const work = async (index: number): Promise<void> => {
      while (next < end) {
        const at = next++;
        const summary = await this.threads[index]!.run(requests[at]!);
        summaries[at] = summary;
        if (summary.error) end = Math.min(end, at + 1);
        if (summary.isRunaway) {
          this.threads[index] = new Thread(this.options);
          await this.threads[index]!.ready;
        }
      }
    };
    await Promise.all(this.threads.map((_, index) => work(index)));
    return summaries.slice(0, end).filter((summary) => summary !== undefined);
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.stop()));
  }
}

class Thread {
  readonly ready: Promise<void>;
  private readonly worker: Worker;
  private waiting: { id: number; done: (summary: RunSummary) => void; failed: (error: Error) => void } | undefined;

  constructor(private readonly options: PoolOptions) {
    const { file, seed, maxSteps, histories } = options;
    this.worker = startWorker({ file, seed, maxSteps, histories });
    this.ready = new Promise((resolve, reject) => {
      this.worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'ready') resolve();
        else if (message.kind === 'cannot start') reject(new InvalidInputError(message.message));
        else if (message.id === this.waiting?.id) this.waiting.done(message.summary);
      });
      const fail = (error: Error) => {
        reject(error);
        this.waiting?.failed(error);
      };
      this.worker.on('error', fail);
      this.worker.on('exit', (code) =>
        fail(new Error(`a worker thread of the exploration has ended (exit code ${code})`)),
      );
    });
    // Whoever waits for it is told; nobody may.
    this.ready.catch(() => {});
  }

  run(request: RunRequest): Promise<RunSummary> {
    const { runLimitMs } = this.options;
    return new Promise<RunSummary>((resolve, reject) => {
      const timer = real.setTimeout(() => {
        this.waiting = undefined;
        void this.stop().then(() => resolve(runaway(runLimitMs)));
      }, runLimitMs);
      const over = () => {
        real.clearTimeout(timer);
        this.waiting = undefined;
      };
      this.waiting = {
        id: request.id,
        done: (summary) => {
          over();
          // Classes do not travel.
          const points = Object.assign(new Points(), summary.points);
          resolve({ ...summary, points, worldPoints: [points] });
        },
        failed: (error) => {
          over();
          reject(error);
        },
      };
      this.worker.postMessage(request);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

function runaway(limitMs: number): RunSummary {
  const message = `the run did not end within ${limitMs} ms of real time; is there a loop without end?`;
  return {
    error: { name: 'RunawayError', message },
    points: new Points(),
    worldPoints: [],
    outcomes: [],
    chosenSteps: 0,
    trace: undefined,
    coverage: new Coverage([]).toJSON(),
    sometimes: [],
    isRunaway: true,
  };
}

function startWorker(workerData: WorkerStart): Worker {
  if (existsSync(`${PROGRAM}.js`)) return new Worker(`${PROGRAM}.js`, { workerData });
  // From source: tests of worldline itself.
  const program = `require(${JSON.stringify(require.resolve('tsx/cjs'))});require(${JSON.stringify(`${PROGRAM}.ts`)});`;
  return new Worker(program, { eval: true, workerData });
}
