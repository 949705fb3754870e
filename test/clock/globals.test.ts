import nodeCrypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import nodeTimers from 'node:timers';
import nodeTimersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import FakeTimers from '@sinonjs/fake-timers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acquireGlobals } from '../../src/clock/globals';
import { isRealTimerHandle } from '../../src/clock/real';
import { enterRealm, type Realm } from '../../src/clock/realm';
import { runTimers, START_TIME, testWorld } from './run-timers';

/** Every object that the dispatchers touch. */
const shared = {
  globalThis,
  DatePrototype: Date.prototype,
  Math,
  AbortSignal,
  CryptoPrototype: Object.getPrototypeOf(globalThis.crypto),
  PerformancePrototype: Object.getPrototypeOf(performance),
  performance,
  nodeCrypto,
  nodeTimers,
  nodeTimersPromises,
  SchedulerPrototype: Object.getPrototypeOf(nodeTimersPromises.scheduler),
};

type Descriptors = Map<string, PropertyDescriptor>;

function descriptors(): Descriptors {
  const all: Descriptors = new Map();
  for (const [name, object] of Object.entries(shared)) {
    for (const key of Reflect.ownKeys(object)) {
      all.set(`${name}.${String(key)}`, Object.getOwnPropertyDescriptor(object, key)!);
    }
  }
  return all;
}

/** Which properties differ, by name. */
function differences(before: Descriptors, after: Descriptors): string[] {
  const names = new Set([...before.keys(), ...after.keys()]);
  return [...names].filter((name) => {
    const [expected, actual] = [before.get(name), after.get(name)];
    if (expected === undefined || actual === undefined) return true;
    return !(Object.keys(expected) as (keyof PropertyDescriptor)[]).every((field) =>
      Object.is(expected[field], actual[field]),
    );
  });
}

