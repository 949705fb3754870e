/**
 * Rejections that nobody has handled, by async context. A promise that is rejected belongs to the realm of the code that made it, and
 * so does the failure: it must not end the process, with all other worlds in it. The event is intercepted where Node emits it, so that
 * other listeners (those of test runners among them) neither see what belongs to a realm nor miss what does not, and so that Node's
 * default holds where there are none.
 */
import { currentRealm } from './realm';

/** Takes a rejection that belongs to no realm; called in the async context of its promise. False: it is somebody else's. */
export type RejectionClaim = (reason: unknown) => boolean;

const claims = new Set<RejectionClaim>();
let holders = 0;
let uninstall: () => void = () => {};

/**
 * Hands each unhandled rejection to the realm that it belongs to, and of the others those to `claim` that it takes; what is left takes
 * its usual course. Returns the function that undoes it; the last holder to leave leaves no trace.
 */
export function claimUnhandledRejections(claim?: RejectionClaim): () => void {
  if (holders++ === 0) uninstall = install();
  if (claim) claims.add(claim);
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    if (claim) claims.delete(claim);
    if (--holders === 0) uninstall();
  };
}

function install(): () => void {
  const original = process.emit;
  // It normally comes from the prototype; others may have made it an own property.
  const wasOwn = Object.hasOwn(process, 'emit');
  let active = true;
  const emit = function (this: NodeJS.Process, event: string | symbol, ...args: unknown[]): boolean {
    if (active && event === 'unhandledRejection' && isClaimed(args[0])) return true;
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

function isClaimed(reason: unknown): boolean {
  const realm = currentRealm();
  if (realm?.onUnhandledRejection) {
    realm.onUnhandledRejection(reason);
    return true;
  }
  for (const claim of claims) if (claim(reason)) return true;
  return false;
}
