import { temporal } from '@temporalio/proto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideOverlaps, OverlapPolicy } from '../../../src/server/schedules/overlap';

type Policy = Exclude<(typeof OverlapPolicy)[keyof typeof OverlapPolicy], 0>;
const { SKIP, BUFFER_ONE, BUFFER_ALL, CANCEL_OTHER, TERMINATE_OTHER, ALLOW_ALL } = OverlapPolicy;

interface Start {
  readonly name: string;
  readonly policy: Policy;
}

/** Starts named a, b, c … in their order. */
const buffer = (...policies: Policy[]): Start[] =>
  policies.map((policy, i) => ({ name: String.fromCharCode(97 + i), policy }));
const decide = (starts: Start[], isRunning: boolean) => decideOverlaps(starts, isRunning, ({ policy }) => policy);
const names = (starts: readonly Start[]) => starts.map(({ name }) => name).join('');

describe('the overlap policies', () => {
  it('have the numbers of the API', () => {
    const api = Object.entries(temporal.api.enums.v1.ScheduleOverlapPolicy);
    expect(OverlapPolicy).toEqual(
      Object.fromEntries(api.map(([name, number]) => [name.replace('SCHEDULE_OVERLAP_POLICY_', ''), number])),
    );
  });

  it.each([
    ['skip', SKIP, { kept: '', skipped: 2, interrupt: 'none' }],
    ['buffer one: the first', BUFFER_ONE, { kept: 'a', skipped: 1, interrupt: 'none' }],
    ['buffer all', BUFFER_ALL, { kept: 'ab', skipped: 0, interrupt: 'none' }],
    ['cancel other', CANCEL_OTHER, { kept: 'ab', skipped: 0, interrupt: 'cancel' }],
    ['terminate other', TERMINATE_OTHER, { kept: 'ab', skipped: 0, interrupt: 'terminate' }],
  ] as const)('where something runs: %s', (_, policy, expected) => {
    const { alone, kept, skipped, interrupt } = decide(buffer(policy, policy), true);
    expect({ alone, kept: names(kept), skipped, interrupt }).toEqual({ alone: undefined, ...expected });
  });

  it.each([SKIP, BUFFER_ONE, BUFFER_ALL, CANCEL_OTHER, TERMINATE_OTHER])(
    'where nothing runs, the first one starts under policy %i',
    (policy) => {
      expect(decide(buffer(policy), false)).toMatchObject({ alone: { name: 'a' }, kept: [], interrupt: 'none' });
    },
  );

  it('replace what is about to start, where they would cancel or terminate it', () => {
    expect(decide(buffer(SKIP, CANCEL_OTHER, TERMINATE_OTHER), false)).toEqual({
      beside: [],
      alone: { name: 'c', policy: TERMINATE_OTHER },
      kept: [],
      interrupt: 'none',
      skipped: 0,
    });
  });

  it('terminate where one cancels and another terminates, in either order', () => {
    expect(decide(buffer(CANCEL_OTHER, TERMINATE_OTHER), true).interrupt).toBe('terminate');
    expect(decide(buffer(TERMINATE_OTHER, CANCEL_OTHER), true).interrupt).toBe('terminate');
  });

  it('begin nothing beside a run that they interrupt', () => {
    expect(names(decide(buffer(ALLOW_ALL, ALLOW_ALL), true).beside)).toBe('ab');
    expect(names(decide(buffer(ALLOW_ALL, CANCEL_OTHER), true).beside)).toBe('');
  });

  it('lose no start, start at most one alone and keep the order', () => {
    const policy = fc.constantFrom<Policy>(SKIP, BUFFER_ONE, BUFFER_ALL, CANCEL_OTHER, TERMINATE_OTHER, ALLOW_ALL);
    fc.assert(
      fc.property(fc.array(policy, { maxLength: 12 }), fc.boolean(), (policies, isRunning) => {
        const starts = buffer(...policies);
        const { beside, alone, kept, interrupt, skipped } = decide(starts, isRunning);
        const replaced = isRunning
          ? 0
          : Math.max(0, starts.filter(isReplacing).length - (isReplacing(starts.find(isExclusive)) ? 1 : 0));
        const unstarted = interrupt === 'none' ? 0 : starts.length - starts.filter(isExclusive).length;
        expect(beside.length + (alone ? 1 : 0) + kept.length + skipped + replaced + unstarted).toBe(starts.length);
        expect(alone === undefined || !isRunning).toBe(true);
        expect(names(kept)).toBe([...names(kept)].sort().join(''));
      }),
    );
  });
});

const isExclusive = ({ policy }: Start) => policy !== ALLOW_ALL;
const isReplacing = (start: Start | undefined) => start?.policy === CANCEL_OTHER || start?.policy === TERMINATE_OTHER;
