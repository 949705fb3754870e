/** Checks of ids, names and task queues that requests and commands share. Lengths count bytes of UTF-8. */
import type { TaskQueue, temporal } from '../../base/api';
import { TaskQueueKind } from '../../base/enums';
import { invalidArgument } from '../status';

/** Ids, type names, task queues and signal names may have this many bytes of UTF-8. */
const MAX_ID_LENGTH = 1000;
/** What run ids look like; the server refuses others. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const MAX_FAIRNESS_KEY_LENGTH = 64;
const RESERVED_TASK_QUEUE_PREFIX = '/_sys/';
/** The queue of the server's own workers. */
const INTERNAL_TASK_QUEUE = 'temporal-sys-per-ns-tq';

const encoder = new TextEncoder();

/** Bytes of UTF-8; a text of n UTF-16 units has at least n of them, and at most 3n. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length;
}

/** Whether a text has more bytes than allowed; short ones are told by their length alone. */
export function isTooLong(text: string, limit = MAX_ID_LENGTH): boolean {
  return text.length * 3 > limit && utf8Length(text) > limit;
}

/** @throws INVALID_ARGUMENT where an id or a name of an activity is longer than the server takes. */
export function checkNameLength(what: string, text: string | null | undefined): void {
  if (!text || !isTooLong(text)) return;
  throw invalidArgument(`${what} exceeds length limit. Length=${utf8Length(text)} Limit=${MAX_ID_LENGTH}`);
}

/** How the server says that a field of a command is too long. */
export function lengthText(field: string, value: string): string {
  return `${field}=${value} Length=${utf8Length(value)} Limit=${MAX_ID_LENGTH}`;
}

/**
 * A task queue that users may name, its kind made explicit. An empty name becomes `defaultName`, where there is one;
 * `parentName` is the queue of the workflow that names it. Throws a `ServerStatus` INVALID_ARGUMENT.
 */
export function normaliseTaskQueue(
  taskQueue: TaskQueue | null | undefined,
  { defaultName = '', parentName = '' }: { defaultName?: string; parentName?: string } = {},
): TaskQueue & { name: string } {
  if (!taskQueue) throw invalidArgument('taskQueue is not set');
  const name = taskQueue.name || defaultName;
  if (name === '') throw invalidArgument('missing task queue name');
  if (isTooLong(name)) throw invalidArgument('taskQueue length exceeds limit');
  if (name.startsWith(RESERVED_TASK_QUEUE_PREFIX)) {
    throw invalidArgument(`task queue name cannot start with reserved prefix ${RESERVED_TASK_QUEUE_PREFIX}`);
  }
  if (name === INTERNAL_TASK_QUEUE && parentName !== INTERNAL_TASK_QUEUE) {
    const parent = parentName === '' ? '' : ` (in parent component task queue: ${parentName})`;
    throw invalidArgument(`cannot use internal per-namespace task queue:${name}${parent}`);
  }
  return { name, kind: taskQueue.kind || TaskQueueKind.NORMAL, normalName: taskQueue.normalName ?? '' };
}

/** Why the server refuses a priority; undefined where it accepts. Absent is fine. */
export function priorityError(priority: temporal.api.common.v1.IPriority | null | undefined): string | undefined {
  if (!priority) return undefined;
  if ((priority.priorityKey ?? 0) < 0) return "priority key can't be negative";
  if (isTooLong(priority.fairnessKey ?? '', MAX_FAIRNESS_KEY_LENGTH)) return 'fairness key length exceeds limit';
  return (priority.fairnessWeight ?? 0) < 0 ? 'must be greater than zero' : undefined;
}
