import { currentRealm } from '../../clock/realm';
import { WorkflowRealm } from './workflow-realm';

/**
 * Hands each unhandled rejection that belongs to a workflow run (by the async context of its promise) to that run. All others
 * take their usual course: the event is intercepted where Node emits it, so that other listeners (those of test runners among
 * them) neither see what belongs to a run nor miss what does not, and so that Node's default holds where there are none.
 * Returns the function that undoes it.
 */
export function claimUnhandledRejections(): () => void {
  const original = process.emit;
  // It normally comes from the prototype; others may have made it an own property.
  const wasOwn = Object.hasOwn(process, 'emit');
  let active = true;
  const emit = function (this: NodeJS.Process, event: string | symbol, ...args: unknown[]): boolean {
    if (active && event === 'unhandledRejection') {
      const realm = currentRealm();
      if (realm instanceof WorkflowRealm) {
        realm.onUnhandledRejection(args[0]);
        return true;
      }
    }
    return Reflect.apply(original, this, [event, ...args]);
  } as typeof process.emit;
  process.emit = emit;
  return () => {
    // Somebody may have wrapped ours in the meantime; it must then stay in place, but does nothing any more.
    active = false;
    if (process.emit !== emit) return;
    if (wasOwn) process.emit = original;
    else delete (process as { emit?: unknown }).emit;
  };
}
