/**
 * Goes through the orders of steps that one plan can have: a depth-first search that keeps no world but runs anew each time.
 *
 * Where states are told, a choice is gone on from once only. Source sets would need the races of what comes after the other visit, so
 * every candidate that does not sleep goes first then: sleep sets alone leave out no state, and they go together with known states
 * where what slept at the earlier visit sleeps now, too (Godefroid, “Partial-Order Methods for the Verification of Concurrent Systems”,
 * 1996). That does not depend on which visit comes first, for the states of a world make no ring.
 */
import type { Order } from '../orders/order';
import type { Sleeper, Trace, TracedChoice } from '../orders/trace';
import { racesOf } from './races';
import { SeenStates } from './seen-states';

/** A choice that runs have come to. */
interface Node {
  readonly parent: Node | undefined;
  /** How many choices lead here. */
  readonly depth: number;
  /** Index of the candidate of the parent that leads here. */
  readonly index: number;
  readonly candidates: readonly number[];
  readonly asleep: readonly Sleeper[];
  /** Candidates that have gone first, with what they touched there. */
  readonly tried: Sleeper[];
  /** Indexes of candidates that are to go first. */
  readonly waiting: number[];
  /** The one that goes first in a run that is under way. */
  underWay: number | undefined;
  readonly children: Map<number, Node>;
}

/** One order to run. */
export interface OrderTask {
  readonly order: Order;
  /** The choice that is made anew, and what goes first there; none: the plain order. */
  readonly node: Node | undefined;
  readonly index: number;
}

export class OrderSearch {
  private root: Node | undefined;
  private isBegun = false;
  private runsUnderWay = 0;
  /** Nodes that have something waiting, by their depth. */
  private readonly open: Set<Node>[] = [];
  /** The same choices have not led to the same run. */
  hasDiverged = false;

  private readonly seen: SeenStates | undefined;

  constructor(
    /** Orders that differ only in what cannot make a difference are one. */
    private readonly isReduced: boolean,
    /** States that runs tell are gone on from once. */
    knowsStates = false,
  ) {
    if (knowsStates) this.seen = new SeenStates();
  }

  /** How many states there were, where that is known. */
  get stateCount(): number {
    return this.seen?.size ?? 0;
  }

  /** Every order has been run. */
  get isDone(): boolean {
    return this.isBegun && this.runsUnderWay === 0 && this.open.every(({ size }) => size === 0);
  }

  /** The next order to run; undefined: none, until runs that are under way have ended. */
  next(): OrderTask | undefined {
    if (!this.isBegun) {
      this.isBegun = true;
      this.runsUnderWay++;
      return { order: { kind: 'choices', choices: [], asleep: [] }, node: undefined, index: 0 };
    }
    const node = this.deepest();
    if (!node) return undefined;
    const index = node.waiting.shift()!;
    if (node.waiting.length === 0) this.open[node.depth]!.delete(node);
    node.underWay = index;
    this.runsUnderWay++;
    const asleep = this.isReduced ? [...node.asleep, ...node.tried] : [];
    return { order: { kind: 'choices', choices: [...choicesTo(node), index], asleep }, node, index };
  }

  private deepest(): Node | undefined {
    for (let depth = this.open.length - 1; depth >= 0; depth--) {
      for (const node of this.open[depth]!) {
        // What goes first later must know what those before it have touched.
        if (node.underWay === undefined || !this.isReduced) return node;
      }
    }
    return undefined;
  }

  /** Takes what a run has shown. False: it was like one before. */
  ran(task: OrderTask, trace: Trace): boolean {
    this.runsUnderWay--;
    if (trace.hasDiverged) this.hasDiverged = true;
    const from = this.enter(task, trace);
    this.grow(task, trace);
    if (this.isReduced && !this.seen) this.addRaces(trace, from);
    return trace.redundantFrom === undefined;
  }

  /** Notes what the new choice of a run has touched. Gives the index of its step. */
  private enter({ node, index }: OrderTask, { steps }: Trace): number {
    if (!node) return 0;
    node.underWay = undefined;
    const at = steps.findIndex(({ choice }) => choice === node.depth);
    node.tried.push({ id: node.candidates[index]!, touches: steps[at]?.touches ?? ['*'] });
    return Math.max(at, 0);
  }

  /** Adds the choices that a run has come to beyond those that it was given. */
  private grow(task: OrderTask, { steps, choices, redundantFrom = steps.length }: Trace): void {
    let parent = task.node;
    let leading = task.index;
    for (let at = 0; at < redundantFrom; at++) {
      const { choice: number, touches } = steps[at]!;
      const choice = number === undefined ? undefined : choices.get(number);
      if (!choice) continue;
      const { candidates, index, asleep, state } = choice;
      if (state && this.seen?.has(state)) return;
      const child: Node = {
        parent,
        depth: parent ? parent.depth + 1 : 0,
        index: leading,
        candidates,
        asleep,
        tried: [{ id: candidates[index]!, touches }],
        waiting: this.isReduced && !this.seen ? [] : othersOf(choice),
        underWay: undefined,
        children: new Map(),
      };
      if (parent) parent.children.set(leading, child);
      else this.root = child;
      if (child.waiting.length > 0) this.isOpen(child);
      parent = child;
      leading = index;
    }
  }

  private addRaces(trace: Trace, from: number): void {
    const races = racesOf(trace, from);
    if (races.length === 0) return;
    const nodes = this.nodesOf(trace);
    for (const { before, firsts } of races) {
      const node = nodes.get(before);
      // Where nothing else could run, there is nothing to turn round.
      if (node) this.demand(node, firsts);
    }
  }

  /** The node of each step that was chosen among several, by the index of the step. */
  private nodesOf({ steps }: Trace): Map<number, Node> {
    const nodes = new Map<number, Node>();
    let node = this.root;
    for (const [at, { choice, id }] of steps.entries()) {
      if (choice === undefined || !node) continue;
      nodes.set(at, node);
      node = node.children.get(node.candidates.indexOf(id));
    }
    return nodes;
  }

  /** One of these must go first at this choice, unless one does already, or sleeps. */
  private demand(node: Node, firsts: readonly number[]): void {
    const { candidates, tried, waiting, asleep, underWay } = node;
    const planned = new Set([...tried, ...asleep].map(({ id }) => id));
    for (const index of waiting) planned.add(candidates[index]!);
    if (underWay !== undefined) planned.add(candidates[underWay]!);
    if (firsts.some((id) => planned.has(id))) return;
    const possible = firsts.map((id) => candidates.indexOf(id)).filter((index) => index >= 0);
    // None of them could run there (it came about in a way that is not traced): then all that could must be tried.
    const wanted = possible.length > 0 ? [possible[0]!] : candidates.map((_, i) => i);
    for (const index of wanted) if (!planned.has(candidates[index]!)) waiting.push(index);
    if (node.waiting.length > 0) this.isOpen(node);
  }

  private isOpen(node: Node): void {
    while (this.open.length <= node.depth) this.open.push(new Set());
    this.open[node.depth]!.add(node);
  }
}

/** All that can go first in place of what did, but for what sleeps. */
function othersOf({ candidates, index, asleep }: TracedChoice): number[] {
  return candidates.flatMap((id, i) => (i === index || asleep.some((one) => one.id === id) ? [] : [i]));
}

/** The choices that lead to a node. */
function choicesTo(node: Node): number[] {
  const choices: number[] = [];
  for (let one = node; one.parent; one = one.parent) choices.push(one.index);
  return choices.reverse();
}
