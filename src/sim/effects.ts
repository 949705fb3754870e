/**
 * The ledger of what activities have done, by idempotency key: an activity that has run twice to its end for one key may have charged
 * twice. Histories do not tell that: of the attempts whose answer was lost or came too late the server knows nothing.
 */
import type { Info } from '@temporalio/activity';
import type { ActivityFunction } from '@temporalio/common';
import type { RunningActivity } from '../worker/activity/attempt-runner';

/** An activity that has run to its end, whether or not its answer reached the server. */
export interface EffectExecution {
  readonly attempt: number;
  readonly activityId: string;
  /** Virtual milliseconds since the epoch. */
  readonly time: number;
}

/** What stands in the ledger under one key. */
export interface Effect {
  readonly activityType: string;
  readonly key: string;
  readonly workflowId: string;
  readonly executions: readonly EffectExecution[];
}

/** Gives the key under which an execution is counted; undefined: it is not counted. */
export type EffectKey = (activity: {
  readonly activityType: string;
  readonly args: readonly unknown[];
  readonly info: Info;
}) => string | undefined;

type Mutable = Effect & { readonly executions: EffectExecution[] };

export class Effects implements Iterable<Effect> {
  private readonly effects = new Map<string, Mutable>();
  private readonly keys = new WeakMap<RunningActivity, string | undefined>();

  /** @param keyOf Default: the workflow's id and the activity's, which all attempts of one call share. */
  constructor(private readonly keyOf?: EffectKey) {}

  /** True where keys are made of what activities are called with: then `follow` must see every attempt. */
  get needsArgs(): boolean {
    return this.keyOf !== undefined;
  }

  /** Notes the key of an attempt when its function is called. */
  follow(owner: RunningActivity, info: Info, fn: ActivityFunction): ActivityFunction {
    const { keyOf, keys } = this;
    if (!keyOf) return fn;
    return (...args) => {
      keys.set(owner, keyOf({ activityType: owner.activityType, args, info }));
      return fn(...args);
    };
  }

  /** An attempt has run to its end. */
  executed(owner: RunningActivity, time: number): void {
    const { activityType, workflowId, runId, activityId, attempt } = owner;
    const key = this.keys.get(owner);
    if (this.keyOf && key === undefined) return;
    // A call of a later run of the same workflow has the same activity id, and is another call.
    const entry = `${activityType}\n${key ?? `${runId}/${activityId}`}`;
    let effect = this.effects.get(entry);
    if (!effect) {
      effect = { activityType, key: key ?? `${workflowId}/${activityId}`, workflowId, executions: [] };
      this.effects.set(entry, effect);
    }
    effect.executions.push({ attempt, activityId, time });
  }

  /** All of one activity, or all, in the order of their first executions. */
  of(activityType: string): Effect[] {
    return [...this].filter((effect) => effect.activityType === activityType);
  }

  /** Those that happened more than once: of one activity, or of all. */
  repeated(activityType?: string): Effect[] {
    return [...this].filter(
      (effect) => effect.executions.length > 1 && (activityType === undefined || effect.activityType === activityType),
    );
  }

  [Symbol.iterator](): Iterator<Effect> {
    return this.effects.values();
  }

  /** One line for each effect: `charge order-1/1: executed 2 times (attempt 1, attempt 2)`. */
  toString(): string {
    return [...this].map(effectText).join('\n');
  }
}

/** `charge order-1/1: executed 2 times (attempt 1, attempt 2)`. */
export function effectText({ activityType, key, executions }: Effect): string {
  const times = executions.length === 1 ? 'once' : `${executions.length} times`;
  return `${activityType} ${key}: executed ${times} (${executions.map(({ attempt }) => `attempt ${attempt}`).join(', ')})`;
}
