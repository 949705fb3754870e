import { currentRealm } from '../../clock/realm';
import type { Activator } from './runtime';

const METHODS = ['log', 'warn', 'error', 'info', 'debug'] as const;

/**
 * Lets `console` methods of workflow code print with the prefix `[type(workflowId)]`, and print nothing while history is
 * replayed, as the real sandbox does. Code outside of workflows sees no difference. Returns the function that undoes it.
 */
export function dispatchConsole(): () => void {
  const undo = METHODS.map((method) => {
    const original = console[method];
    const dispatching = function (this: unknown, ...args: unknown[]): void {
      const activator = currentRealm()?.activator as Activator | undefined;
      if (activator === undefined) {
        original.apply(this, args);
        return;
      }
      const { info } = activator;
      if (!info.unsafe.isReplayingHistoryEvents)
        original.call(this, `[${info.workflowType}(${info.workflowId})]`, ...args);
    };
    console[method] = dispatching;
    return () => {
      // Somebody may have wrapped ours in the meantime; theirs then stays.
      if (console[method] === dispatching) console[method] = original;
    };
  });
  return () => {
    for (const one of undo) one();
  };
}
