/** What a world is made of, wired together: each part stands in a file of its own. */
import { isNativeError } from 'node:util/types';
import type { Client } from '@temporalio/client';
import { parseDuration } from '../base/duration';
import { DisposedError } from '../base/errors';
import { IdSource } from '../base/ids';
import { drain } from '../clock/drain';
import { acquireGlobals } from '../clock/globals';
import { holdClock, IoWatch } from '../clock/io-watch';
import { claimUnhandledRejections } from '../clock/unhandled-rejections';
import { VirtualClock } from '../clock/virtual-clock';
import { createWorldRealm, type WorldRealm } from '../clock/world-realm';
import type { FaultPlan } from '../faults/fault';
import type { ExecutionKey } from '../history/worker-protocol';
import type { Execution } from '../server/execution/execution';
import { Server } from '../server/server';
import { type Ambient, currentAmbient } from './ambient';
import { Attempts } from './attempts';
import { type Chooser, inOrder, touch } from './chooser';
import { createClient } from './client';
import { WorldConnection } from './connection';
import { deadlockError } from './deadlock';
import { Effects } from './effects';
import { RealTimeLimitError, runawayError } from './errors';
import { Failures } from './failures';
import { WorldFaults } from './faults';
import { Journal } from './fork';
import { Loop } from './loop';
import { startTimeOf, type WorldOptions } from './options';
import { Outside } from './outside';
import { Properties, type PropertyError, type PropertyKind } from './properties';
import { createRandom } from './random';
import { ReplayChecks } from './replay-checks';
import { StepLog } from './step-log';
import { Waits } from './waits';
import { Workers } from './workers';

const DEFAULT_MAX_STEPS = 10_000_000;

export class WorldParts {
  readonly connection: WorldConnection;
  readonly attempts = new Attempts();
  readonly effects: Effects;
  readonly clock: VirtualClock;
  readonly plan: WorldFaults | undefined;
  readonly server: Server;
  readonly loop: Loop;
  private readonly outside: Outside | undefined;
  readonly waits = new Waits();
  readonly steps = new StepLog();
  readonly failures: Failures;
  readonly journal: Journal;
  readonly workers: Workers;
  /** Of code that `world.run` runs. */
  readonly codeRealm: WorldRealm;
  readonly properties = new Properties((error) => this.broken(error));
  /** Decides on the order of steps. */
  readonly chooser: Chooser;
  private readonly ambient: Ambient | undefined;
  private readonly checks: ReplayChecks;
  readonly io = new IoWatch();
  private readonly realm: WorldRealm;
  readonly clientIds: IdSource;
  private readonly releaseGlobals: () => void;
  /** A world that an activity of another one has made is work of that activity: the clock there stands still. */
  private readonly releaseOuterClock = holdClock('a world of its own');
  private loadedClient: Client | undefined;
  private disposing: Promise<void> | undefined;

