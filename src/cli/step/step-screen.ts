/** What a person sees while stepping through a history: the lines of one screen. Pure. */
import { inspect } from 'node:util';
import type { History } from '../../history/history';
import { oneLine } from '../../history/payload-text';
import { eventDetails } from '../../report/event-details';
import { eventLine, stateLines } from '../../report/moment-text';
import type { PastAttempts } from '../../report/past-attempts';
import { wrap } from '../../report/wrap';
import { STEP_KEYS, type StepState } from './step-keys';

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenContent {
  readonly history: History;
  readonly attempts: PastAttempts;
  readonly state: StepState;
  /** Where the code stands: what it awaits, or why it cannot be told. Empty: there is no code. */
  readonly codeLines: readonly string[];
  /** In the place of the event's details: what a query has answered. */
  readonly answer?: readonly string[];
  /** Names of the queries that can be asked. */
  readonly queries: readonly string[];
  readonly hasCode: boolean;
  readonly color: boolean;
}

/** Events shown around the one that is looked at. */
const AROUND = 2;
const DEPTH = 8;
const HANGING = ' '.repeat(6);
const WRAPPED_MAX = 400;

/** As many lines as the screen has rows, each at most as wide as it; scroll is held to what there is. */
export function screen(content: ScreenContent, { columns, rows }: ScreenSize): string[] {
  const { history, state, color } = content;
  const rule = '─'.repeat(columns);
  const title = `${history.workflowType} "${history.workflowId}"`;
  const head = [oneLine(title, columns), rule, ...eventLines(content, columns), rule];
  const foot = [rule, footer(content, columns)];
  const body =
    state.mode === 'help' ? helpLines(content) : bodyLines(content, columns, rows - head.length - foot.length);
  const shown = body.map((line) => cut(line, columns)).slice(0, Math.max(0, rows - head.length - foot.length));
  while (head.length + shown.length + foot.length < rows) shown.push('');
  const lines = [...head, ...shown, ...foot].slice(0, rows);
  return color ? lines.map((line) => (line === rule ? `\u001b[2m${line}\u001b[22m` : line)) : lines;
}

/** The event, and those around it; always as many lines, so that nothing moves but the text. */
function eventLines({ history, state: { eventId }, color }: ScreenContent, columns: number): string[] {
  const lines: string[] = [];
  const first = Math.max(1, Math.min(eventId - AROUND, history.length - 2 * AROUND));
  for (let id = first; id < first + 2 * AROUND + 1; id++) {
    if (id > history.length) lines.push('');
    else if (id !== eventId) lines.push(`  ${eventLine(history, id, columns - 2)}`);
    else {
      const line = `▶ ${eventLine(history, id, columns - 2)}`;
      lines.push(color ? `\u001b[1m${line}\u001b[22m` : line);
    }
  }
  return lines;
}

/** What is pending comes first, and takes half of the room at most where the details need the rest. */
function bodyLines(content: ScreenContent, columns: number, room: number): string[] {
  const { history, attempts, state, answer } = content;
  const standing = [...stateLines(history, state.eventId, attempts), ...content.codeLines].flatMap((line) =>
    wrapped(line, columns),
  );
  const details = answer ?? detailLines(history, state.eventId, columns);
  const standingRoom = Math.max(Math.ceil(room / 2), room - details.length - 1);
  const above = fitted(standing, standingRoom, 0);
  const below = fitted(details, room - above.length - 1, state.scroll);
  return [...above, '─'.repeat(columns), ...below];
}

/** What is too long goes on in the next line, further in; at most so much of it. */
export function wrapped(line: string, columns: number): string[] {
  const lines = wrap(oneLine(line.trimStart(), WRAPPED_MAX), columns - HANGING.length).split('\n');
  return lines.map((one, index) => (index === 0 ? `  ${one}` : `${HANGING}${one}`));
}

/** A window over lines; its last line says how many more there are. */
function fitted(lines: readonly string[], room: number, scroll: number): string[] {
  if (lines.length <= room) return [...lines];
  const from = Math.min(scroll, lines.length - room + 1);
  const shown = lines.slice(from, from + room - 1);
  const more = lines.length - from - shown.length;
  return more > 0 ? [...shown, `  … ${more} more lines`] : lines.slice(-room);
}

export function detailLines(history: History, eventId: number, columns: number): string[] {
  const details = eventDetails(history.event(eventId));
  if (Object.keys(details).length === 0) return ['  (no attributes)'];
  return Object.entries(details).flatMap(([name, value]) => textLines(`${name}: `, value, columns));
}

/** A value with its name, in as many lines as it needs. */
export function textLines(name: string, value: unknown, columns: number): string[] {
  const text =
    typeof value === 'string' && value.includes('\n')
      ? `\n${value}`
      : inspect(value, { depth: DEPTH, breakLength: columns - name.length - 4, maxStringLength: null });
  return `${name}${text}`.split('\n').map((line, index) => (index === 0 ? `  ${line}` : `    ${line}`));
}

function helpLines({ hasCode }: ScreenContent): string[] {
  return STEP_KEYS.events
    .filter(({ help, withCode }) => help && (withCode === undefined || withCode === hasCode))
    .map(({ keys, help }) => `  ${keys.map(nameOfKey).join(', ').padEnd(18)} ${help}`);
}

const KEY_NAMES: Readonly<Record<string, string>> = {
  right: '→',
  left: '←',
  up: '↑',
  down: '↓, ↑',
  digit: '0-9',
  escape: 'Esc',
  'ctrl-c': 'Ctrl-C',
  'ctrl-d': 'Ctrl-D',
};

function nameOfKey(key: string): string {
  return KEY_NAMES[key] ?? key;
}

function footer({ state, queries, hasCode }: ScreenContent, columns: number): string {
  switch (state.mode) {
    case 'number':
      return cut(`event: ${state.typed}▏  enter: go there  Esc: back`, columns);
    case 'query': {
      const known = queries.length > 0 ? queries.join(', ') : 'no queries here';
      return cut(`query: ${state.typed}▏  (${known}; arguments as a JSON array after it)`, columns);
    }
    case 'help':
      return 'any key: back';
    default: {
      const query = hasCode ? '  q query' : '';
      return cut(
        `→ next  ← back  t task  g/G ends  0-9 go to${query}  ? help  ${hasCode ? 'Esc' : 'q'} leave`,
        columns,
      );
    }
  }
}

/** Like `oneLine`, but colour stays. */
function cut(line: string, columns: number): string {
  return oneLine(line, columns);
}