describe('acquire and release', () => {
  // Node loads fetch when somebody first looks at it, and marks globalThis then. Updating ES module bindings looks at all exports.
  new Headers();
  syncBuiltinESMExports();

  test('leave exactly the same property descriptors, 200 times', () => {
    const before = descriptors();
    const RealDate = Date;
    for (let i = 0; i < 200; i++) {
      const release = acquireGlobals();
      expect(Date).not.toBe(RealDate);
      release();
      expect(differences(before, descriptors())).toEqual([]);
    }
  });

  test('the last holder restores, and a release counts once', () => {
    const before = descriptors();
    const first = acquireGlobals();
    const second = acquireGlobals();
    first();
    first();
    expect(differences(before, descriptors())).toContain('globalThis.Date');
    second();
    expect(differences(before, descriptors())).toEqual([]);
  });

  test('a function that somebody else has put in place meanwhile stays theirs', () => {
    const before = descriptors();
    const realSetTimeout = globalThis.setTimeout;
    const release = acquireGlobals();
    const fake = FakeTimers.install({ toFake: ['setTimeout', 'Date'] });
    const theirs = globalThis.setTimeout;
    release();
    expect(globalThis.setTimeout).toBe(theirs);
    // Their uninstall puts back the dispatcher that they found. It is harmless, and the next release heals it.
    fake.uninstall();
    const handle = globalThis.setTimeout(() => {}, 1000);
    expect(isRealTimerHandle(handle)).toBe(true);
    clearTimeout(handle);
    acquireGlobals()();
    expect(globalThis.setTimeout).toBe(realSetTimeout);
    expect(differences(before, descriptors())).toEqual([]);
  });

  test('fake timers that were there before stay in force outside all realms', () => {
    const fake = FakeTimers.install({ now: 5, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const release = acquireGlobals();
    const { clock, realm } = testWorld();
    const fired: string[] = [];
    setTimeout(() => fired.push('fake'), 10);
    enterRealm(realm, () => setTimeout(() => fired.push('virtual'), 10));
    expect([Date.now(), new Date().getMilliseconds(), enterRealm(realm, Date.now)]).toEqual([5, 5, START_TIME]);
    fake.tick(10);
    expect([fired, clock.nextDueAt()]).toEqual([['fake'], START_TIME + 10]);
    release();
    fake.uninstall();
  });

  test('where somebody put the real functions back, the next holder installs them again', () => {
    const realSetTimeout = globalThis.setTimeout;
    const first = acquireGlobals();
    globalThis.setTimeout = realSetTimeout;
    const second = acquireGlobals();
    expect(globalThis.setTimeout).not.toBe(realSetTimeout);
    first();
    second();
    expect(globalThis.setTimeout).toBe(realSetTimeout);
  });
});

describe('while installed', () => {
  let release: () => void;
  const RealDate = Date;
  const RealWeakRef = WeakRef;
  beforeEach(() => {
    release = acquireGlobals();
  });
  afterEach(() => release());

  /** Runs a function in a realm of its own whose clock stands at the start time. */
  const inRealm = <T>(fn: (world: ReturnType<typeof testWorld>) => T): T => {
    const world = testWorld();
    return enterRealm(world.realm, () => fn(world));
  };

  test('Date says the time of the realm in every way of asking', () => {
    inRealm(({ clock }) => {
      clock.advanceTo(START_TIME + 1500);
      class Moment extends Date {}
      expect(Date.now()).toBe(START_TIME + 1500);
      expect(new Date().toISOString()).toBe('2030-01-01T00:00:01.500Z');
      expect(new Moment().getTime()).toBe(START_TIME + 1500);
      expect(new Moment()).toBeInstanceOf(Moment);
      expect((Date as () => string)()).toBe(new RealDate(START_TIME + 1500).toString());
      expect(Reflect.construct(Object, [], Date)).toBeInstanceOf(RealDate);
    });
  });

  test('Date with arguments, its statics and its identity are those of the real one', () => {
    inRealm(() => {
      expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
      expect(new Date(2020, 1, 2, 3, 4, 5, 6)).toEqual(new RealDate(2020, 1, 2, 3, 4, 5, 6));
      expect(new Date(undefined as never).getTime()).toBeNaN();
      expect([Date.UTC, Date.parse, Date.length, Date.name]).toEqual([RealDate.UTC, RealDate.parse, 7, 'Date']);
      expect([new RealDate() instanceof Date, new Date() instanceof RealDate]).toEqual([true, true]);
      expect(new Date().constructor).toBe(Date);
      expect(Object.getOwnPropertyNames(Date).sort()).toEqual(Object.getOwnPropertyNames(RealDate).sort());
    });
  });

  test('a realm with its own idea of time, such as that of a workflow, is asked through its own functions', () => {
    const timers: unknown[] = [];
    const realm = {
      ...testWorld().realm,
      now: () => 77,
      setTimeout: (...args: unknown[]) => timers.push(args),
      clearTimeout: (handle: unknown) => timers.push(handle),
      WeakRef: function Forbidden() {
        throw new Error('not deterministic');
      },
    } as unknown as Realm;
    enterRealm(realm, () => {
      const callback = () => {};
      expect(setTimeout(callback as (...args: unknown[]) => void, 5, 'a')).toBe(1);
      clearTimeout(1);
      clearTimeout(undefined);
      expect(timers).toEqual([[callback, 5, 'a'], 1, undefined]);
      expect(Date.now()).toBe(77);
      expect(() => new WeakRef({})).toThrow('not deterministic');
    });
    const target = {};
    expect(new WeakRef(target).deref()).toBe(target);
    expect(new RealWeakRef(target)).toBeInstanceOf(WeakRef);
  });

  test('random numbers and ids come from the realm, and arrays are filled from it', () => {
    inRealm(() => {
      expect([Math.random(), Math.random()]).toEqual([0, 1 / 256]);
      expect([crypto.randomUUID(), nodeCrypto.randomUUID()]).toEqual(['uuid-0', 'uuid-1']);
      const words = new Uint16Array(new Uint8Array([9, 9, 9, 9, 9, 9]).buffer, 2, 1);
      expect(crypto.getRandomValues(words)).toBe(words);
      expect([...new Uint8Array(words.buffer)]).toEqual([9, 9, 2, 3, 9, 9]);
      expect([...nodeCrypto.getRandomValues(new Uint8Array(2))]).toEqual([4, 5]);
      expect(() => crypto.getRandomValues(new Float32Array(1) as never)).toThrow(/type/i);
      expect(() => crypto.getRandomValues(new Uint8Array(65_537))).toThrow(/65,?536|quota/i);
    });
  });

  test('performance counts from the start of the world, and its origin fits', () => {
    inRealm(({ clock }) => {
      clock.advanceTo(START_TIME + 12.5);
      expect(performance.now()).toBe(12.5);
      expect(performance.timeOrigin + performance.now()).toBe(Date.now());
    });
  });

  test('outside all realms everything is what it was', async () => {
    const before = RealDate.now();
    expect(Math.abs(Date.now() - before)).toBeLessThan(5000);
    expect(Object.getPrototypeOf(new Date())).toBe(RealDate.prototype);
    expect((Date as () => string)()).toMatch(/^\w{3} \w{3} \d\d \d{4}/);
    expect(performance.now()).not.toBe(performance.now());
    expect(new Set([crypto.randomUUID(), nodeCrypto.randomUUID()]).size).toBe(2);
    expect(Math.random()).not.toBe(Math.random());
    expect(setTimeout.name).toBe('setTimeout');
    const unboundUUID = crypto.randomUUID;
    expect(() => unboundUUID.call({} as never)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_THIS' }));
    expect(await promisify(setTimeout)(1, 'value')).toBe('value');
    expect(await nodeTimersPromises.setTimeout(1, 'value')).toBe('value');
    const interval = setInterval(() => {}, 1000);
    expect(isRealTimerHandle(interval)).toBe(true);
    clearInterval(interval);
    expect(AbortSignal.timeout(10_000).aborted).toBe(false);
  });

  test('timers of globalThis and of node:timers are virtual in a realm; handles are cleared from either side', async () => {
    const { clock, realm } = testWorld();
    const fired: string[] = [];
    const handles = enterRealm(realm, () => {
      setTimeout(() => fired.push('timeout'), 30 * 24 * 3600 * 1000);
      nodeTimers.setTimeout(() => fired.push('node:timers'), 5);
      setImmediate((name: string) => fired.push(name), 'immediate');
      return { timeout: setTimeout(() => fired.push('cleared outside'), 1), immediate: setImmediate(() => {}) };
    });
    clearTimeout(handles.timeout);
    clearImmediate(handles.immediate);
    const outside = setTimeout(() => fired.push('cleared inside'), 1);
    enterRealm(realm, () => clearTimeout(outside));
    await runTimers(clock);
    expect(fired).toEqual(['immediate', 'node:timers', 'timeout']);
    expect((outside as unknown as { _destroyed: boolean })._destroyed).toBe(true);
  });

  test('the bindings of ES modules follow', async () => {
    const bindings = await Promise.all([import('node:timers'), import('node:timers/promises'), import('node:crypto')]);
    const of = () => [bindings[0].setTimeout, bindings[1].setTimeout, bindings[2].randomUUID] as unknown[];
    const installed = [nodeTimers.setTimeout, nodeTimersPromises.setTimeout, nodeCrypto.randomUUID];
    expect(of()).toEqual(installed);
    release();
    expect(of()).toEqual([nodeTimers.setTimeout, nodeTimersPromises.setTimeout, nodeCrypto.randomUUID]);
    expect(of().some((fn, i) => fn === installed[i])).toBe(false);
  });

  test('two worlds at once: chains of await keep their realm, and neither sees the other', async () => {
    const worlds = [testWorld({ name: 'a' }), testWorld({ name: 'b' })];
    const logs: unknown[][] = [[], []];
    const chain = async (log: unknown[], delayMs: number) => {
      for (let round = 0; round < 3; round++) {
        await new Promise((resolve) => setTimeout(resolve, delayMs));
        await Promise.resolve();
        log.push(Date.now() - START_TIME, crypto.randomUUID());
      }
    };
    for (const [i, { realm }] of worlds.entries()) void enterRealm(realm, () => chain(logs[i]!, (i + 1) * 1000));
    await Promise.all(worlds.map(({ clock }) => runTimers(clock)));
    expect(logs).toEqual([
      [1000, 'a-0', 2000, 'a-1', 3000, 'a-2'],
      [2000, 'b-0', 4000, 'b-1', 6000, 'b-2'],
    ]);
  });
});
