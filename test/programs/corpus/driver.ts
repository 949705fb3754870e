/** Runs one program against a server, real or simulated, through a client only. */
import type { Client, WorkflowHandle } from '@temporalio/client';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { describeError, historyJson, settle, type RawOutput } from '../../conformance/kit/kit';
import { isHeld, isReached, openAll, openGate } from './gates';
import type { Action, Entry, RunInput } from './program';

export interface Env {
  client: Client;
  taskQueue: string;
  /** Id of the root workflow; all other ids of the family begin with it. */
  rootId: string;
  startWorker(options: { maxCachedWorkflows?: number }): Promise<unknown>;
  sleep(ms: number): Promise<void>;
}

const POLL_MS = 40;
const PATIENCE_MS = 60_000;
const FAR_MS = 60_000;

export async function drive(env: Env, entry: Entry): Promise<RawOutput> {
  return await new Drive(env, entry).run();
}

function typeOf(event: any): string {
  return String(event.eventType).replace(/^EVENT_TYPE_/, '');
}

function attributesOf(event: any): any {
  const key = Object.keys(event).find((k) => k.endsWith('Attributes'));
  return (key && event[key]) || {};
}

function durationMs(text: string | undefined): number {
  return Number(String(text ?? '0').replace(/s$/, '')) * 1000;
}

const CLOSED = /^WORKFLOW_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED|CONTINUED_AS_NEW)$/;
const ACTIVITY_CLOSED = /^ACTIVITY_TASK_(COMPLETED|FAILED|TIMED_OUT|CANCELED)$/;
const CHILD_CLOSED = /^CHILD_WORKFLOW_EXECUTION_(COMPLETED|FAILED|TIMED_OUT|CANCELED|TERMINATED)$/;

class Drive {
  private readonly results: unknown[] = [];
  private readonly late: { at: number; result: Promise<unknown> }[] = [];

  constructor(private readonly env: Env, private readonly entry: Entry) {}

  async run(): Promise<RawOutput> {
    const { env, entry } = this;
    const { driver } = entry;
    const start = async () => await env.startWorker(driver.maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows: driver.maxCachedWorkflows });
    if (!driver.beforeWorker) await start();
    if (entry.peer) {
      await this.start(`${env.rootId}.peer`, entry.peer);
      if (!driver.beforeWorker) await this.quiet([`${env.rootId}.peer`]);
    }
    const family = [env.rootId, ...(entry.peer ? [`${env.rootId}.peer`] : [])];
    let started: unknown;
    if (driver.start === 'updateWithStart') started = await this.updateWithStart();
    else if (driver.start === 'signalWithStart') {
      await env.client.workflow.signalWithStart('runProgram', { ...this.options(), signal: driver.with!.name, signalArgs: [driver.with!.value] });
    } else await env.client.workflow.start('runProgram', this.options());
    for (const action of driver.beforeWorker ?? []) this.results.push(await this.act(action));
    if (driver.beforeWorker) await start();

    for (const action of driver.actions) {
      if (!action.when) await this.quiet(family);
      else {
        const { mark, plusMs } = action.when;
        const what = await this.until(async () => isReached(`${env.rootId}/${mark}`) || (await this.isQuietTwice(family)), `mark ${mark}`);
        void what;
        if (isReached(`${env.rootId}/${mark}`)) await env.sleep(plusMs);
      }
      this.results.push(await this.act(action));
    }
    await this.quiet(family);
    // Whoever is still open waits for something that never comes.
    const leftovers: string[] = [];
    for (const step of ['gates', 'cancel', 'terminate'] as const) {
      if (await this.isClosed(env.rootId)) break;
      leftovers.push(step);
      await this.end(env.rootId, step);
      await this.quiet(family);
    }
    const main = env.client.workflow.getHandle(env.rootId);
    const outcome: Record<string, unknown> = { result: await settle(this.firstRun().result()) };
    outcome.status = (await main.describe()).status.name;
    for (const step of ['gates', 'terminate'] as const) {
      await this.quiet(family);
      for (const id of await this.descendants(family)) {
        if (await this.isClosed(id)) continue;
        leftovers.push(`${step} ${id.slice(env.rootId.length)}`);
        await this.end(id, step);
        await this.quiet(family);
      }
    }
    await env.sleep(100);
    await this.quiet(family);
    for (const { at, result } of this.late) this.results[at] = await result;
    outcome.actions = this.results;
    if (started !== undefined) outcome.started = started;
    if (leftovers.length > 0) outcome.leftovers = leftovers;

