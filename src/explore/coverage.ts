/** What explored runs have gone through, and what they have not. */
import { type FaultKind, isActivityPlace } from '../faults/fault';
import type { HistoryView } from '../history/event';
import type { RunResult } from './run';

export interface CoverageData {
  /** `charge, attempt 2, activity-failure` → runs in which it happened; without a fault: `charge, attempt 1, undisturbed`. */
  readonly activities: Readonly<Record<string, number>>;
  /** `TimerFired → WorkflowTaskScheduled` → how often, in all histories. */
  readonly events: Readonly<Record<string, number>>;
  /** `signal add → update total`: messages that came to a workflow one after the other. */
  readonly handlers: Readonly<Record<string, number>>;
  /** What there is to be covered: activities by type, and the messages that came to workflows. */
  readonly known: {
    readonly activities: Readonly<Record<string, KnownActivity>>;
    readonly messages: readonly string[];
  };
}

interface KnownActivity {
  /** Of one call, at most. */
  readonly attempts: number;
  readonly hasHeartbeatTimeout: boolean;
}

export class Coverage {
  private readonly activities = new Map<string, number>();
  private readonly events = new Map<string, number>();
  private readonly handlers = new Map<string, number>();
  private readonly types = new Map<string, KnownActivity>();
  private readonly names = new Set<string>();

  constructor(private readonly kinds: readonly FaultKind[]) {}

  add({ outcomes, points, histories }: RunResult): void {
    for (const [type, { attempts, hasHeartbeatTimeout }] of points.activities) {
      this.know(type, { attempts, hasHeartbeatTimeout });
      count(this.activities, activityKey(type, 1, 'undisturbed'));
    }
    for (const { fault, times } of outcomes) {
      if (times === 0 || !isActivityPlace(fault) || fault.attempt === 'every') continue;
      count(this.activities, activityKey(fault.activity, fault.attempt ?? 1, fault.kind));
    }
    for (const history of histories) this.ofHistory(history);
  }

  /** Adds what another exploration has seen. */
  merge(other: CoverageData): void {
    for (const name of ['activities', 'events', 'handlers'] as const) {
      for (const [key, times] of Object.entries(other[name])) count(this[name], key, times);
    }
    for (const [type, activity] of Object.entries(other.known.activities)) this.know(type, activity);
    for (const message of other.known.messages) this.names.add(message);
  }

  private know(type: string, { attempts, hasHeartbeatTimeout }: KnownActivity): void {
    const known = this.types.get(type);
    this.types.set(type, {
      attempts: Math.max(known?.attempts ?? 0, attempts),
      hasHeartbeatTimeout: hasHeartbeatTimeout || known?.hasHeartbeatTimeout === true,
    });
  }

  toJSON(): CoverageData {
    return {
      activities: Object.fromEntries(this.activities),
      events: Object.fromEntries(this.events),
      handlers: Object.fromEntries(this.handlers),
      known: { activities: Object.fromEntries(this.types), messages: [...this.names] },
    };
  }

  /** Faults at activities that never happened, and orders of messages that never came. */
  get unseen(): string[] {
    const out: string[] = [];
    const ofActivities = this.kinds.filter((kind) => AT_ACTIVITIES.has(kind));
    for (const [type, { attempts, hasHeartbeatTimeout }] of this.types) {
      for (let attempt = 1; attempt <= attempts; attempt++) {
        for (const kind of ofActivities) {
          if (kind === 'heartbeat-lost' && !hasHeartbeatTimeout) continue;
          const key = activityKey(type, attempt, kind);
          if (!this.activities.has(key)) out.push(key);
        }
      }
    }
    for (const first of this.names) {
      for (const second of this.names) {
        const key = `${first} → ${second}`;
        if (first !== second && !this.handlers.has(key)) out.push(key);
      }
    }
    return out;
  }

  private ofHistory(history: HistoryView): void {
    let before: string | undefined;
    let message: string | undefined;
    for (let id = 1; id <= history.length; id++) {
      const event = history.event(id);
      if (before) count(this.events, `${before} → ${event.type}`);
      before = event.type;
      const next =
        event.type === 'WorkflowExecutionSignaled'
          ? `signal ${event.attributes.signalName}`
          : event.type === 'WorkflowExecutionUpdateAccepted'
            ? `update ${event.attributes.acceptedRequest?.input?.name}`
            : event.type === 'WorkflowExecutionCancelRequested'
              ? 'cancel'
              : undefined;
      if (!next) continue;
      this.names.add(next);
      if (message) count(this.handlers, `${message} → ${next}`);
      message = next;
    }
  }
}

const AT_ACTIVITIES = new Set<FaultKind>([
  'activity-failure',
  'activity-timeout',
  'completion-lost',
  'heartbeat-lost',
  'delay',
  'worker-crash',
]);

function activityKey(type: string, attempt: number, kind: string): string {
  return `${type}, attempt ${attempt}, ${kind}`;
}

function count(counts: Map<string, number>, key: string, times = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + times);
}
