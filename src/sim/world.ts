/**
 * A world: one seeded, single-process universe with an in-memory Temporal server, workers, a virtual clock and a client. This
 * file is what users see of it.
 */
import type { Client } from '@temporalio/client';
import { DisposedError, InvalidInputError, type WorldlineError } from '../base/errors';
import { enterRealm } from '../clock/realm';
import type { FaultOutcome } from '../faults/fault-injector';
import { History, type HistorySource } from '../history/history';
import type { Execution } from '../server/execution/execution';
import { currentAmbient } from './ambient';
import type { Attempts } from './attempts';
import { touch } from './chooser';
import type { ConnectOptions } from './cluster/cluster-options';
import { ConnectedWorld } from './cluster/connected-world';
import type { WorldConnection } from './connection';
import type { Effects } from './effects';
import { copyPast, type EventPlace, type ForkOptions } from './fork';
import { type PastOptions, recordedPast, resumeRecorded } from './fork-recorded';
import { Moment } from './moment';
import { type CodeOptions, checkCode, checkWorldOptions, type WorldOptions, type WorldWorkerOptions } from './options';
import type { PropertyKind, PropertyOutcome } from './properties';
import { sleepIn } from './sleep';
import type { LoggedStep } from './step-log';
import { WorldParts } from './world-parts';
import type { WorldWorker } from './world-worker';

/** What a world is made of, for the parts of worldline that stand above it. */
export let partsOf: (world: World) => WorldParts;

const followers = new Set<(world: World) => void>();

/** Tells of each world that is made from now on, until the returned function is called. */
export function followWorlds(follower: (world: World) => void): () => void {
  followers.add(follower);
  return () => void followers.delete(follower);
}

export class World implements AsyncDisposable {
  static {
    partsOf = (world) => world.parts;
  }

  private constructor(private readonly parts: WorldParts) {}

  /**
   * Makes a world.
   * @throws InvalidInputError for options that cannot be used, with what would be right.
   */
  static async create(options: WorldOptions = {}): Promise<World> {
    const ambient = currentAmbient();
    const all = ambient ? ambient.optionsOf(options) : options;
    checkWorldOptions(all);
    const world = new World(new WorldParts(all));
    ambient?.created(world.parts);
    try {
      await world.parts.serve();
      for (const follower of followers) follower(world);
      return world;
    } catch (error) {
      await world.dispose();
      throw error;
    }
  }

  /**
   * The same client and worker surface on a real cluster, with `@temporalio/worker`. Time is the real one; histories come from the cluster,
   * as promises; faults, forks and the like are errors there.
   * @throws InvalidInputError where nobody answers at the address, or the package is not installed.
   */
  static connect(options: ConnectOptions): Promise<ConnectedWorld> {
    return ConnectedWorld.connect(options);
  }

  /**
   * A world that begins where a recorded run was at an event, and may go on otherwise: "what if charge had failed here?". What `fork` of
   * a world says of timers, activities and events that belong together holds here, too; there is nothing but this run, so that children
   * which run then never end, and signals to other workflows find nobody.
   * @param history Anything that `History.from` reads. `eventId` is the last event that both share.
   * @throws InvalidHistoryError for what is no history, InvalidInputError where it has no such event or does not say whose it is.
   */
  static async fork(
    history: History | HistorySource,
    { eventId, workflowId, ...options }: PastOptions,
  ): Promise<World> {
    const past = recordedPast(history, eventId, workflowId);
    const world = await World.create({ ...options, startTime: options.startTime ?? past.time });
    try {
      resumeRecorded(world.parts, past);
      return world;
    } catch (error) {
      await world.dispose();
      throw error;
    }
  }

  /** The connection under the client, for a client built by hand. */
  get connection(): WorldConnection {
    return this.parts.connection;
  }

  /** A real Client of the SDK, on the world's in-memory connection. */
  get client(): Client {
    return this.parts.client;
  }

  /** How attempts of activities went; histories show only the last one of each activity. */
  get attempts(): Attempts {
    this.looked();
    return this.parts.attempts;
  }

  /** What activities have done, by idempotency key: `world.effects.repeated('charge')` is empty unless something was charged twice. */
  get effects(): Effects {
    this.looked();
    return this.parts.effects;
  }

  /** Virtual milliseconds since the epoch. Reading never moves time. */
  now(): number {
    return Math.floor(this.parts.clock.now());
  }

  /** Waits for a virtual duration: milliseconds, or a text such as '30 days'. All that is due until then, and then, happens before. */
  sleep(duration: number | string): Promise<void> {
    this.assertLive('world.sleep');
    return sleepIn(this.parts, duration);
  }

  /** Runs all that can run now; time stands still. */
  settle(): Promise<void> {
    this.assertLive('world.settle');
    return this.parts.loop.settle();
  }

  /** Runs code inside the world: its Date, its timers and its random numbers are the world's. */
  async run<T>(fn: () => T | Promise<T>): Promise<T> {
    this.assertLive('world.run');
    const result = enterRealm(this.parts.codeRealm, fn);
    this.parts.loop.wake();
    return result;
  }

  /**
   * From now on this must hold after every step; the world ends with a PropertyError where it does not (or where it throws).
   * `world.always('stock is never negative', () => stock >= 0)`
   */
  always(name: string, predicate: () => boolean): void {
    this.property('always', name, predicate);
  }

