/**
 * A world: one seeded, single-process universe with an in-memory Temporal server, workers, a virtual clock and a client. This
 * file wires the parts together; each part stands in a file of its own.
 */
import type { Client } from '@temporalio/client';
import { parseDuration } from '../base/duration';
import { DisposedError, InvalidInputError, type WorldlineError } from '../base/errors';
import { IdSource } from '../base/ids';
import { drain } from '../clock/drain';
import { acquireGlobals } from '../clock/globals';
import { IoWatch } from '../clock/io-watch';
import { enterRealm } from '../clock/realm';
import { VirtualClock } from '../clock/virtual-clock';
import { createWorldRealm, type WorldRealm } from '../clock/world-realm';
import { History } from '../history/history';
import type { ExecutionKey } from '../history/worker-protocol';
import type { Execution } from '../server/execution/execution';
import { Server } from '../server/server';
import { Attempts } from './attempts';
import { inOrder } from './chooser';
import { createClient } from './client';
import { WorldConnection } from './connection';
import { deadlockError } from './deadlock';
import { RealTimeLimitError } from './errors';
import { Failures } from './failures';
import { copyPast, type ForkOptions, Journal } from './fork';
import { Loop } from './loop';
import {
  type CodeOptions,
  checkCode,
  checkWorldOptions,
  startTimeOf,
  type WorldOptions,
  type WorldWorkerOptions,
} from './options';
import { createRandom } from './random';
import { ReplayChecks } from './replay-checks';
import { type LoggedStep, StepLog } from './step-log';
import { Waits } from './waits';
import { Workers } from './workers';
import type { WorldWorker } from './world-worker';

export class World implements AsyncDisposable {
  readonly connection: WorldConnection;
  /** How attempts of activities went; histories show only the last one of each activity. */
  readonly attempts: Attempts;
  private readonly clock: VirtualClock;
  private readonly server: Server;
  private readonly loop: Loop;
  private readonly waits = new Waits();
  private readonly steps = new StepLog();
  private readonly failures: Failures;
  private readonly checks: ReplayChecks;
  private readonly journal: Journal;
  private readonly io = new IoWatch();
  private readonly realm: WorldRealm;
  private readonly codeRealm: WorldRealm;
  private readonly clientIds: IdSource;
  private readonly workers: Workers;
  private readonly releaseGlobals: () => void;
  private loadedClient: Client | undefined;
  private disposing: Promise<void> | undefined;

  /**
   * Makes a world.
   * @throws InvalidInputError for options that cannot be used, with what would be right.
   */
  static async create(options: WorldOptions = {}): Promise<World> {
    checkWorldOptions(options);
    const world = new World(options);
    try {
      await world.workers.serve();
      return world;
    } catch (error) {
      await world.dispose();
      throw error;
    }
  }

  private constructor(private readonly options: WorldOptions) {
    const seed = options.seed ?? 0;
    this.clock = new VirtualClock(startTimeOf(options.startTime));
    this.journal = new Journal(this.steps, this.clock);
    this.attempts = new Attempts();
    this.failures = new Failures(options.onTaskFailure ?? 'fail', this.waits);
    this.checks = new ReplayChecks(
      options.replay ?? 'on-close',
      (execution) => this.workers.of(execution),
      this.failures,
    );
    this.loop = new Loop({
      clock: this.clock,
      chooser: inOrder,
      log: this.steps,
      waits: this.waits,
      maxSteps: options.maxSteps ?? 10_000_000,
      deadlockGraceMs: options.deadlockGraceMs ?? 20,
      realTimeLimitMs: options.realTimeLimitMs ?? 10_000,
      pendingIo: () => this.io.pending(),
      waitForIo: () => this.io.waitForChange(),
      codeWaits: () => this.codeRealm.pendingTimers() > 0,
      onDeadlock: (onlySchedules) => this.onDeadlock(onlySchedules),
      onIoTimeout: (pending) => this.waits.fail(new RealTimeLimitError(options.realTimeLimitMs ?? 10_000, pending)),
    });
    this.server = new Server({
      clock: this.clock,
      seed,
      version: options.serverVersion ?? '1.31',
      post: (step) => this.loop.post(step),
      random: createRandom(`${seed}/server`),
      observer: {
        attemptEnded: (attempt) => {
          this.attempts.ended(attempt);
          if (attempt.nextAttemptTime !== undefined) this.journal.retried(this.executionOf(attempt.execution), attempt);
        },
        attemptStarted: (task) => this.attempts.started(task),
        heartbeat: (...of) => this.attempts.heartbeat(...of),
        started: (execution) => this.journal.follow(execution),
        grown: (execution) => this.journal.note(execution),
        closed: (execution) => this.checks.closed(execution, this.loop),
        removed: (execution) => this.journal.removed(execution),
        workflowTaskFailed: (execution, cause, error) => this.failures.taskFailed(execution, cause, error),
      },
      namespaces: ['default', ...(options.namespace && options.namespace !== 'default' ? [options.namespace] : [])],
      searchAttributes: options.searchAttributes,
      retentionMs: parseDuration(options.retention ?? '1 day', 'World.create: retention'),
    });
    this.clientIds = new IdSource(seed, 'client');
    const codeIds = new IdSource(seed, 'code');
    this.realm = createWorldRealm({
      clock: this.clock,
      random: createRandom(`${seed}/activities`),
      nextUuid: () => codeIds.uuid(),
      onTimerFired: () => {
        this.loop.codeRan = true;
      },
    });
    this.codeRealm = this.realm.child({ owner: 'world.run' });
    this.workers = new Workers(options, {
      server: this.server,
      loop: this.loop,
      clock: this.clock,
      realm: this.realm,
      io: this.io,
      failures: this.failures,
      random: createRandom(`${seed}/code`),
      client: () => this.client,
    });
    this.connection = new WorldConnection({
      server: this.server,
      clock: this.clock,
      loop: this.loop,
      waits: this.waits,
      isDisposed: () => this.disposing !== undefined,
      failureOf: (waiter) => waiter.execution && this.failures.of(waiter.execution),
      beforeAnswer: (waiter) => waiter.execution && this.checks.pending(waiter.execution),
    });
    this.releaseGlobals = acquireGlobals();
  }