  constructor(readonly options: WorldOptions) {
    const seed = options.seed ?? 0;
    this.clock = new VirtualClock(startTimeOf(options.startTime));
    this.journal = new Journal(this.steps, this.clock);
    this.effects = new Effects(options.effectKey);
    this.failures = new Failures(options.onTaskFailure ?? 'fail', this.waits);
    this.checks = new ReplayChecks(
      options.replay ?? 'on-close',
      (execution) => this.workers.of(execution),
      this.failures,
    );
    this.ambient = currentAmbient();
    this.plan = options.faults?.length ? this.createFaults(options.faults) : undefined;
    this.chooser = this.plan?.chooser ?? this.ambient?.chooser ?? inOrder;
    this.outside = options.outsideTimersMaxMs
      ? new Outside(this.clock, options.outsideTimersMaxMs, () => this.loop.wake())
      : undefined;
    this.loop = this.createLoop();
    this.server = this.createServer();
    this.clientIds = new IdSource(seed, 'client');
    const codeIds = new IdSource(seed, 'code');
    this.realm = createWorldRealm({
      clock: this.clock,
      random: createRandom(`${seed}/activities`),
      nextUuid: () => codeIds.uuid(),
      onTimerFired: () => {
        this.loop.codeRan = true;
        this.chooser.touched?.(touch.code);
      },
      onUnhandledRejection: (reason) => this.unhandled(reason),
    });
    this.codeRealm = this.realm.child({ owner: 'world.run' });
    this.workers = this.createWorkers();
    this.connection = new WorldConnection({
      server: this.server,
      clock: this.clock,
      loop: this.loop,
      waits: this.waits,
      called: this.plan && ((name, request, handler) => this.plan!.called(name, request, handler)),
      numberOf: this.chooser.numberOf && ((name, request) => this.chooser.numberOf!(name, request)),
      answered: this.chooser.touched && (() => this.chooser.touched!(touch.code)),
      isDisposed: () => this.isDisposed,
      failureOf: (waiter) => waiter.execution && this.failures.of(waiter.execution),
      beforeAnswer: (waiter) => waiter.execution && this.checks.pending(waiter.execution),
    });
    const releases = [acquireGlobals(), claimUnhandledRejections()];
    this.releaseGlobals = () => {
      for (const release of releases) release();
    };
  }

  private createFaults(plan: FaultPlan): WorldFaults {
    return new WorldFaults(plan, {
      clock: this.clock,
      ids: new IdSource(this.options.seed ?? 0, 'faults'),
      random: createRandom(`${this.options.seed ?? 0}/faults`),
      counted: () => this.chooser.touched?.(touch.counts),
      server: () => this.server,
      loop: () => this.loop,
      workers: () => this.workers,
    });
  }

  private createLoop(): Loop {
    const { options, plan } = this;
    const { realTimeLimitMs = 10_000 } = options;
    return new Loop({
      clock: this.clock,
      chooser: this.chooser,
      log: this.steps,
      waits: this.waits,
      maxSteps: options.maxSteps ?? DEFAULT_MAX_STEPS,
      runaway: () => this.runaway(),
      interrupt: plan && ((step) => plan.interrupt(step)),
      deadlockGraceMs: options.deadlockGraceMs ?? 20,
      realTimeLimitMs,
      pendingIo: () => this.io.pending(),
      waitForIo: () => this.io.waitForChange(),
      outside: this.outside,
      flowsUnwatched: this.ambient === undefined,
      codeWaits: () => this.codeRealm.pendingTimers() > 0,
      onDeadlock: (onlySchedules) => this.onDeadlock(onlySchedules),
      onIoTimeout: (pending) => this.waits.fail(new RealTimeLimitError(realTimeLimitMs, pending)),
    });
  }

  private createServer(): Server {
    const { options, plan, ambient, chooser } = this;
    const { namespace = 'default' } = options;
    return new Server({
      clock: this.clock,
      seed: options.seed ?? 0,
      version: options.serverVersion ?? '1.31',
      // Faults look at tasks when they come to their queue.
      post: (step) => this.loop.postNow(step),
      random: createRandom(`${options.seed ?? 0}/server`),
      isIntercepted: plan && ((label, goOn) => this.loop.isIntercepted(label, goOn)),
      observer: {
        attemptEnded: (attempt) => {
          this.attempts.ended(attempt);
          if (attempt.nextAttemptTime !== undefined) this.journal.retried(this.executionOf(attempt.execution), attempt);
        },
        attemptStarted: (task) => this.attempts.started(task),
        heartbeat: (execution, activityId, attempt, time) =>
          this.attempts.heartbeat(execution, activityId, attempt, time),
        started: (execution) => {
          this.journal.follow(execution);
          chooser.touched?.(touch.close(execution.workflowId));
        },
        grown: (execution) => {
          this.journal.note(execution);
          plan?.grown(execution);
          ambient?.grown(this, execution);
          chooser.touched?.(touch.workflow(execution.workflowId));
        },
        looked: chooser.touched && ((workflowId) => chooser.touched!(touch.workflow(workflowId))),
        closed: (execution) => {
          this.checks.closed(execution, this.loop);
          chooser.touched?.(touch.close(execution.workflowId));
          chooser.touched?.(touch.activities(execution.workflowId));
        },
        removed: (execution) => this.journal.removed(execution),
        workflowTaskFailed: (execution, cause, error) => this.failures.taskFailed(execution, cause, error),
        limitExceeded: (execution, text) => this.failures.limitExceeded(execution, text),
      },
      namespaces: namespace === 'default' ? ['default'] : ['default', namespace],
      searchAttributes: options.searchAttributes,
      retentionMs: parseDuration(options.retention ?? '100 years', 'World.create: retention'),
    });
  }

