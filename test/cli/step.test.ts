/** Stepping through a history by keys: the table of keys, and a session with keys in and screens out. */
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { condition, defineQuery, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import { beforeAll, describe, expect, it } from 'vitest';
import { type History, replay, World } from '../../src';
import { keyOf, press, type StepFacts, type StepState, startOfSteps } from '../../src/cli/step/step-keys';
import { stepThrough } from '../../src/cli/step/step-session';
import { ProcessTerminal } from '../../src/cli/terminal';

/** Ten events; workflow tasks end with 4 and 8. */
const facts: StepFacts = { length: 10, hasCode: true, endsTask: (id) => id === 4 || id === 8, details: 30 };

const pressed = (keys: readonly string[], from: Partial<StepState> = {}, given = facts): StepState =>
  keys.reduce((state, key) => press(state, key, given), { ...startOfSteps(5), ...from });

describe('keys', () => {
  it.each<[keys: string[], eventId: number]>([
    [['right'], 6],
    [['n', 'space'], 7],
    [['left'], 4],
    [['p', 'p', 'p', 'p', 'p', 'p'], 1],
    [['G'], 10],
    [['G', 'n'], 10],
    [['g'], 1],
    [['t'], 8],
    [['t', 't'], 8],
    [['T'], 4],
    [['7', 'return'], 7],
    [['1', '0', 'return'], 10],
    [['9', '9', 'return'], 10],
    [['7', 'backspace', '2', 'return'], 2],
    [['7', 'backspace', 'return'], 5],
    [['7', 'escape', 'n'], 6],
    [['x', 'f5', 'tab'], 5],
  ])('%j goes from event 5 to event %i', (keys, eventId) => {
    expect(pressed(keys)).toMatchObject({ eventId, mode: 'events', hasLeft: false });
  });

  it('q asks a query where there is code, and leaves where there is none', () => {
    const typing = pressed(['q', 's', '?', 'space', 'q', 'backspace']);
    expect(typing).toMatchObject({ mode: 'query', typed: 's? ', hasLeft: false });
    expect(pressed(['return'], typing)).toMatchObject({ mode: 'events', ask: 's?', typed: '' });
    expect(pressed(['return', 'n'], typing)).not.toHaveProperty('ask');
    expect(pressed(['q', 'return'])).not.toHaveProperty('ask');
    expect(pressed(['q', 'escape'])).toMatchObject({ mode: 'events', hasLeft: false });
    expect(pressed(['q'], {}, { ...facts, hasCode: false }).hasLeft).toBe(true);
  });

  it('leaves by Esc, and by Ctrl-C from everywhere', () => {
    expect(pressed(['escape']).hasLeft).toBe(true);
    for (const way of [[], ['q'], ['3'], ['?']]) expect(pressed([...way, 'ctrl-c']).hasLeft).toBe(true);
    expect(pressed(['?', 'escape'])).toMatchObject({ mode: 'events', hasLeft: false });
  });

  it('scrolls within the details, and begins at their top with each event', () => {
    expect(pressed(['down', 'down', 'up']).scroll).toBe(1);
    expect(pressed(['up']).scroll).toBe(0);
    expect(pressed(['pagedown', 'pagedown', 'pagedown', 'pagedown', 'pagedown']).scroll).toBe(29);
    expect(pressed(['pagedown', 'n']).scroll).toBe(0);
  });

  it('are told apart by what they type, or by their name', () => {
    const g = { name: 'g', sequence: 'g' };
    expect(keyOf(g)).toBe('g');
    expect(keyOf({ ...g, sequence: 'G' })).toBe('G');
    expect(keyOf({ name: 'space', sequence: ' ' })).toBe('space');
    expect(keyOf({ name: 'return', sequence: '\r' })).toBe('return');
    expect(keyOf({ name: 'right', sequence: '\u001b[C' })).toBe('right');
    expect(keyOf({ name: 'c', sequence: '\u0003', ctrl: true })).toBe('ctrl-c');
    expect(keyOf({ sequence: '?' })).toBe('?');
    expect(keyOf({ sequence: 'é' })).toBe('é');
  });
});

const approve = defineSignal('approve');

async function order(amount: number) {
  const { charge } = proxyActivities<{ charge(amount: number): Promise<string> }>({ startToCloseTimeout: '1 minute' });
  let now = 'waiting';
  let approved = false;
  setHandler(approve, () => {
    approved = true;
  });
  setHandler(defineQuery<string, [string?]>('status'), (prefix = '') => `${prefix}${now}`);
  await condition(() => approved);
  now = 'charging';
  return charge(amount);
}

let history: History;

beforeAll(async () => {
  let calls = 0;
  const charge = async (amount: number) => {
    if (calls++ < 2) throw new Error('the bank is down');
    return `paid ${amount}`;
  };
  await using world = await World.create({ workflows: { order }, activities: { charge } });
  const handle = await world.client.workflow.start(order, { workflowId: 'order-1', taskQueue: 'shop', args: [5] });
  await world.settle();
  await handle.signal(approve);
  await world.sleep('1 second');
  await handle.signal(approve);
  await handle.result();
  history = world.history('order-1');
});

/** A person at a terminal: types, and looks when nothing moves any more. */
class Person {
  readonly modes: boolean[] = [];
  readonly input = Object.assign(new PassThrough(), { setRawMode: (on: boolean) => this.modes.push(on) });
  readonly output = Object.assign(new PassThrough({ encoding: 'utf8' }), { columns: 100, rows: 24 });
  readonly left: Promise<void>;
  private seen = '';
  private due = 1;

  constructor({ color = false, code = true } = {}) {
    this.output.on('data', (text) => {
      this.seen += text;
    });
    this.left = stepThrough(history, {
      terminal: new ProcessTerminal(this.input, this.output as never),
      color,
      cwd: __dirname,
      ...(code && { at: (eventId: number) => replay.at(history, eventId, { workflows: { order } }) }),
    });
  }

  /** What stands on the screen when the keys have been dealt with: each of them, and the beginning, draws once. */
  async look(...keys: string[]): Promise<string> {
    for (const key of keys) this.input.write(key);
    this.due += keys.length;
    while (this.screens.length < this.due) await delay(5);
    return this.screens
      .at(-1)!
      .split('\r\n')
      .map((line) => line.replace('\u001b[2K', '').trimEnd())
      .join('\n');
  }

  private get screens(): string[] {
    return this.seen.split('\u001b[H').slice(1);
  }

  get all(): string {
    return this.seen;
  }
}

describe('a session', () => {
  it('shows an event, what was pending, and where the code stands', async () => {
    const person = new Person();
    const text = await person.look('1', '0', '\r');
    expect(text.split('\n')).toHaveLength(24);
    expect(text.replace(/\d+:\d+\)/g, 'N:N)')).toMatchInlineSnapshot(`
      "order "order-1"
      ────────────────────────────────────────────────────────────────────────────────────────────────────
        8 of 19  +00:00:00.000  WorkflowTaskCompleted
        9 of 19  +00:00:00.000  ActivityTaskScheduled  charge(5) #1 (retries, 1s ×2 ≤ 1m40s)
      ▶ 10 of 19  +00:00:01.000  WorkflowExecutionSignaled  approve()
        11 of 19  +00:00:01.000  WorkflowTaskScheduled
        12 of 19  +00:00:01.000  WorkflowTaskStarted
      ────────────────────────────────────────────────────────────────────────────────────────────────────
        workflow: running
        workflow task: none
        activity charge #1, scheduled +00:00:00.000, attempt 2 of 3 failed: Error: the bank is down,
            next one due +00:00:03.000 (inferred), start-to-close 1m
        code: as of event 9, awaits activity 'charge' (id 1) at order (step.test.ts:N:N)
      ────────────────────────────────────────────────────────────────────────────────────────────────────
        signalName: 'approve'
        identity: 'client@worldline'






      ────────────────────────────────────────────────────────────────────────────────────────────────────
      → next  ← back  t task  g/G ends  0-9 go to  q query  ? help  Esc leave"
    `);
    person.input.write('\u001b');
    await person.left;
  });

  it('asks the code at that event', async () => {
    const person = new Person();
    expect(await person.look('t', 'q')).toContain('query: ▏  (status; arguments as a JSON array after it)');
    expect(await person.look(...'status ["now: "]', '\r')).toContain('status ["now: "] → \'now: waiting\'');
    expect(await person.look('t', 'q', ...'status', '\r')).toContain("status → 'charging'");
    expect(await person.look('q', ...'nope', '\r')).toContain("workflow 'order' has no query 'nope' at event");
    expect(await person.look('n')).not.toContain('nope');
    person.input.write('\u001b');
    await person.left;
  });

  it('gives the terminal back as it was, however it ends', async () => {
    for (const leave of [(input: PassThrough) => input.write('\u0003'), (input: PassThrough) => input.end()]) {
      const listeners = process.listenerCount('SIGINT');
      const person = new Person({ code: false });
      await person.look();
      expect(process.listenerCount('SIGINT')).toBe(listeners + 1);
      leave(person.input);
      await person.left;
      expect(person.modes).toEqual([true, false]);
      expect(person.all.startsWith('\u001b[?1049h')).toBe(true);
      expect(person.all.endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
      expect(process.listenerCount('SIGINT')).toBe(listeners);
    }
  });

  it('has colours only where they are wanted', async () => {
    for (const color of [true, false]) {
      const person = new Person({ color, code: false });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colour is made of.
      expect(/\u001b\[\d+m/.test(await person.look())).toBe(color);
      person.input.end();
      await person.left;
    }
  });

  it('tells that the code does not fit, where it does not', async () => {
    const other = { order: async () => 'at once' };
    const input = new PassThrough();
    const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { columns: 200, rows: 30 });
    let seen = '';
    output.on('data', (text) => {
      seen += text;
    });
    const left = stepThrough(history, {
      terminal: new ProcessTerminal(input, output as never),
      color: false,
      cwd: __dirname,
      at: (eventId) => replay.at(history, eventId, { workflows: other }),
    });
    input.write('G');
    while (!seen.includes('does not replay: the code differs')) await delay(5);
    input.end();
    await left;
  });
});
