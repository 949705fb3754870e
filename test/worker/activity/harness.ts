/** One activity worker on a virtual clock, with a server that remembers what it is told and answers as a test wants. */
import {
  type DataConverter,
  defaultDataConverter,
  defaultPayloadConverter,
  type Logger,
  type LogLevel,
  type LogMetadata,
} from '@temporalio/common';
import { loadDataConverter } from '@temporalio/common/lib/internal-non-workflow';
import { msToDuration, type Payloads } from '../../../src/base/api';
import { drain } from '../../../src/clock/drain';
import { acquireGlobals } from '../../../src/clock/globals';
import { enterRealm } from '../../../src/clock/realm';
import { VirtualClock } from '../../../src/clock/virtual-clock';
import { createWorldRealm } from '../../../src/clock/world-realm';
import type { ActivityAnswer, ActivityTask, HeartbeatAnswer } from '../../../src/history/worker-protocol';
import { ActivityWorker, type ActivityWorkerOptions } from '../../../src/worker/activity/activity-worker';

const START = Date.UTC(2030, 0, 1);

/** Milliseconds since the start of the test at which something happened. */
export interface At<T> {
  readonly at: number;
  readonly what: T;
}

export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  readonly meta: LogMetadata | undefined;
}

interface Durations {
  startToClose?: number;
  scheduleToClose?: number;
  heartbeat?: number;
}

export type TaskFields = Partial<Omit<ActivityTask, 'input' | 'heartbeatDetails'>> &
  Durations & { args?: unknown[]; lastHeartbeat?: unknown };

export function payloads(...values: unknown[]): Payloads {
  return { payloads: values.map((value) => defaultPayloadConverter.toPayload(value)!) };
}

export function values(of: Payloads | null | undefined): unknown[] | undefined {
  return of?.payloads?.map((payload) => defaultPayloadConverter.fromPayload(payload));
}

export class Harness {
  readonly clock = new VirtualClock(START);
  readonly realm = createWorldRealm({ clock: this.clock, random: () => 0.5, nextUuid: () => 'uuid' });
  readonly answers: At<ActivityAnswer>[] = [];
  readonly heartbeats: At<unknown>[] = [];
  readonly logs: LogLine[] = [];
  readonly worker: ActivityWorker;
  /** What the server says to a heartbeat; throwing is a failed call. */
  onHeartbeat: () => Partial<HeartbeatAnswer> = () => ({});
  onRespond: () => void = () => undefined;
  #tokens = 0;

  constructor(activities: object, options: Partial<ActivityWorkerOptions> & { converter?: DataConverter } = {}) {
    const { converter, ...rest } = options;
    this.worker = new ActivityWorker({
      namespace: 'default',
      taskQueue: 'queue',
      activities,
      dataConverter: converter ? loadDataConverter(converter) : defaultDataConverter,
      logger: this.#logger(),
      clock: this.clock,
      enter: (owner, _label, fn) => enterRealm(this.realm.child({ owner }), fn),
      respond: async (_task, answer) => {
        this.onRespond();
        this.answers.push({ at: this.elapsed, what: answer });
      },
      heartbeat: async (_token, details) => {
        this.heartbeats.push({ at: this.elapsed, what: values(details)![0] });
        return { cancelRequested: false, activityPaused: false, activityReset: false, ...this.onHeartbeat() };
      },
      ...rest,
    });
  }

  get elapsed(): number {
    return this.clock.now() - START;
  }

  /** The only answer given so far. */
  get answer(): ActivityAnswer {
    if (this.answers.length !== 1) throw new Error(`expected one answer, there are ${this.answers.length}`);
    return this.answers[0]!.what;
  }

  get failure() {
    if (this.answer.kind !== 'failed') throw new Error(`expected a failure, got: ${this.answer.kind}`);
    return this.answer.failure;
  }

  task(activityType: string, fields: TaskFields = {}): ActivityTask {
    const { args = [], lastHeartbeat, startToClose = 60_000, scheduleToClose = 0, heartbeat = 0, ...rest } = fields;
    return {
      taskToken: Uint8Array.of(++this.#tokens),
      workflowNamespace: 'default',
      workflowType: 'order',
      workflowExecution: { workflowId: 'order-1', runId: 'run-1' },
      taskQueue: 'queue',
      activityType,
      activityId: '1',
      input: payloads(...args),
      heartbeatDetails: lastHeartbeat === undefined ? null : payloads(lastHeartbeat),
      scheduledTime: this.clock.now(),
      currentAttemptScheduledTime: this.clock.now(),
      startedTime: this.clock.now(),
      attempt: 1,
      startToCloseTimeout: msToDuration(startToClose),
      scheduleToCloseTimeout: msToDuration(scheduleToClose),
      heartbeatTimeout: msToDuration(heartbeat),
      ...rest,
    };
  }

  /** Starts an attempt and lets it go as far as it can without time. */
  async start(activityType: string, fields?: TaskFields): Promise<void> {
    this.worker.start(this.task(activityType, fields));
    await drain();
  }

  /** Moves time to so many milliseconds after the start, timer by timer. */
  async runTo(elapsedMs: number): Promise<void> {
    await drain();
    const target = START + elapsedMs;
    for (let due = this.clock.nextDueAt(); due !== undefined && due <= target; due = this.clock.nextDueAt()) {
      this.clock.advanceTo(due);
      this.clock.takeDue()?.fire();
      await drain();
    }
    this.clock.advanceTo(target);
  }

  #logger(): Logger {
    const log = (level: LogLevel, message: string, meta?: LogMetadata) => void this.logs.push({ level, message, meta });
    return {
      log,
      trace: (m, meta) => log('TRACE', m, meta),
      debug: (m, meta) => log('DEBUG', m, meta),
      info: (m, meta) => log('INFO', m, meta),
      warn: (m, meta) => log('WARN', m, meta),
      error: (m, meta) => log('ERROR', m, meta),
    };
  }
}

export { acquireGlobals };
