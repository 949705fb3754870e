import type { AnyEvent, EventAttributes, EventType, HistoryEvent } from '../../history/event';
import type { EventLog } from '../../history/event-log';
import type { EventWriter } from './buffered-events';
import type { ServerContext } from './context';
import { Execution, type StartSpec } from './execution';

/** What a run has behind it. */
export interface RestoredLog {
  /** The events so far; the run goes on in this log. */
  readonly log: EventLog;
  readonly startTime: number;
  readonly executionTime: number;
}

/**
 * A run that goes on from a history. What the history asked for and has not got is asked for again by the same functions that
 * carry out a worker's commands; the events that these would append are those that already stand there.
 */
export class RestoredExecution extends Execution {
  override readonly log: EventLog;
  override readonly startTime: number;
  override readonly executionTime: number;
  private standing: AnyEvent | undefined;
  private heldStart: HistoryEvent<'WorkflowTaskStarted'> | undefined;

  constructor(server: ServerContext, namespace: string, spec: StartSpec, runId: string, restored: RestoredLog) {
    super(server, namespace, spec, runId);
    this.log = restored.log;
    this.startTime = restored.startTime;
    this.executionTime = restored.executionTime;
  }

  /** Carries out again what an event of the history stands for, as at the time of that event, without writing it once more. */
  again(event: AnyEvent, carryOut: () => void): void {
    this.standing = event;
    try {
      carryOut();
    } finally {
      this.standing = undefined;
    }
  }

  /**
   * The history ends with this start of the pending workflow task, and its worker is gone: the next worker is given the task under
   * the same start. Until then events are buffered, as they are while any task is started.
   */
  holdStart(event: HistoryEvent<'WorkflowTaskStarted'>): void {
    this.heldStart = event;
  }

  override get now(): number {
    return this.standing?.time ?? super.now;
  }

  override append<T extends EventType>(
    type: T,
    attributes: EventAttributes[T],
    options?: Parameters<Execution['append']>[2],
  ): number {
    if (this.standing?.type === type) return this.standing.id;
    if (this.heldStart?.type === type) {
      const { id } = this.heldStart;
      this.heldStart = undefined;
      return id;
    }
    return super.append(type, attributes, options);
  }

  override record<T extends EventType>(
    type: T,
    write: EventWriter<T>,
    options: NonNullable<Parameters<Execution['record']>[2]> = {},
  ): void {
    if (this.heldStart) {
      this.buffered.push(type, write, options.time ?? this.now, options);
    } else {
      super.record(type, write, options);
    }
  }
}