  /** A real Client of the SDK, on the world's in-memory connection. */
  get client(): Client {
    this.loadedClient ??= createClient(
      this.connection,
      {
        namespace: this.options.namespace ?? 'default',
        dataConverter: this.options.dataConverter,
        interceptors: this.options.interceptors?.client,
      },
      this.clientIds,
    );
    return this.loadedClient;
  }

  /** Virtual milliseconds since the epoch. Reading never moves time. */
  now(): number {
    return Math.floor(this.clock.now());
  }

  /** Waits for a virtual duration: milliseconds, or a text such as '30 days'. All that is due until then, and then, happens before. */
  sleep(duration: number | string): Promise<void> {
    this.assertLive('world.sleep');
    const ms = parseDuration(duration, 'world.sleep');
    const until = this.clock.now() + ms;
    return new Promise((resolve, reject) => {
      const waiter = {
        describe: () => `world.sleep(${JSON.stringify(duration)})`,
        fail: (error: Error) => {
          this.clock.cancel(timer);
          reject(error);
        },
      };
      const timer = this.clock.schedule(until, () => {
        // What else is due at this instant goes first, whichever timer was registered first.
        void this.loop.settle().then(() => {
          this.waits.remove(waiter);
          resolve();
        });
      });
      this.waits.add(waiter);
      this.loop.wake();
    });
  }

  /** Runs all that can run now; time stands still. */
  settle(): Promise<void> {
    this.assertLive('world.settle');
    return this.loop.settle();
  }

  /** Runs code inside the world: its Date, its timers and its random numbers are the world's. */
  async run<T>(fn: () => T | Promise<T>): Promise<T> {
    this.assertLive('world.run');
    const result = enterRealm(this.codeRealm, fn);
    this.loop.wake();
    return result;
  }

  /**
   * The history of a workflow's latest run, or of the given run. A world keeps those of runs that its server has removed (their
   * retention has passed, or somebody deleted them), which no call of a client finds any more.
   * @throws InvalidInputError where there has been no such run.
   */
  history(workflowId: string, runId?: string): History {
    return historyOf(this.find('world.history', workflowId, runId));
  }

  /** The histories of all runs that there have been, in the order of their starts. */
  histories(): History[] {
    return [...this.server.executions()].map(historyOf);
  }

