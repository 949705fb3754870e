/** A failure that an exploration has found, for people. */
import { inspect } from 'node:util';
import type { FaultPlan, Reorder } from '../faults/fault';
import { faultText } from '../faults/fault-text';

export interface FailureStory {
  readonly error: Error;
  readonly plan: FaultPlan;
  readonly choices: readonly Reorder[];
  readonly input: unknown;
  readonly token: string;
  readonly timeline: string;
  readonly passing: { readonly plan: FaultPlan; readonly timeline: string } | undefined;
  readonly shrinks: number;
  readonly run: number;
  readonly stale: readonly string[];
}

/** The whole story: what went wrong, what it takes, how it went, how it goes well, how to see it again. */
export function failureText(story: FailureStory): string {
  const { error, run, shrinks, token, timeline, passing, stale } = story;
  const parts = [
    `Run ${run} failed${shrinks > 0 ? ` (made smaller ${shrinks} times)` : ''}: ${error.name}: ${error.message}`,
    conditions(story),
    `What happened:\n${timeline}`,
  ];
  if (passing) parts.push(`The nearest run that passed ${difference(story, passing.plan)}:\n${passing.timeline}`);
  if (stale.length > 0) parts.push(`The code has changed since:\n${stale.map((text) => `  - ${text}`).join('\n')}`);
  parts.push(
    `To see it again:\n  WORLDLINE_TOKEN=${token} <your test command>\n  npx worldline replay FILE --token ${token}`,
  );
  return parts.join('\n\n');
}

function conditions({ plan, choices, input }: FailureStory): string {
  const lines = [...plan, ...choices].map((fault) => `  - ${faultText(fault)}`);
  if (input !== undefined) lines.push(`  - the input is ${inspect(input, { depth: 6, breakLength: 100 })}`);
  return lines.length > 0
    ? `It happens when\n${lines.join('\n')}`
    : 'It happens without any fault, in the plain order of steps.';
}

function difference({ plan, choices }: FailureStory, passing: FaultPlan): string {
  const has = new Set(passing.map((fault) => JSON.stringify(fault)));
  const missing = [...plan, ...choices].filter((fault) => !has.has(JSON.stringify(fault)));
  return missing.length > 0 ? `is without “${missing.map(faultText).join('”, “')}”` : 'differs in its input';
}
