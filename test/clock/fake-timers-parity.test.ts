import FakeTimers from '@sinonjs/fake-timers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runTimers, START_TIME, testWorld } from './run-timers';

/** What the callback of a timer does: starts other timers, and clears one that was started before. */
interface Step {
  readonly kind: 'timeout' | 'interval';
  readonly delayMs: number;
  readonly clears: number | undefined;
  readonly starts: readonly Step[];
}

interface Timers {
  setTimeout(callback: () => void, ms: number): unknown;
  setInterval(callback: () => void, ms: number): unknown;
  clearTimeout(handle: any): void;
  clearInterval(handle: any): void;
}

interface Firing {
  readonly timer: number;
  readonly kind: Step['kind'];
  readonly at: number;
}

const MAX_TICKS = 4;

/** Starts a program on some timers; the returned record grows while time passes. */
function start(program: readonly Step[], timers: Timers, now: () => number): Firing[] {
  const fired: Firing[] = [];
  const handles: { clear: () => void }[] = [];
  const startStep = (step: Step): void => {
    const timer = handles.length;
    let ticks = 0;
    const onFire = (): void => {
      fired.push({ timer, kind: step.kind, at: now() });
      if (++ticks === MAX_TICKS) handles[timer]!.clear();
      if (ticks > 1) return;
      step.starts.forEach(startStep);
      if (step.clears !== undefined) handles[step.clears % handles.length]!.clear();
    };
    if (step.kind === 'timeout') {
      const handle = timers.setTimeout(onFire, step.delayMs);
      handles[timer] = { clear: () => timers.clearTimeout(handle) };
    } else {
      const handle = timers.setInterval(onFire, step.delayMs);
      handles[timer] = { clear: () => timers.clearInterval(handle) };
    }
  };
  program.forEach(startStep);
  return fired;
}

const delayMs = fc.oneof(
  fc.integer({ min: 1, max: 12 }),
  fc.double({ min: 1, max: 1000, noNaN: true }),
  fc.integer({ min: 1, max: 2 ** 31 - 1 }),
);

function programs(kinds: Step['kind'][]): fc.Arbitrary<Step[]> {
  const step: fc.Memo<Step> = fc.memo((depth) =>
    fc.record({
      kind: fc.constantFrom(...kinds),
      delayMs,
      clears: fc.option(fc.nat(), { nil: undefined, freq: 2 }),
      starts: depth <= 1 ? fc.constant([]) : fc.array(step(depth - 1), { maxLength: 3 }),
    }),
  );
  return fc.array(step(3), { minLength: 1, maxLength: 6 });
}

async function runBoth(program: Step[]): Promise<{ ours: Firing[]; theirs: Firing[] }> {
  const { clock, realm } = testWorld();
  const ours = start(program, realm, () => realm.now());
  await runTimers(clock);
  const fake = FakeTimers.createClock(START_TIME, 10_000);
  const theirs = start(program, fake as unknown as Timers, () => fake.now);
  fake.runAll();
  return { ours, theirs };
}

test('programs of setTimeout and clearTimeout fire in the order and at the times of fake-timers', async () => {
  await fc.assert(
    fc.asyncProperty(programs(['timeout']), async (program) => {
      const { ours, theirs } = await runBoth(program);
      expect(ours).toEqual(theirs);
    }),
  );
});

// Node starts the delay of an interval again after its callback, fake-timers before it: they agree except on ties with intervals.
test('programs with intervals fire in the order and at the times of fake-timers where no interval ties with another timer', async () => {
  await fc.assert(
    fc.asyncProperty(programs(['timeout', 'interval']), async (program) => {
      const { ours, theirs } = await runBoth(program);
      fc.pre(!theirs.some((firing, i) => theirs[i + 1]?.at === firing.at));
      expect(ours).toEqual(theirs);
    }),
  );
});
