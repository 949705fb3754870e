/** Histories in a few lines: `build().at(0).add('TimerStarted', {...})`. */
import type { Payloads } from '../../src/base/api';
import { msToDuration } from '../../src/base/api';
import type { EventAttributes, EventType, HistoryEvent } from '../../src/history/event';
import { EventLog } from '../../src/history/event-log';
import { History } from '../../src/history/history';

export const START = Date.UTC(2030, 0, 1);

export const ms = msToDuration;

export function json(...values: unknown[]): Payloads {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  return {
    payloads: values.map((value) => ({
      metadata: { encoding: encode('json/plain') },
      data: encode(JSON.stringify(value)),
    })),
  };
}

export class HistoryBuilder {
  readonly log = new EventLog();
  #time = START;

  /** Time of the events that follow, in milliseconds since the start. */
  at(elapsedMs: number): this {
    this.#time = START + elapsedMs;
    return this;
  }

  add<T extends EventType>(type: T, attributes: EventAttributes[T] = {} as EventAttributes[T]): this {
    const event: HistoryEvent<T> = { id: this.log.length + 1, time: this.#time, type, attributes };
    this.log.append(event as never);
    return this;
  }

  /** A workflow task that is scheduled, started and completed at once. */
  task(): this {
    const scheduledEventId = this.log.length + 1;
    return this.add('WorkflowTaskScheduled', { attempt: 1 })
      .add('WorkflowTaskStarted', { scheduledEventId })
      .add('WorkflowTaskCompleted', { scheduledEventId, startedEventId: scheduledEventId + 1 });
  }

  get history(): History {
    return new History(this.log);
  }
}

/** A history that begins with a started workflow: `checkout("order-1")`. */
export function build(started: EventAttributes['WorkflowExecutionStarted'] = {}): HistoryBuilder {
  return new HistoryBuilder().add('WorkflowExecutionStarted', {
    workflowType: { name: 'checkout' },
    workflowId: 'order-1',
    originalExecutionRunId: '00000000-0000-4000-8000-000000000001',
    taskQueue: { name: 'orders', kind: 1 },
    ...started,
  });
}
