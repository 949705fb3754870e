/**
 * What each part of a world has been through: a part (a workflow, one of its activities, timers of one piece of code, …) is where it is
 * by what has touched it, in its order, and by where the other parts were that a step touched together with it. Steps that touch
 * nothing of the same leave the same pasts in either order. The pasts of all parts, then, stand for all that a world keeps inside.
 *
 * Code outside workflows is no part: what it keeps is told apart (`ExploreOptions.state`), and what it gives to a workflow is in the
 * steps (`StepLabel.content`).
 */
import { createHash } from 'node:crypto';
import type { StepLabel } from '../../base/step';
import { touch } from '../../sim/chooser';

/** A part of its own within what `touch.activities` names. */
const SEPARATOR = '\0';

/** Told apart as they are. */
const NO_PARTS = new Set<string>([touch.code, touch.counts]);

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

export class Pasts {
  private readonly parts = new Map<string, string>();
  /** Of those that nothing has touched since something has touched all. */
  private common = '';

  /** A step has run: its name (see `Fingerprint.nameOf`), and what else it depended on, its time, say. */
  add(label: StepLabel, touched: Iterable<string>, name: string, circumstances: string): void {
    const what = `${name}\n${circumstances}`;
    const names = new Set([...touched].filter((name) => !NO_PARTS.has(name)));
    if (names.has(touch.all)) {
      this.common = digest(`${this.text}\n${what}`);
      this.parts.clear();
      return;
    }
    const reads = new Set<string>();
    this.narrow(label, names, reads);
    // Something that only code is touched by, a timer of an activity, say: it must not get lost.
    if (names.size === 0) names.add(`code${SEPARATOR}${name}`);
    for (const part of names) {
      reads.add(part);
      for (const inner of this.within(part)) reads.add(inner);
    }
    const past = digest([what, ...[...reads].sort().map((part) => `${part}=${this.of(part)}`)].join('\n'));
    for (const part of names) {
      for (const inner of this.within(part)) this.parts.delete(inner);
      this.parts.set(part, past);
    }
  }

  /** All of them, in an order of their own. */
  get text(): string {
    const parts = [...this.parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, past]) => `${name}=${past}`);
    return [this.common, ...parts].join('\n');
  }

  /** Starts of two activities of one workflow do not meet; the answer of one looks at its own alone. */
  private narrow({ kind, workflowId, activityId }: StepLabel, names: Set<string>, reads: Set<string>): void {
    if (workflowId !== undefined && activityId !== undefined) {
      const all = touch.activities(workflowId);
      const own = `${all}${SEPARATOR}${activityId}`;
      if (kind === 'activity-task' && names.delete(all)) names.add(own);
      if (kind === 'activity-answer' && !names.has(all)) names.add(own);
      if (names.has(own)) reads.add(all);
    }
  }

  private of(name: string): string {
    return this.parts.get(name) ?? this.common;
  }

  /** The parts within a part. */
  private within(name: string): string[] {
    return [...this.parts.keys()].filter((part) => part.startsWith(name + SEPARATOR));
  }
}
