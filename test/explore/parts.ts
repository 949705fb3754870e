/** Small sets of steps that a chooser can order: the loop's own candidates, without a world around them. */
import type { Step } from '../../src/base/step';
import { VirtualClock } from '../../src/clock/virtual-clock';
import { type Conductor, conductorOf, type Order } from '../../src/explore/orders/order';
import type { Trace } from '../../src/explore/orders/trace';
import { ChosenSteps } from '../../src/sim/chosen-steps';
import { ReadySteps } from '../../src/sim/ready-steps';
import { StepLog } from '../../src/sim/step-log';

export interface Part {
  readonly name: string;
  /** Steps of one thread are steps of one workflow. */
  readonly thread?: string;
  /** What it touches; what depends on what ran before it may differ each time. */
  readonly touches: readonly string[] | ((ran: readonly string[]) => readonly string[]);
  /** Parts that become able to run with it. */
  readonly next?: readonly Part[];
}

export interface Ran {
  /** For each thing that was touched: by whom, in order. Two runs with the same are the same to everybody. */
  readonly key: string;
  readonly names: readonly string[];
  readonly trace: Trace | undefined;
}

/**
 * Ends after so many steps, though others may be able to run.
 * @param abstract What code outside workflows keeps of the steps that have touched it.
 */
export function runParts(
  parts: readonly Part[],
  order: Order | Conductor,
  end = Number.POSITIVE_INFINITY,
  abstract?: (seen: readonly string[]) => unknown,
): Ran {
  const state = abstract && (() => abstract(seen.get('code') ?? []));
  const conductor = 'pick' in order ? order : conductorOf(order, state);
  const ready = new ReadySteps();
  const clock = new VirtualClock(0);
  const chosen = new ChosenSteps({ ready, clock, chooser: conductor, log: new StepLog(), takeCodeRan: () => false });
  const names: string[] = [];
  const seen = new Map<string, string[]>();
  const post = ({ name, thread, touches, next = [] }: Part) => {
    const runs = () => {
      for (const what of typeof touches === 'function' ? touches(names) : touches) {
        conductor.touched?.(what);
        seen.set(what, [...(seen.get(what) ?? []), name]);
      }
      names.push(name);
      for (const part of next) post(part);
    };
    const step: Step = { kind: 'transfer', workflowId: thread, what: name, drains: false, run: runs };
    ready.push(step);
    conductor.posted?.(step);
  };
  for (const part of parts) post(part);
  for (let step = chosen.take(); step; step = chosen.take()) {
    void step.run();
    if (names.length === end) {
      conductor.touched?.('*');
      break;
    }
  }
  if (end === Number.POSITIVE_INFINITY) conductor.ranDry?.();
  const key = JSON.stringify([...seen].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { key: end === Number.POSITIVE_INFINITY ? key : JSON.stringify(names), names, trace: conductor.trace?.() };
}
