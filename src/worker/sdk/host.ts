import { acquireGlobals } from '../../clock/globals';
import { currentRealm } from '../../clock/realm';
import { claimUnhandledRejections } from '../../clock/unhandled-rejections';
import { dispatchConsole } from './console';

let holders = 0;
let undo: (() => void)[] = [];

/** `__TEMPORAL_ACTIVATOR__`, which every function of the workflow package reads, answers by async context. */
function dispatchActivator(): () => void {
  const saved = Object.getOwnPropertyDescriptor(globalThis, '__TEMPORAL_ACTIVATOR__');
  Object.defineProperty(globalThis, '__TEMPORAL_ACTIVATOR__', {
    configurable: true,
    enumerable: false,
    get: () => currentRealm()?.activator,
    // The SDK unsets its activator when it disposes of a run; which one is current is decided by the context alone.
    set: () => undefined,
  });
  return () => {
    if (saved) Object.defineProperty(globalThis, '__TEMPORAL_ACTIVATOR__', saved);
    else delete (globalThis as { __TEMPORAL_ACTIVATOR__?: unknown }).__TEMPORAL_ACTIVATOR__;
  };
}

/**
 * The workflow sandbox has no `structuredClone`, and the SDK treats arguments of sinks accordingly: with it, symbols and classes
 * would be lost, and errors that cannot be cloned would turn into others. A run may set one of its own.
 */
function hideStructuredClone(): () => void {
  const saved = Object.getOwnPropertyDescriptor(globalThis, 'structuredClone')!;
  let current: unknown = globalThis.structuredClone;
  const ofRuns = new WeakMap<object, unknown>();
  Object.defineProperty(globalThis, 'structuredClone', {
    configurable: true,
    enumerable: saved.enumerable,
    get: () => {
      const activator = currentRealm()?.activator;
      return activator === undefined ? current : ofRuns.get(activator as object);
    },
    set: (value) => {
      const activator = currentRealm()?.activator;
      if (activator === undefined) current = value;
      else ofRuns.set(activator as object, value);
    },
  });
  return () => Object.defineProperty(globalThis, 'structuredClone', saved);
}

/**
 * Makes the process fit to run workflows: everything that is dispatched by async context is in place until the returned
 * function is called, which puts back what was there. Holders are counted; the last one to leave restores.
 */
export function acquireWorkflowHost(): () => void {
  if (holders++ === 0) {
    undo = [
      acquireGlobals(),
      dispatchActivator(),
      dispatchConsole(),
      hideStructuredClone(),
      claimUnhandledRejections(),
    ];
  }
  let held = true;
  return () => {
    if (!held) return;
    held = false;
    if (--holders > 0) return;
    for (const one of undo.reverse()) one();
    undo = [];
  };
}
