/**
 * A world: one seeded, single-process universe with an in-memory Temporal server, workers, a virtual clock and a client. This
 * file wires the parts together; each part stands in a file of its own.
 */
import type { Client } from '@temporalio/client';
import type { DataConverter, LoadedDataConverter } from '@temporalio/common';
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
import type { ActivityAnswer, ActivityTask, ExecutionKey, HeartbeatAnswer } from '../history/worker-protocol';
import { answerActivity, recordHeartbeat } from '../server/activity-answers';
import type { Execution } from '../server/execution/execution';
import { Server } from '../server/server';
import type { RunningActivity } from '../worker/activity/attempt-runner';
import { loadDataConverter } from '../worker/data-converter';
import type { UnfinishedHandlers, WorkflowSource } from '../worker/workflow/run-options';
import { Attempts } from './attempts';
import { inOrder } from './chooser';
import { createClient } from './client';
import { WorldConnection } from './connection';
import { deadlockError } from './deadlock';
import { RealTimeLimitError } from './errors';
import { Failures } from './failures';
import { copyPast, type ForkOptions, Journal } from './fork';
import { worldLogger } from './logger';
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
import { loadInterceptorModules, loadWorkflowSource } from './workflow-source';
import { WorldWorker, type WorldWorkerHost } from './world-worker';