  /**
   * A new world that shares this one's past up to an event, and may differ after it: with other activities, other workflow code, or
   * other things that its client does. This world is not touched by what happens there.
   *
   * The new world begins right after the step of this world that wrote the event, at the virtual time of that step. An event stands
   * for its whole step: what was written together with it (the commands of a completed workflow task, say) is in the past, too, for
   * the server writes all of that or none. All runs of all workflows are there as they were then, as far as their histories tell:
   *
   * - Timers and timeouts keep their times. A workflow task that was scheduled or running is given to a worker again.
   * - Activities that had not ended go on at the attempt that they were at; one that was running begins anew. To see an activity end
   *   otherwise, name the event that scheduled it: its start is written together with its end.
   * - Gone is what no history had yet: signals and results that waited for a running workflow task to end (timers then fire again, and
   *   activities run again), updates that were not accepted, queries, schedules. The calls that waited stay with this world.
   *
   * Options are those of this world but for those that are given here; workers that `createWorker` has made are made again, with the
   * workflows and activities given here. New ids and random numbers come from the seed and the place of the fork: two forks
   * of one place are the same, and no id of the past comes again.
   * @throws InvalidInputError where there is no such workflow or event.
   */
  async fork({ workflowId, runId, eventId, ...changes }: ForkOptions): Promise<World> {
    this.assertLive('world.fork');
    const execution = this.find('world.fork', workflowId, runId);
    const moment = this.journal.momentOf(execution, eventId);
    const options = { ...this.options, ...changes };
    const seed = `${options.seed ?? 0}/fork/${execution.runId}/${eventId}`;
    const world = await World.create({ ...options, seed, startTime: changes.startTime ?? moment.time });
    try {
      for (const made of this.workers.made) await world.createWorker({ ...made, ...changedCode(changes) });
      copyPast(
        { server: this.server, journal: this.journal },
        { server: world.server, journal: world.journal },
        moment,
      );
      return world;
    } catch (error) {
      await world.dispose();
      throw error;
    }
  }

  /**
   * What this world noticed that no call failed for, because a real server does not mind: workflows that ended while handlers of
   * signals or updates were still running.
   */
  get problems(): readonly WorldlineError[] {
    return this.failures.unfinishedHandlers;
  }

  /** The ordered record of every step: what ran, at what virtual time, which choices were made. */
  get log(): readonly LoggedStep[] {
    return this.steps.toArray();
  }

  /** Starts a worker. Options as the SDK's Worker.create takes them; `workflows` may be a module instead of a path. */
  async createWorker(options: WorldWorkerOptions): Promise<WorldWorker> {
    this.assertLive('world.createWorker');
    if (typeof options?.taskQueue !== 'string' || options.taskQueue === '') {
      throw new InvalidInputError(
        `world.createWorker: taskQueue is ${JSON.stringify(options?.taskQueue)}; it must be the name of a task queue`,
      );
    }
    checkCode('world.createWorker', options);
    return this.workers.create(options);
  }

  /** Ends the world: nothing of it runs any more, and the process is as it was before. */
  dispose(): Promise<void> {
    this.disposing ??= this.end();
    return this.disposing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  private async end(): Promise<void> {
    await this.loop.stopped();
    this.checks.stop();
    this.workers.dispose();
    this.waits.fail(new DisposedError('a call was still waiting'));
    this.codeRealm.close();
    this.realm.close();
    this.releaseGlobals();
    await drain();
    this.failures.throwUnreported();
  }

  private find(what: string, workflowId: string, runId: string | undefined): Execution {
    const namespace = this.server.namespaces.get(this.options.namespace ?? 'default');
    const execution = namespace?.findInPast(workflowId, runId);
    if (execution) return execution;
    const known = [...new Set([...this.server.executions()].map((x) => x.workflowId))];
    throw new InvalidInputError(
      `${what}: there is no workflow '${workflowId}'${runId ? ` with run id '${runId}'` : ''}; ` +
        `this world has ${known.length > 0 ? known.map((id) => `'${id}'`).join(', ') : 'none so far'}`,
    );
  }

  /** The run with this key, in whichever namespace. */
  private executionOf({ workflowId, runId }: ExecutionKey): Execution | undefined {
    for (const namespace of this.server.namespaces.values()) {
      const execution = namespace.find(workflowId, runId);
      if (execution) return execution;
    }
    return undefined;
  }

  private assertLive(what: string): void {
    if (this.disposing) throw new DisposedError(what);
  }

  private async onDeadlock(onlySchedules: boolean): Promise<void> {
    const error = await deadlockError({
      onlySchedules,
      now: this.clock.now(),
      waiters: this.waits.toArray(),
      executions: [...this.server.executions()],
      matching: this.server.matching,
      workerOf: (execution) => this.workers.of(execution),
      running: this.workers.running,
    });
    this.waits.fail(error);
  }
}

/** The code among the options that a fork changes. */
function changedCode({ workflows, activities }: CodeOptions): CodeOptions {
  return { ...(workflows && { workflows }), ...(activities && { activities }) };
}

function historyOf(execution: Execution): History {
  return new History(execution.log.view(), execution.runId);
}
