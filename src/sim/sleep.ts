import { parseDuration } from '../base/duration';
import type { VirtualClock } from '../clock/virtual-clock';
import type { Loop } from './loop';
import type { Waits } from './waits';

interface Scene {
  readonly clock: VirtualClock;
  readonly loop: Loop;
  readonly waits: Waits;
}

/** Waits for a virtual duration. All that is due until then, and then, happens before. */
export function sleepIn({ clock, loop, waits }: Scene, duration: number | string): Promise<void> {
  const until = clock.now() + parseDuration(duration, 'world.sleep');
  return new Promise((resolve, reject) => {
    const waiter = {
      describe: () => `world.sleep(${JSON.stringify(duration)})`,
      fail: (error: Error) => {
        clock.cancel(timer);
        reject(error);
      },
    };
    const wake = () => {
      // What else is due at this instant goes first, whichever timer was registered first.
      void loop.settle().then(() => {
        waits.remove(waiter);
        resolve();
      });
    };
    const timer = clock.schedule(until, wake, 'foreground', 'world.sleep');
    waits.add(waiter);
    loop.wake();
  });
}