interface LoadedCode {
  readonly workflows: WorkflowSource | undefined;
  readonly activities: object | undefined;
}

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
  private readonly random: () => number;
  private readonly workers: WorldWorker[] = [];
  /** Of the workers that `createWorker` has made, for the worlds that are forked from this one. */
  private readonly workerOptions: WorldWorkerOptions[] = [];
  private readonly dataConverter: LoadedDataConverter;
  private readonly releaseGlobals: () => void;
  private loadedClient: Client | undefined;
  private workerCount = 0;
  private disposing: Promise<void> | undefined;

  /**
   * Makes a world.
   * @throws InvalidInputError for options that cannot be used, with what would be right.
   */
  static async create(options: WorldOptions = {}): Promise<World> {
    checkWorldOptions(options);
    const world = new World(options);
    try {
      await world.serve();
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
    this.dataConverter = loadDataConverter(options.dataConverter);
    this.attempts = new Attempts();
    this.failures = new Failures(options.onTaskFailure ?? 'fail', this.waits);
    this.checks = new ReplayChecks(
      options.replay ?? 'on-close',
      (execution) => this.workerOf(execution),
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
      observer: {
        attemptEnded: (attempt) => {
          this.attempts.ended(attempt);
          if (attempt.nextAttemptTime !== undefined) this.journal.retried(this.executionOf(attempt.execution), attempt);
        },
        attemptStarted: (task) => this.attempts.started(task),
        heartbeat: (execution, activityId, attempt, time) =>
          this.attempts.heartbeat(execution, activityId, attempt, time),
        started: (execution) => this.journal.follow(execution),
        closed: (execution) => this.checks.closed(execution, this.loop),
        workflowTaskFailed: (execution, cause, error) => this.failures.taskFailed(execution, cause, error),
      },
      namespaces: ['default', ...(options.namespace && options.namespace !== 'default' ? [options.namespace] : [])],
      searchAttributes: options.searchAttributes,
    });
    this.clientIds = new IdSource(seed, 'client');
    this.random = createRandom(`${seed}/code`);
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
    this.connection = new WorldConnection({
      server: this.server,
      clock: this.clock,
      loop: this.loop,
      waits: this.waits,
      disposed: false,
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

  /** Waits for a virtual duration: milliseconds, or a text such as '30 days'. All that is due until then happens. */
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
        this.waits.remove(waiter);
        this.loop.codeRan = true;
        resolve();
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

  /** The history of a workflow's latest run, or of the given run. */
  history(workflowId: string, runId?: string): History {
    return historyOf(this.find('world.history', workflowId, runId));
  }

  /** The histories of all runs, in the order of their starts. */
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
      for (const made of this.workerOptions) await world.createWorker({ ...made, ...changedCode(changes) });
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
    const code = await this.load({ workflows: options.workflowsPath, ...options }, options);
    this.workerOptions.push(options);
    return this.addWorker(options.taskQueue, code, options, await this.interceptorsOf(options));
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
    (this.connection as unknown as { host: { disposed: boolean } }).host.disposed = true;
    this.loop.stop();
    this.checks.stop();
    for (const worker of this.workers) worker.dispose();
    this.waits.fail(new DisposedError('a call was still waiting'));
    this.codeRealm.close();
    this.realm.close();
    this.releaseGlobals();
    await drain();
    this.failures.throwUnreported();
  }

  private find(what: string, workflowId: string, runId: string | undefined): Execution {
    const execution = this.server.find(this.options.namespace ?? 'default', workflowId, runId);
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

  /* ---------------------------------------------------------------------------------------------------------- workers */

  /** Serves the queues that the options name, or every queue. */
  private async serve(): Promise<void> {
    const { options } = this;
    if (options.taskQueues) {
      for (const [taskQueue, code] of Object.entries(options.taskQueues)) {
        this.addWorker(taskQueue, await this.load(code, options), {}, await this.interceptorsOf(options));
      }
    } else if (options.workflows || options.activities) {
      const code = await this.load(options, options);
      const interceptors = await this.interceptorsOf(options);
      const served = new Set<string>();
      this.server.matching.onUnserved = (_namespace, taskQueue) => {
        if (served.has(taskQueue)) return;
        served.add(taskQueue);
        this.addWorker(taskQueue, code, {}, interceptors);
      };
    }
  }

  private async load(
    code: CodeOptions,
    options: Pick<WorldOptions, 'isolation' | 'interceptors'>,
  ): Promise<LoadedCode> {
    return {
      workflows: code.workflows
        ? await loadWorkflowSource(code.workflows, options.isolation, options.interceptors)
        : undefined,
      activities: code.activities,
    };
  }

  private async interceptorsOf(options: Pick<WorldOptions, 'interceptors'>) {
    const { interceptors } = { interceptors: options.interceptors ?? this.options.interceptors };
    return {
      activity: interceptors?.activity,
      activityInbound: interceptors?.activityInbound,
      workflow: loadInterceptorModules(interceptors?.workflow),
    };
  }

  private addWorker(
    taskQueue: string,
    code: LoadedCode,
    options: Partial<WorldWorkerOptions> & { dataConverter?: DataConverter },
    interceptors: Awaited<ReturnType<World['interceptorsOf']>>,
  ): WorldWorker {
    const number = ++this.workerCount;
    const duration = (
      name: 'shutdownGraceTime' | 'maxHeartbeatThrottleInterval' | 'defaultHeartbeatThrottleInterval',
    ) => (options[name] === undefined ? undefined : parseDuration(options[name], `world.createWorker: ${name}`));
    const worker = new WorldWorker(
      {
        taskQueue,
        namespace: options.namespace ?? this.options.namespace ?? 'default',
        identity: options.identity ?? `worker-${number}@worldline`,
        workflows: code.workflows,
        activities: code.activities,
        dataConverter: options.dataConverter ? loadDataConverter(options.dataConverter) : this.dataConverter,
        interceptors,
        sinks: options.sinks ?? this.options.sinks,
        maxCachedWorkflows:
          this.options.replay === 'every-task' ? 0 : (options.maxCachedWorkflows ?? this.options.maxCachedWorkflows),
        maxConcurrentActivityTaskExecutions:
          options.maxConcurrentActivityTaskExecutions ?? this.options.maxConcurrentActivityTaskExecutions,
        maxConcurrentLocalActivityExecutions:
          options.maxConcurrentLocalActivityExecutions ?? this.options.maxConcurrentLocalActivityExecutions,
        workflowFailureErrorTypes: options.workflowFailureErrorTypes ?? this.options.workflowFailureErrorTypes,
        patchActivationCallback: options.patchActivationCallback ?? this.options.patchActivationCallback,
        showStackTraceSources: options.showStackTraceSources ?? this.options.showStackTraceSources,
        buildId: options.buildId ?? this.options.buildId,
        shutdownGraceTimeMs: duration('shutdownGraceTime'),
        maxHeartbeatThrottleIntervalMs: duration('maxHeartbeatThrottleInterval'),
        defaultHeartbeatThrottleIntervalMs: duration('defaultHeartbeatThrottleInterval'),
      },
      this.workerHost(),
    );
    this.workers.push(worker);
    return worker;
  }

  private workerHost(): WorldWorkerHost {
    const world = this;
    return {
      server: this.server,
      loop: this.loop,
      // Each worker has its own; see WorldWorker.
      resume: (_runId, deliver) => deliver(),
      clock: this.clock,
      logger: worldLogger(this.options.logger),
      get client() {
        return world.client;
      },
      drain,
      random: this.random,
      enterActivity: (owner, label, fn) => this.enterActivity(owner as RunningActivity, label, fn),
      respond: (task, answer, identity) => this.respond(task, answer, identity),
      heartbeat: (token, details) => this.heartbeat(token, details),
      onUnfinishedHandlers: (handlers: UnfinishedHandlers) => this.failures.unfinished(handlers),
    };
  }

  private enterActivity<T>(owner: RunningActivity, label: string, fn: () => T): T {
    const realm = this.realm.child({ owner });
    const outcome = this.io.run(owner, label, () => enterRealm(realm, fn));
    const release = () => {
      this.io.release(owner);
      realm.close();
    };
    if (outcome instanceof Promise) outcome.then(release, release);
    else release();
    return outcome;
  }

  private respond(task: ActivityTask, answer: ActivityAnswer, identity: string): Promise<void> {
    return this.ask('activity-answer', task.workflowExecution.workflowId, `${answer.kind} ${task.activityType}`, () =>
      answerActivity(this.server, { token: task.taskToken }, answer, identity),
    );
  }

  private heartbeat(token: Uint8Array, details: Parameters<typeof recordHeartbeat>[2]): Promise<HeartbeatAnswer> {
    return this.ask('heartbeat', undefined, 'heartbeat', () => recordHeartbeat(this.server, { token }, details));
  }

  /** A worker's call of the server, as a step. */
  private ask<T>(
    kind: 'activity-answer' | 'heartbeat',
    workflowId: string | undefined,
    text: string,
    act: () => T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      this.loop.post({
        kind,
        workflowId,
        drains: kind === 'heartbeat',
        describe: () => text,
        run: () => {
          try {
            resolve(act());
          } catch (error) {
            reject(error);
          }
        },
      });
    });
  }

  /** The worker that runs, or could run, the workflow code of an execution. */
  private workerOf(execution: Execution): WorldWorker | undefined {
    const serves = (worker: WorldWorker) =>
      worker.options.namespace === execution.namespace &&
      worker.taskQueue === execution.taskQueue &&
      worker.current?.workflowWorker !== undefined;
    return this.workers.find(serves);
  }

  private async onDeadlock(onlySchedules: boolean): Promise<void> {
    const error = await deadlockError({
      onlySchedules,
      now: this.clock.now(),
      waiters: this.waits.toArray(),
      executions: [...this.server.executions()],
      matching: this.server.matching,
      workerOf: (execution) => this.workerOf(execution),
      running: this.workers.flatMap((worker) => worker.current?.running ?? []),
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
