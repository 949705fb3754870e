import { deferRequest, isClosing } from '../execution/closing';
import type { Execution } from '../execution/execution';
import type { Server } from '../server';
import type { Call } from './rpc';

/**
 * Applies a request to the run that `find` gives (none: the request will start one): now, or, where the run tries to close (see
 * `execution/closing.ts`), when its workflow task has ended. The run is looked up anew then: it may have closed, or have a successor.
 */
export function whenOpen<Run extends Execution | undefined, T>(
  server: Server,
  call: Call,
  what: string,
  find: () => Run,
  apply: (x: Run) => T,
): T | Promise<T> {
  const x = find();
  if (!x || !isClosing(x)) return apply(x);
  return call.wait<T>({
    describe: () => `the workflow task in which ${x.workflowId} tries to close, before ${what}`,
    execution: x,
    register: (settle) => {
      let takeBack = () => {};
      let isOver = false;
      const attempt = () => {
        if (isOver) return;
        try {
          const now = find();
          if (now && isClosing(now)) takeBack = deferRequest(now, retry);
          else settle({ value: apply(now) });
        } catch (error) {
          settle({ error: error as Error });
        }
      };
      const retry = () => server.post({ kind: 'request', workflowId: x.workflowId, what, drains: true, run: attempt });
      takeBack = deferRequest(x, retry);
      return () => {
        isOver = true;
        takeBack();
      };
    },
  });
}
