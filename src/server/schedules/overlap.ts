/** What becomes of the starts that wait in a schedule's buffer, given what its schedule already runs. Pure. */

/** As in the Temporal API. */
export const OverlapPolicy = {
  UNSPECIFIED: 0,
  SKIP: 1,
  BUFFER_ONE: 2,
  BUFFER_ALL: 3,
  CANCEL_OTHER: 4,
  TERMINATE_OTHER: 5,
  ALLOW_ALL: 6,
} as const;
export type OverlapPolicyNumber = (typeof OverlapPolicy)[keyof typeof OverlapPolicy];

/** The policies under which one run at a time is the rule. */
type ExclusivePolicy = Exclude<OverlapPolicyNumber, 0 | 6>;

type Verdict =
  | 'skip'
  /** Waits where none waits yet, else it is skipped. */
  | 'keep-first'
  | 'keep'
  | 'cancel-other'
  | 'terminate-other'
  /** Takes the place of the one that was about to start, which vanishes uncounted. */
  | 'replace';

/** A start that finds another one: one that runs, or one that is just about to. */
const VERDICTS: Readonly<Record<ExclusivePolicy, { readonly running: Verdict; readonly starting: Verdict }>> = {
  [OverlapPolicy.SKIP]: { running: 'skip', starting: 'skip' },
  [OverlapPolicy.BUFFER_ONE]: { running: 'keep-first', starting: 'keep-first' },
  [OverlapPolicy.BUFFER_ALL]: { running: 'keep', starting: 'keep' },
  [OverlapPolicy.CANCEL_OTHER]: { running: 'cancel-other', starting: 'replace' },
  [OverlapPolicy.TERMINATE_OTHER]: { running: 'terminate-other', starting: 'replace' },
};

export interface OverlapDecision<T> {
  /** Start at once, beside everything else. */
  readonly beside: readonly T[];
  /** Starts now, alone. */
  readonly alone: T | undefined;
  /** Wait on. */
  readonly kept: T[];
  /** What to do to the runs that are in the way. */
  readonly interrupt: 'none' | 'cancel' | 'terminate';
  readonly skipped: number;
}

/** `policyOf` gives the policy in force: an unspecified one is the schedule's, as it is now. */
export function decideOverlaps<T>(
  buffer: readonly T[],
  isRunning: boolean,
  policyOf: (start: T) => Exclude<OverlapPolicyNumber, 0>,
): OverlapDecision<T> {
  const beside: T[] = [];
  const kept: T[] = [];
  let alone: T | undefined;
  let interrupt: OverlapDecision<T>['interrupt'] = 'none';
  let skipped = 0;
  for (const start of buffer) {
    const policy = policyOf(start);
    if (policy === OverlapPolicy.ALLOW_ALL) {
      beside.push(start);
      continue;
    }
    if (!isRunning && alone === undefined) {
      alone = start;
      continue;
    }
    const verdict = VERDICTS[policy][isRunning ? 'running' : 'starting'];
    if (verdict === 'skip' || (verdict === 'keep-first' && kept.length > 0)) skipped++;
    else if (verdict === 'replace') alone = start;
    else kept.push(start);
    if (verdict === 'terminate-other') interrupt = 'terminate';
    else if (verdict === 'cancel-other' && interrupt === 'none') interrupt = 'cancel';
  }
  // What interrupts others would interrupt these as well, so the server does not begin them.
  return { beside: interrupt === 'none' ? beside : [], alone, kept, interrupt, skipped };
}
