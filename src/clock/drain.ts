import { real } from './real';

const hop = (resolve: () => void): void => {
  real.setImmediate(resolve);
};

/**
 * Resolves after one macrotask hop in real time: by then every microtask and `process.nextTick` that was queued, and all that
 * those queued, has run. Virtual time does not move. Uses the `setImmediate` captured at load, so it works in a realm too.
 */
export function drain(): Promise<void> {
  return new Promise(hop);
}