  private createWorkers(): Workers {
    const { plan, effects, ambient } = this;
    return new Workers(this.options, {
      server: this.server,
      loop: this.loop,
      clock: this.clock,
      realm: this.realm,
      io: this.io,
      failures: this.failures,
      random: createRandom(`${this.options.seed ?? 0}/code`),
      client: () => this.client,
      wrapActivity:
        plan || ambient || effects.needsArgs
          ? (owner, info, fn) => {
              ambient?.attempt(this, owner, info);
              this.chooser.touched?.(touch.code);
              return effects.follow(owner, info, plan ? plan.functionOf(owner, info, fn) : fn);
            }
          : undefined,
      attemptBegan: plan && ((worker, attempt) => plan.attemptBegan(worker, attempt)),
      attemptExecuted: (attempt) => effects.executed(attempt, this.clock.now()),
    });
  }

  /** Loads what is loaded once, and begins to serve task queues. */
  async serve(): Promise<void> {
    const { plan, options, workers } = this;
    if (plan && options.deploy) plan.deployment = await workers.loadWorkflows(options.deploy.workflows);
    await workers.serve();
    plan?.begin();
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

  get isDisposed(): boolean {
    return this.disposing !== undefined;
  }

  dispose(): Promise<void> {
    this.disposing ??= this.end();
    return this.disposing;
  }

  private async end(): Promise<void> {
    // What could still have run does not: that depends on how far everything has got.
    this.chooser.touched?.(touch.all);
    this.outside?.close();
    await this.loop.stopped();
    if (this.ambient && !this.failures.wasTold) await this.checks.checkOpen(this.server.executions());
    this.checks.stop();
    this.workers.dispose();
    this.waits.fail(new DisposedError('a call was still waiting'));
    this.codeRealm.close();
    this.realm.close();
    this.releaseGlobals();
    this.releaseOuterClock();
    await drain();
    this.failures.throwUnreported();
    if (!this.failures.wasTold) this.properties.assertHeld();
    // A failure that was told before is the better news.
    if (this.options.onVacuousFault !== 'ignore' && !this.failures.wasTold) this.plan?.assertAllHappened();
  }

  /** Looks at a property from now on, after every step. */
  addProperty(kind: PropertyKind, name: string, predicate: () => boolean): void {
    this.loop.afterStep = () => this.properties.check();
    this.properties.add(kind, name, predicate);
  }

  /** The world stops where a property is broken: what comes after it would only hide it. */
  private broken(error: PropertyError): void {
    this.failures.end(error);
    this.loop.stop();
  }

  /** A promise of an activity, or of code of `world.run`, was rejected, and nobody handled it: the process of a worker would die of it. */
  private unhandled(reason: unknown): void {
    this.failures.end(isNativeError(reason) ? reason : new Error(String(reason)));
    this.loop.stop();
  }

  private runaway(): Error {
    const error = runawayError(this.options.maxSteps ?? DEFAULT_MAX_STEPS, this.plan !== undefined);
    this.failures.noteTold(error);
    return error;
  }

  /** The run with this key, in whichever namespace. */
  private executionOf({ workflowId, runId }: ExecutionKey): Execution | undefined {
    for (const namespace of this.server.namespaces.values()) {
      const execution = namespace.find(workflowId, runId);
      if (execution) return execution;
    }
    return undefined;
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
    this.failures.noteTold(error);
    this.waits.fail(error);
  }
}
