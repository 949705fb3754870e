/**
 * The parts of `@temporalio/workflow` that drive a workflow, loaded in an order that works, and the deterministic globals
 * that the package would put in place of the process's own, harvested without leaving them there.
 */
import './async-local-storage';
import { AsyncLocalStorage as ScopeStorage } from '@temporalio/workflow/lib/cancellation-scope';
import { SdkFlags } from '@temporalio/workflow/lib/flags';
import { overrideGlobals } from '@temporalio/workflow/lib/global-overrides';
import { Activator } from '@temporalio/workflow/lib/internals';
import pkg from '@temporalio/workflow/lib/pkg';
import { createUnsafeRandomSource } from '@temporalio/workflow/lib/random-helpers';
import { AsyncLocalStorage as UpdateStorage } from '@temporalio/workflow/lib/update-scope';
import * as workerInterface from '@temporalio/workflow/lib/worker-interface';
import { repairPlaceholder } from './async-local-storage';

repairPlaceholder(ScopeStorage as new () => object);
repairPlaceholder(UpdateStorage as new () => object);

export { Activator, createUnsafeRandomSource, SdkFlags, workerInterface };

/** Version of the workflow package in use, as it goes into `sdkMetadata`. */
export const SDK_VERSION: string = pkg.version;

/** What workflow code sees instead of the process's globals. Each works on the Activator of the running async context. */
export interface WorkflowGlobals {
  readonly setTimeout: (callback: (...args: any[]) => void, ms?: number, ...args: any[]) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
  readonly random: () => number;
  readonly WeakRef: unknown;
  readonly FinalizationRegistry: unknown;
}

/** Lets the SDK override the globals, takes its versions, and puts the real ones back. */
function harvestGlobals(): WorkflowGlobals {
  const names = ['Date', 'setTimeout', 'clearTimeout', 'WeakRef', 'FinalizationRegistry'] as const;
  const saved = names.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  const savedRandom = Object.getOwnPropertyDescriptor(Math, 'random')!;
  try {
    overrideGlobals();
    return {
      setTimeout: globalThis.setTimeout as never,
      clearTimeout: globalThis.clearTimeout as never,
      random: Math.random,
      WeakRef: globalThis.WeakRef,
      FinalizationRegistry: globalThis.FinalizationRegistry,
    };
  } finally {
    names.forEach((name, i) => {
      if (saved[i]) Object.defineProperty(globalThis, name, saved[i]);
    });
    Object.defineProperty(Math, 'random', savedRandom);
  }
}

export const workflowGlobals: WorkflowGlobals = harvestGlobals();
