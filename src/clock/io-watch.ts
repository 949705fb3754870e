import { createHook } from 'node:async_hooks';
import { context, runWith } from './context';
import { type IoKind, ioKinds, isInFlight } from './io-kinds';
import { real } from './real';

/** How long `waitForChange` waits at most, in real milliseconds: a socket that became idle is noticed after this time. */
const POLL_MS = 1;

/**
 * Real I/O that activities have in flight. The clock of a world must stand still while there is any, or time would jump to the
 * timeout of an activity whose answer is on its way.
 *
 * What `run` and everything that it starts create is attributed to an owner by async context. Waiting for a promise is not I/O:
 * neither one that never resolves nor one that another event of the world will resolve holds the clock, and neither do timers.
 */
export class IoWatch {
  readonly #scopes = new Map<object, IoScope>();
  readonly #waiters = new Set<() => void>();

  /**
   * Runs a function and attributes the real I/O that it starts to the owner, until `release(owner)`. The label names the owner to
   * people. An owner may run several functions; the label of the first one stays.
   */
  run<T>(owner: object, label: string, fn: () => T): T {
    let scope = this.#scopes.get(owner);
    if (scope === undefined) {
      scope = { label, watched: new Map(), onChange: this.#notify };
      this.#scopes.set(owner, scope);
      startWatching();
    }
    return runWith({ ioScope: scope }, fn);
  }

  /**
   * What is in flight: of one owner, such as `TCP socket`, or of all owners, such as `chargeCard: TCP socket`. A pooled connection
   * that an earlier owner opened, and that is in use again, counts for every owner, since nobody can tell whose it is.
   */
  pending(owner?: object): string[] {
    if (owner === undefined) {
      if (this.#scopes.size === 0) return [];
      const own = [...this.#scopes.values()].flatMap((scope) =>
        inFlightOf(scope).map((name) => `${scope.label}: ${name}`),
      );
      return [...own, ...reusedConnections()];
    }
    const scope = this.#scopes.get(owner);
    return scope === undefined ? [] : [...inFlightOf(scope), ...reusedConnections()];
  }

  /** The owner has ended. What it left in flight holds the clock no longer; an owner that is not known is ignored. */
  release(owner: object): void {
    const scope = this.#scopes.get(owner);
    if (scope === undefined) return;
    this.#scopes.delete(owner);
    scope.onChange = undefined;
    for (const [asyncId, watched] of scope.watched) {
      forget(asyncId);
      if (watched.kind.reusable) leaveToPool(watched);
    }
    stopWatching();
    this.#notify();
  }

  /**
   * Resolves, in real time, soon after something in flight may have changed: at once when a request ends, and after a millisecond
   * at the latest, since a socket becomes idle without telling anybody. Ask `pending` again then.
   */
  waitForChange(): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        real.clearTimeout(timer);
        this.#waiters.delete(done);
        resolve();
      };
      const timer = real.setTimeout(done, POLL_MS);
      this.#waiters.add(done);
    });
  }

  readonly #notify = (): void => {
    for (const done of this.#waiters) done();
  };
}

/** One owner: what is in its async context. */
export interface IoScope {
  readonly label: string;
  readonly watched: Map<number, Watched>;
  /** Undefined once the owner is released: its context may live on, and is nobody's then. */
  onChange: (() => void) | undefined;
}

interface Watched {
  readonly scope: IoScope;
  readonly kind: IoKind;
  readonly resource: object;
}

/**
 * A connection that outlives its owner. Pools keep connections idle, and another activity may use them again: that counts. A connection
 * that was never seen idle since does not: its owner left it behind, and it would hold the clock forever.
 */
interface PooledConnection {
  readonly name: string;
  readonly kind: IoKind;
  readonly resource: WeakRef<object>;
  wasIdle: boolean;
}

// Async hooks are process-wide, so all watches share one pair of hooks and one table of what is being watched.
const watchedById = new Map<number, Watched>();
const pooledConnections = new Set<PooledConnection>();
let liveScopes = 0;
let requestsInFlight = 0;

/** Ids of holds: async ids are positive. */
let nextHold = -1;

/**
 * Counts as I/O of the activity that calls this, until the function that it returns is called: for real work that Node does not see as
 * such. Outside of activities it does nothing.
 */
export function holdClock(name: string): () => void {
  const scope = context.getStore()?.ioScope;
  if (scope?.onChange === undefined) return () => {};
  const id = nextHold--;
  scope.watched.set(id, { scope, kind: { name, counts: 'until-destroyed', reusable: false }, resource: {} });
  return () => {
    if (scope.watched.delete(id)) scope.onChange?.();
  };
}

/** Newer Nodes can leave promises out, which are most of all resources; older ones ignore the option. */
const withoutPromises = { trackPromises: false };

const creation = createHook({
  ...withoutPromises,
  init(asyncId, type, _triggerAsyncId, resource) {
    const kind = ioKinds.get(type);
    if (kind === undefined) return;
    const scope = context.getStore()?.ioScope;
    if (scope?.onChange === undefined) return;
    const watched = { scope, kind, resource };
    scope.watched.set(asyncId, watched);
    watchedById.set(asyncId, watched);
    if (kind.counts === 'until-destroyed' && ++requestsInFlight === 1) destruction.enable();
  },
});

/**
 * A hook of its own, enabled only while a request is in flight: on Node 20 and 22 it makes the garbage collector track every promise,
 * which makes an `await` three times as slow. Handles do not need it, they can be asked.
 */
const destruction = createHook({
  ...withoutPromises,
  destroy(asyncId) {
    const onChange = watchedById.get(asyncId)?.scope.onChange;
    forget(asyncId);
    onChange?.();
  },
});

const reconsideration = createHook({ ...withoutPromises, init() {} });

function forget(asyncId: number): void {
  const watched = watchedById.get(asyncId);
  if (watched === undefined) return;
  watchedById.delete(asyncId);
  watched.scope.watched.delete(asyncId);
  if (watched.kind.counts === 'until-destroyed' && --requestsInFlight === 0) real.setImmediate(stopFollowingRequests);
}

/** Not at once, since a request is often followed by the next one, and since it must not happen inside a hook. */
function stopFollowingRequests(): void {
  if (requestsInFlight > 0) return;
  destruction.disable();
  // Node 20 and 22 go on tracking promises after `disable`: they look again at what hooks need only when one is enabled.
  reconsideration.enable();
  reconsideration.disable();
}

function startWatching(): void {
  if (++liveScopes === 1) creation.enable();
}

function stopWatching(): void {
  if (--liveScopes === 0) creation.disable();
}

function inFlightOf(scope: IoScope): string[] {
  const names: string[] = [];
  for (const { kind, resource } of scope.watched.values()) if (isInFlight(kind, resource)) names.push(kind.name);
  return names;
}

function leaveToPool({ scope, kind, resource }: Watched): void {
  pooledConnections.add({
    name: `${kind.name} opened by ${scope.label}`,
    kind,
    resource: new WeakRef(resource),
    wasIdle: !isInFlight(kind, resource),
  });
}

function reusedConnections(): string[] {
  const names: string[] = [];
  for (const connection of pooledConnections) {
    const resource = connection.resource.deref();
    if (resource === undefined) pooledConnections.delete(connection);
    else if (!isInFlight(connection.kind, resource)) connection.wasIdle = true;
    else if (connection.wasIdle) names.push(connection.name);
  }
  return names;
}
