/**
 * Events that arrive while a workflow task is started wait here, without ids. When the task has ended they are appended: first
 * all that end nothing, in order of arrival, then those that end an activity, a child or an operation (the server's own order).
 */
import type { EventAttributes, EventType } from '../../history/event';

/** Gives the attributes when the event's id is known; references to events that are buffered with it resolve then. */
export type EventWriter<T extends EventType> = (id: number) => EventAttributes[T];

export interface BufferedEvent {
  readonly type: EventType;
  readonly write: EventWriter<any>;
  readonly time: number;
  readonly wakes: boolean;
  /** Names the event, where a command may take it back. */
  readonly key: string | undefined;
  /** Of its payloads. */
  readonly bytes: number;
}

export interface BufferOptions {
  /** Whether a workflow task follows. Default true. */
  readonly wakes?: boolean;
  readonly key?: string;
  readonly bytes?: number;
}

const COMPLETIONS: ReadonlySet<EventType> = new Set([
  'ActivityTaskCompleted',
  'ActivityTaskFailed',
  'ActivityTaskTimedOut',
  'ActivityTaskCanceled',
  'ChildWorkflowExecutionCompleted',
  'ChildWorkflowExecutionFailed',
  'ChildWorkflowExecutionCanceled',
  'ChildWorkflowExecutionTimedOut',
  'ChildWorkflowExecutionTerminated',
  'NexusOperationCompleted',
  'NexusOperationFailed',
  'NexusOperationCanceled',
  'NexusOperationTimedOut',
] as const);

export class BufferedEvents {
  private events: BufferedEvent[] = [];
  /** About what they all take: the payloads alone. */
  bytes = 0;

  get length(): number {
    return this.events.length;
  }

  push<T extends EventType>(type: T, write: EventWriter<T>, time: number, options: BufferOptions = {}): void {
    const { wakes = true, key, bytes = 0 } = options;
    this.bytes += bytes;
    this.events.push({ type, write, time, wakes, key, bytes });
  }

  has(key: string): boolean {
    return this.events.some((event) => event.key === key);
  }

  takeBack(key: string): BufferedEvent | undefined {
    const index = this.events.findIndex((event) => event.key === key);
    if (index < 0) return undefined;
    const [event] = this.events.splice(index, 1);
    this.bytes -= event!.bytes;
    return event;
  }

  /** Takes all, in the order in which they are to be appended. */
  take(): BufferedEvent[] {
    const events = this.events;
    this.events = [];
    this.bytes = 0;
    if (events.length < 2) return events;
    return [...events.filter((e) => !COMPLETIONS.has(e.type)), ...events.filter((e) => COMPLETIONS.has(e.type))];
  }
}
