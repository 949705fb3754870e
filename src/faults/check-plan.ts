/** Refuses plans that cannot be used: a plan may come from a file, so nothing is taken on trust. */
import { parseDuration } from '../base/duration';
import { InvalidInputError } from '../base/errors';
import { FAULT_KINDS, type FaultKind, type FaultPlan } from './fault';

type Check = (value: unknown) => string | undefined;

const isDuration: Check = (value) => {
  try {
    parseDuration(value as number | string, '');
    return undefined;
  } catch {
    return "a duration: milliseconds (0 or more), or a text such as '30 seconds'";
  }
};
const isCount: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 1 ? undefined : 'a whole number from 1';
const isCountOrEvery: Check = (value) =>
  value === 'every' || isCount(value) === undefined ? undefined : "a whole number from 1, or 'every'";
const isIndex: Check = (value) =>
  Number.isInteger(value) && (value as number) >= 0 ? undefined : 'a whole number from 0';
const isText: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text that is not empty');
const isOneOf =
  (...allowed: string[]): Check =>
  (value) =>
    allowed.includes(value as string) ? undefined : `one of ${allowed.map((one) => `'${one}'`).join(', ')}`;
const isSpan: Check = (value) =>
  Array.isArray(value) && value.length === 2 && value.every((end) => isDuration(end) === undefined)
    ? undefined
    : "two durations: ['1 hour', '2 hours']";
const isRate: Check = (value) => {
  const { attempts, per } = (value ?? {}) as { attempts?: unknown; per?: unknown };
  const isRight = isIndex(attempts) === undefined && isDuration(per) === undefined;
  return isRight ? undefined : "{ attempts, per }, a whole number and a duration: { attempts: 10, per: '1 second' }";
};
const isFailure: Check = (value) => {
  const right = '{ message?, type?, nonRetryable?, details?, nextRetryDelay? }';
  if (typeof value !== 'object' || value === null) return right;
  for (const [name, part] of Object.entries(value)) {
    const check = FAILURE_PARTS[name];
    if (!check) return `${right}, without '${name}'`;
    const wrong = part === undefined ? undefined : check(part);
    if (wrong) return `${right}, with ${name} being ${wrong}`;
  }
  return undefined;
};
const FAILURE_PARTS: Readonly<Record<string, Check>> = {
  message: (value) => (typeof value === 'string' ? undefined : 'a text'),
  type: isText,
  nonRetryable: (value) => (typeof value === 'boolean' ? undefined : 'true or false'),
  details: (value) => (Array.isArray(value) ? undefined : 'an array'),
  nextRetryDelay: isDuration,
};

/** Names that must be there end with `!`. */
type Shape = Readonly<Record<string, Check>>;

const ACTIVITY: Shape = {
  'activity!': isText,
  attempt: isCountOrEvery,
  call: isCountOrEvery,
  workflowId: isText,
  between: isSpan,
};
const EVENT: Shape = { 'event!': isCount, workflowId: isText };
const TIME: Shape = { 'at!': isDuration };
const VICTIMS: Shape = { workers: isOneOf('all', 'one by one'), restartAfter: isDuration };

const SHAPES: Readonly<Record<Exclude<FaultKind, 'delay' | 'worker-crash' | 'deploy'>, Shape>> = {
  'activity-failure': { ...ACTIVITY, failure: isFailure, above: isRate },
  'activity-timeout': { ...ACTIVITY, timeout: isOneOf('start-to-close', 'schedule-to-start', 'heartbeat') },
  'completion-lost': ACTIVITY,
  'heartbeat-lost': { ...ACTIVITY, after: isIndex },
  eviction: EVENT,
  reorder: { 'choice!': isCount, 'index!': isIndex, step: isText },
  cancel: EVENT,
  terminate: { ...EVENT, reason: isText },
  'signal-twice': { signal: isText, call: isCountOrEvery, workflowId: isText, after: isDuration },
};

const DELAY_OF = isOneOf('start', 'completion', 'workflow-task', 'request');

function shapeOf(fault: Readonly<Record<string, unknown>>): Shape {
  switch (fault.kind) {
    case 'delay': {
      const common = { 'by!': isDuration, 'of!': DELAY_OF };
      if (fault.of === 'workflow-task') return { ...common, task: isCountOrEvery, workflowId: isText };
      if (fault.of === 'request') return { ...common, method: isText, call: isCountOrEvery, workflowId: isText };
      return { ...common, ...ACTIVITY };
    }
    case 'worker-crash':
      if (fault.activity !== undefined) return { ...ACTIVITY, after: isDuration, restartAfter: isDuration };
      return { ...(fault.at === undefined ? EVENT : TIME), ...VICTIMS };
    case 'deploy':
      return { ...(fault.at === undefined ? EVENT : TIME), rollBackAfter: isDuration };
    default:
      return SHAPES[fault.kind as keyof typeof SHAPES];
  }
}

/**
 * @param where Begins the text of the error.
 * @throws InvalidInputError for what is no plan, with the entry, the value, and what would be right.
 */
export function checkPlan(plan: unknown, where: string): asserts plan is FaultPlan {
  if (!Array.isArray(plan)) {
    throw new InvalidInputError(`${where}: ${show(plan)} is no fault plan; give an array of faults, built by fault.…`);
  }
  for (const [index, fault] of plan.entries()) checkFault(fault, `${where}[${index}]`);
}

function checkFault(fault: unknown, where: string): void {
  const { kind } = (fault ?? {}) as { kind?: unknown };
  if (!FAULT_KINDS.includes(kind as FaultKind)) {
    throw new InvalidInputError(`${where}: kind is ${show(kind)}; it must be one of ${FAULT_KINDS.join(', ')}`);
  }
  const values = fault as Readonly<Record<string, unknown>>;
  const shape = shapeOf(values);
  for (const name of Object.keys(values)) {
    if (name === 'kind' || name in shape || `${name}!` in shape) continue;
    const known = Object.keys(shape).map((one) => one.replace('!', ''));
    throw new InvalidInputError(`${where}: ${kind} has no '${name}'; it has ${known.join(', ')}`);
  }
  for (const [key, check] of Object.entries(shape)) {
    const name = key.replace('!', '');
    const value = values[name];
    if (value === undefined && !key.endsWith('!')) continue;
    const right = check(value);
    if (right) throw new InvalidInputError(`${where}: ${name} of ${kind} is ${show(value)}; it must be ${right}`);
  }
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