  /** This may hold after some step: an exploration reports where it never did, in any of its runs. */
  sometimes(name: string, predicate: () => boolean): void {
    this.property('sometimes', name, predicate);
  }

  /** This must hold after some step from now on; the end of the world fails with a PropertyError where it never has. */
  eventually(name: string, predicate: () => boolean): void {
    this.property('eventually', name, predicate);
  }

  /** What became of `always`, `sometimes` and `eventually`. */
  get properties(): readonly PropertyOutcome[] {
    this.looked();
    return this.parts.properties.outcomes;
  }

  private property(kind: PropertyKind, name: string, predicate: () => boolean): void {
    this.assertLive(`world.${kind}`);
    if (typeof name !== 'string' || typeof predicate !== 'function') {
      throw new InvalidInputError(
        `world.${kind}: give a name and a function: world.${kind}('stock is never negative', () => stock >= 0)`,
      );
    }
    this.parts.addProperty(kind, name, predicate);
  }

  /** Somebody looks at the whole world: what is seen depends on how far everything has got. */
  private looked(): void {
    this.parts.chooser.touched?.(touch.all);
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
    this.looked();
    return [...this.parts.server.executions()].map(historyOf);
  }

  /**
   * A run at an event of its history, closed or open: what was pending then, and the code as it stood, which answers queries.
   * `await world.at({ workflowId: 'order-1', eventId: 12 }).query('status')`
   *
   * Nothing goes on there, and this world does not change; a world that does go on from an event is what `fork` makes.
   * @throws InvalidInputError where there is no such run or event. Questions to the code, where no worker has it.
   */
  at({ workflowId, runId, eventId }: EventPlace): Moment {
    this.assertLive('world.at');
    const execution = this.find('world.at', workflowId, runId);
    const view = execution.log.view();
    return new Moment('world.at', historyOf(execution), eventId, async (ask) => {
      this.assertLive('world.at');
      const code = this.parts.workers.of(execution)?.codeOf(execution.runId);
      if (code) return ask(code.pastRun(view, eventId, execution.key));
      throw new InvalidInputError(
        `world.at: no worker has the code of workflow '${workflowId}' now; make one with world.createWorker`,
      );
    });
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
   * Options are those of this world but for `faults` (none) and those that are given here; workers that `createWorker` has made are
   * made again, with the workflows and activities given here. New ids and random numbers come from the seed and the place of the fork: two forks
   * of one place are the same, and no id of the past comes again.
   * @throws InvalidInputError where there is no such workflow or event.
   */
  async fork({ workflowId, runId, eventId, ...changes }: ForkOptions): Promise<World> {
    this.assertLive('world.fork');
    const execution = this.find('world.fork', workflowId, runId);
    const moment = this.parts.journal.momentOf(execution, eventId);
    const options = { ...this.parts.options, faults: undefined, ...changes };
    const seed = `${options.seed ?? 0}/fork/${execution.runId}/${eventId}`;
    const world = await World.create({ ...options, seed, startTime: changes.startTime ?? moment.time });
    try {
      for (const made of this.parts.workers.made) await world.createWorker({ ...made, ...changedCode(changes) });
      copyPast(this.parts, world.parts, moment);
      return world;
    } catch (error) {
      await world.dispose();
      throw error;
    }
  }

  /**
   * What this world noticed that no call need have failed for: workflows that ended while handlers of signals or updates were still
   * running, and those that went over a limit of the server.
   */
  get problems(): readonly WorldlineError[] {
    this.looked();
    const { unfinishedHandlers, limits } = this.parts.failures;
    return [...unfinishedHandlers, ...limits];
  }

  /** What became of each entry of the option `faults`. */
  get faults(): readonly FaultOutcome[] {
    this.looked();
    return this.parts.plan?.outcomes() ?? [];
  }

  /** The ordered record of every step: what ran, at what virtual time, which choices were made. */
  get log(): readonly LoggedStep[] {
    this.looked();
    return this.parts.steps.toArray();
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
    return this.parts.workers.create(options);
  }

  get isDisposed(): boolean {
    return this.parts.isDisposed;
  }

  /** Ends the world: nothing of it runs any more, and the process is as it was before. */
  dispose(): Promise<void> {
    return this.parts.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose();
  }

  private find(what: string, workflowId: string, runId: string | undefined): Execution {
    this.parts.chooser.touched?.(touch.workflow(workflowId));
    const namespace = this.parts.server.namespaces.get(this.parts.options.namespace ?? 'default');
    const execution = namespace?.findInPast(workflowId, runId);
    if (execution) return execution;
    const known = [...new Set([...this.parts.server.executions()].map((x) => x.workflowId))];
    throw new InvalidInputError(
      `${what}: there is no workflow '${workflowId}'${runId ? ` with run id '${runId}'` : ''}; ` +
        `this world has ${known.length > 0 ? known.map((id) => `'${id}'`).join(', ') : 'none so far'}`,
    );
  }

  private assertLive(what: string): void {
    if (this.parts.isDisposed) throw new DisposedError(what);
  }
}

/** The code among the options that a fork changes. */
function changedCode({ workflows, activities }: CodeOptions): CodeOptions {
  return { ...(workflows && { workflows }), ...(activities && { activities }) };
}

function historyOf(execution: Execution): History {
  return new History(execution.log.view(), execution.runId);
}
