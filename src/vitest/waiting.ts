/**
 * `vi.waitFor` and `vi.waitUntil` poll with timers that vitest kept for itself before a test could fake them. A world would not see them, and so
 * its time would stand still while a test polls.
 */

/** As much of `vi` as is changed. */
export interface Waiting {
  waitFor: (...args: never[]) => unknown;
  waitUntil: (...args: never[]) => unknown;
}

/** Both take their timers when they are called: while that happens, they find those that everybody has. */
export function followWaiting(vi: Waiting): void {
  const kept = Object.getOwnPropertySymbols(globalThis).find(({ description }) => description === KEPT);
  if (!kept) return;
  for (const name of ['waitFor', 'waitUntil'] as const) {
    const original = vi[name];
    vi[name] = (...args) => {
      const timers = Reflect.get(globalThis, kept) as object;
      const current = Object.entries(timers).map(([timer, own]) => [timer, Reflect.get(globalThis, timer) ?? own]);
      Reflect.set(globalThis, kept, Object.fromEntries(current));
      try {
        return original(...args);
      } finally {
        Reflect.set(globalThis, kept, timers);
      }
    };
  }
}

/** The name of vitest's symbol for them. */
const KEPT = 'vitest:SAFE_TIMERS';
