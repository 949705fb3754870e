/** A failure that an exploration has found, for people. */
import { inspect } from 'node:util';
import { WorldlineError } from '../base/errors';
import { type Fault, type FaultPlan, isEventFault, type Reorder } from '../faults/fault';
import { faultText } from '../faults/fault-text';
import type { History } from '../history/history';

const CAUSES_MAX = 6;

/** What a failure is told by. */
export interface FailureStory {
  /** What `fn` threw, or what went wrong in its world. */
  readonly error: Error;
  /** The fewest faults with which it still happens. */
  readonly plan: FaultPlan;
  /** The steps that must go first out of order for it to happen. */
  readonly choices: readonly Reorder[];
  readonly input: unknown;
  /** Reproduces it: `explore.reproduce(token, options, fn)`, or WORLDLINE_TOKEN in the environment. */
  readonly token: string;
  /** The failing run, over virtual time. */
  readonly timeline: string;
  /** The nearest run that passed: the same but for one thing. */
  readonly passing: { readonly plan: FaultPlan; readonly timeline: string } | undefined;
  /** How often a smaller run failed in the same way. */
  readonly shrinks: number;
  /** Number of the run that failed first. */
  readonly run: number;
  readonly histories: readonly History[];
  /** Where a token does not fit the code any more, in words. */
  readonly stale: readonly string[];
  /** What activities did more than once (for one idempotency key), in words. */
  readonly repeated: readonly string[];
}

/** The whole story: what went wrong, what it takes, how it went, how it goes well, how to see it again. */
export function failureText(story: FailureStory): string {
  const { error, run, shrinks, token, timeline, passing, stale, repeated } = story;
  const times = shrinks === 1 ? 'once' : `${shrinks} times`;
  const parts = [
    `Run ${run} failed${shrinks > 0 ? ` (made smaller ${times})` : ''}: ${errorText(error)}`,
    conditions(story),
    `What happened:\n${timeline}`,
  ];
  if (repeated.length > 0) parts.push(`What happened more than once:\n${list(repeated)}`);
  if (passing) parts.push(`The nearest run that passed ${difference(story, passing.plan)}:\n${passing.timeline}`);
  if (stale.length > 0) parts.push(`The code has changed since:\n${list(stale)}`);
  parts.push(
    `To see it again:\n  WORLDLINE_TOKEN=${token} <your test command>\n  npx worldline replay FILE --token ${token}`,
  );
  return parts.join('\n\n');
}

/** Most of what a client of the SDK throws says only in its causes what has happened. */
function errorText(error: Error): string {
  const parts: string[] = [];
  for (let one: unknown = error; one instanceof Error && parts.length < CAUSES_MAX; one = one.cause) {
    parts.push(`${one.name}: ${one.message}`);
    // Our own errors have said it all.
    if (one instanceof WorldlineError) break;
  }
  return parts.join(' ← ');
}

function conditions(story: FailureStory): string {
  const { plan, choices, input } = story;
  const lines = [...plan, ...choices].map((fault) => faultText(fault, eventTypeOf(fault, story)));
  if (input !== undefined) lines.push(`the input is ${inspect(input, { depth: 6, breakLength: 100 })}`);
  return lines.length > 0
    ? `It happens when\n${list(lines)}`
    : 'It happens without any fault, in the plain order of steps.';
}

/** Of the event that a fault comes with. */
function eventTypeOf(fault: Fault, { histories }: FailureStory): string | undefined {
  if (!isEventFault(fault)) return undefined;
  const { event, workflowId } = fault;
  const history = histories.find((one) => one.length >= event && (!workflowId || one.workflowId === workflowId));
  return history?.event(event).type;
}

function difference(story: FailureStory, passing: FaultPlan): string {
  const here = [...story.plan, ...story.choices];
  const missing = notIn(passing, here);
  const other = notIn(here, passing);
  if (missing.length === 0) return 'differs in its input';
  return other.length > 0 ? `has ${quoted(other)} in place of ${quoted(missing)}` : `is without ${quoted(missing)}`;
}

function notIn(plan: FaultPlan, faults: readonly Fault[]): Fault[] {
  const has = new Set(plan.map((fault) => JSON.stringify(fault)));
  return faults.filter((fault) => !has.has(JSON.stringify(fault)));
}

function quoted(faults: readonly Fault[]): string {
  return `“${faults.map((fault) => faultText(fault)).join('”, “')}”`;
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `  - ${line}`).join('\n');
}