    const histories: RawOutput['histories'] = {};
    for (const id of [env.rootId, ...(await this.descendants(family)).filter((i) => i !== env.rootId)]) {
      const chain = await this.chain(id);
      chain.forEach((h, i) => (histories[`main${id.slice(env.rootId.length)}${i === 0 ? '' : `~${i + 1}`}`] = h));
    }
    return { outcome, histories };
  }

  /* --------------------------------------------------------------------------------------------------------- starting */

  private options(id = this.env.rootId, program = this.entry.program): any {
    const input: RunInput = { root: this.env.rootId, program };
    const extra = id === this.env.rootId ? this.entry.driver.startOptions : {};
    return { ...extra, workflowId: id, taskQueue: this.env.taskQueue, args: [input] };
  }

  private async start(id: string, program: Entry['program']): Promise<void> {
    await this.env.client.workflow.start('runProgram', this.options(id, program));
  }

  private async updateWithStart(): Promise<unknown> {
    const { name, value } = this.entry.driver.with!;
    const startOperation = new WithStartWorkflowOperation('runProgram', { ...this.options(), workflowIdConflictPolicy: 'FAIL' });
    return await this.inTime(settle(
      this.env.client.workflow.executeUpdateWithStart(name, { args: [value], startWorkflowOperation: startOperation } as any),
    ));
  }

  /** A handle that follows the chain of runs. */
  private firstRun(): WorkflowHandle {
    return this.env.client.workflow.getHandle(this.env.rootId);
  }

  /* ---------------------------------------------------------------------------------------------------------- actions */

  private async act(action: Action): Promise<unknown> {
    const id = this.env.rootId + (action.to ?? '');
    const handle = this.env.client.workflow.getHandle(id);
    const done = (p: Promise<unknown>) => this.inTime(settle(p.then((v) => (v === undefined ? 'done' : v))));
    switch (action.do) {
      case 'signal':
        return await done(handle.signal(action.signal, action.value));
      case 'query':
        return await done(handle.query(action.query, action.value ?? null));
      case 'update': {
        const options: any = { args: [action.value], ...(action.updateId ? { updateId: `${id}-${action.updateId}` } : {}) };
        if (action.wait !== 'accepted') return await done(handle.executeUpdate(action.update, options));
        const started = await this.inTime(settleRaw(handle.startUpdate(action.update, { ...options, waitForStage: 'ACCEPTED' })));
        if ('error' in started) return { error: describeError(started.error) };
        this.late.push({ at: this.results.length, result: done(started.ok.result()) });
        return 'accepted';
      }
      case 'openGate':
        openGate(`${id}/${action.gate}`);
        return 'done';
      case 'cancel':
        return await done(handle.cancel().then(() => undefined));
      case 'terminate':
        return await done(handle.terminate(action.reason).then(() => undefined));
    }
  }

  private async end(id: string, how: 'gates' | 'cancel' | 'terminate'): Promise<void> {
    const handle = this.env.client.workflow.getHandle(id);
    if (how === 'gates') openAll(id);
    else if (how === 'cancel') await handle.cancel();
    else await settle(handle.terminate('left over'));
  }

  private async inTime<T>(promise: Promise<T>): Promise<T> {
    let over = false;
    const late = (async () => {
      for (let waited = 0; waited < 10_000 && !over; waited += 250) await this.env.sleep(250);
      if (!over) throw new Error('the server did not answer the driver');
      return undefined as never;
    })();
    late.catch(() => undefined);
    try {
      return await Promise.race([promise, late]);
    } finally {
      over = true;
    }
  }

  /* ---------------------------------------------------------------------------------------------------------- waiting */

  private async until(predicate: () => Promise<boolean>, what: string): Promise<void> {
    for (let waited = 0; waited < PATIENCE_MS; waited += POLL_MS) {
      if (await predicate()) return;
      await this.env.sleep(POLL_MS);
    }
    throw new Error(`gave up waiting for ${what}`);
  }

  private async history(id: string, runId?: string): Promise<{ events: any[] }> {
    return historyJson(await this.env.client.workflow.getHandle(id, runId).fetchHistory());
  }

  /** Waits until no member of the family can go on by itself. */
  private async quiet(ids: string[]): Promise<void> {
    await this.until(() => this.isQuietTwice(ids), 'a quiet family');
  }

  private async isQuietTwice(ids: string[]): Promise<boolean> {
    const first = await this.state(ids);
    if (first === undefined) return false;
    await this.env.sleep(2 * POLL_MS);
    return (await this.state(ids)) === first;
  }

  /** The number of events of each member, or undefined when one of them can go on by itself. */
  private async state(ids: string[]): Promise<string | undefined> {
    const counts: string[] = [];
    const todo = [...ids];
    const seen = new Set<string>();
    for (let id = todo.shift(); id !== undefined; id = todo.shift()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const { events } = await this.history(id);
      counts.push(`${id} ${events.length}`);
      const openChildren = this.canGoOn(id, events);
      if (openChildren === undefined) return undefined;
      todo.push(...openChildren.all);
      for (const child of openChildren.open) {
        // Closed, but its parent does not know yet.
        if (!openChildren.closed && (await this.isClosed(child))) return undefined;
      }
    }
    return counts.join(' ');
  }

  private canGoOn(id: string, events: any[]): { all: string[]; open: string[]; closed: boolean } | undefined {
    const pending = new Map<string, { kind: 'activity' | 'timer' | 'child' | 'external'; attributes: any; cancelled?: boolean; started?: boolean }>();
    const all: string[] = [];
    let lastTask = '';
    let closed = false;
    for (const event of events) {
      const type = typeOf(event);
      const a = attributesOf(event);
      if (type.startsWith('WORKFLOW_TASK_')) lastTask = type;
      else if (CLOSED.test(type)) {
        closed = true;
        if (a.newExecutionRunId || type === 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW') return undefined;
      } else if (type === 'ACTIVITY_TASK_SCHEDULED') pending.set(event.eventId, { kind: 'activity', attributes: a });
      else if (type === 'ACTIVITY_TASK_CANCEL_REQUESTED') {
        const p = pending.get(a.scheduledEventId);
        if (p) p.cancelled = true;
      } else if (ACTIVITY_CLOSED.test(type)) pending.delete(a.scheduledEventId);
      else if (type === 'TIMER_STARTED') pending.set(event.eventId, { kind: 'timer', attributes: a });
      else if (type === 'TIMER_FIRED' || type === 'TIMER_CANCELED') pending.delete(a.startedEventId);
      else if (type === 'START_CHILD_WORKFLOW_EXECUTION_INITIATED') pending.set(event.eventId, { kind: 'child', attributes: a });
      else if (type === 'START_CHILD_WORKFLOW_EXECUTION_FAILED') pending.delete(a.initiatedEventId);
      else if (type === 'CHILD_WORKFLOW_EXECUTION_STARTED') {
        const p = pending.get(a.initiatedEventId)!;
        p.started = true;
        all.push(p.attributes.workflowId);
      } else if (CHILD_CLOSED.test(type)) pending.delete(a.initiatedEventId);
      else if (/EXTERNAL_WORKFLOW_EXECUTION_INITIATED$/.test(type)) pending.set(event.eventId, { kind: 'external', attributes: a });
      else if (/EXTERNAL_WORKFLOW_EXECUTION_FAILED$/.test(type) || /^EXTERNAL_WORKFLOW_EXECUTION_/.test(type)) pending.delete(a.initiatedEventId);
    }
    const open = [...pending.values()].filter((p) => p.kind === 'child').map((p) => p.attributes.workflowId as string);
    if (closed) return { all, open, closed };
    if (lastTask === '' || lastTask === 'WORKFLOW_TASK_SCHEDULED' || lastTask === 'WORKFLOW_TASK_STARTED') return undefined;
    for (const p of pending.values()) {
      if (p.kind === 'external') return undefined;
      if (p.kind === 'timer' && durationMs(p.attributes.startToFireTimeout) < FAR_MS) return undefined;
      if (p.kind === 'child' && !p.started) return undefined;
      if (p.kind === 'activity') {
        const script = JSON.parse(Buffer.from(p.attributes.input.payloads[0].data, 'base64').toString('utf8'));
        if (script[0].do !== 'gate' || !isHeld(`${id}/${script[0].gate}`)) return undefined;
        if (p.cancelled && script[0].beatEveryMs !== undefined) return undefined;
      }
    }
    return { all, open, closed };
  }

  private async isClosed(id: string): Promise<boolean> {
    const { events } = await this.history(id);
    return CLOSED.test(typeOf(events[events.length - 1]));
  }

  /* -------------------------------------------------------------------------------------------------------- collecting */

  /** All runs of an id, beginning with the first. */
  private async chain(id: string): Promise<{ events: any[] }[]> {
    const latest = await this.history(id);
    const firstRunId = attributesOf(latest.events[0]).firstExecutionRunId as string | undefined;
    const out: { events: any[] }[] = [];
    let runId = firstRunId;
    while (runId) {
      const history = await this.history(id, runId);
      out.push(history);
      runId = attributesOf(history.events[history.events.length - 1]).newExecutionRunId;
    }
    return out.length > 0 ? out : [latest];
  }

  private async descendants(ids: string[]): Promise<string[]> {
    const out: string[] = [];
    const visit = async (id: string): Promise<void> => {
      if (out.includes(id)) return;
      out.push(id);
      for (const history of await this.chain(id)) {
        for (const event of history.events) {
          if (typeOf(event) === 'CHILD_WORKFLOW_EXECUTION_STARTED') await visit(attributesOf(event).workflowExecution.workflowId);
        }
      }
    };
    for (const id of ids) await visit(id);
    return out;
  }
}

async function settleRaw<T>(promise: Promise<T>): Promise<{ ok: T } | { error: unknown }> {
  try {
    return { ok: await promise };
  } catch (error) {
    return { error };
  }
}
