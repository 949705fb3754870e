/** The controls: each shows a part of the input, and changes it. */
import type { ActivityOptions } from '@temporalio/common';
import type { LabAttempt, LabInput } from '../../lab/lab-input';
import { byId, h } from '../shared/dom';
import { initRandom, showRandom } from './random';
import { type Change, type LabState, withAttempt, withInput, withOption, withRetry } from './state';

interface Field {
  readonly id: string;
  readonly label: string;
  readonly empty: string;
  readonly get: (input: LabInput) => unknown;
  readonly set: (input: LabInput, value: unknown) => LabInput;
}

const timeout = (id: keyof ActivityOptions & string, label: string, empty: string): Field => ({
  ...{ id, label, empty },
  get: ({ options }) => options[id],
  set: (input, value) => withOption(input, id, value),
});
const retry = (
  id: 'initialInterval' | 'backoffCoefficient' | 'maximumInterval' | 'maximumAttempts',
  label: string,
  empty: string,
): Field => ({
  ...{ id, label, empty },
  get: ({ options }) => options.retry?.[id],
  set: (input, value) => withRetry(input, id, value),
});

const TIMEOUTS: readonly Field[] = [
  timeout('startToCloseTimeout', 'Start-to-close', 'none'),
  timeout('scheduleToCloseTimeout', 'Schedule-to-close', 'none'),
  timeout('scheduleToStartTimeout', 'Schedule-to-start', 'none'),
  timeout('heartbeatTimeout', 'Heartbeat', 'none'),
];
const POLICY: readonly Field[] = [
  retry('initialInterval', 'Initial interval', '1 second'),
  retry('backoffCoefficient', 'Backoff coefficient', '2'),
  retry('maximumInterval', 'Maximum interval', '100 × initial'),
  retry('maximumAttempts', 'Maximum attempts', 'no limit'),
  {
    ...{ id: 'nonRetryableErrorTypes', label: 'Non-retryable error types', empty: 'none, or names with commas' },
    // A link may hold anything here; the lab refuses it then.
    get: ({ options }) => [options.retry?.nonRetryableErrorTypes ?? []].flat().join(', ') || undefined,
    set: (input, value) =>
      withRetry(
        input,
        'nonRetryableErrorTypes',
        value === undefined
          ? undefined
          : String(value)
              .split(',')
              .map((one) => one.trim()),
      ),
  },
];
const AROUND: readonly Field[] = [
  {
    ...{ id: 'taskTimeInQueueMs', label: 'Task time in queue, ms', empty: '0' },
    get: (input) => input.taskTimeInQueueMs,
    set: (input, value) => withInput(input, 'taskTimeInQueueMs', value),
  },
  {
    ...{ id: 'cancelAtMs', label: 'Workflow cancels it at, ms', empty: 'never' },
    get: (input) => input.cancelAtMs,
    set: (input, value) => withInput(input, 'cancelAtMs', value),
  },
  {
    ...{ id: 'serverVersion', label: 'Server version', empty: '1.31' },
    get: (input) => input.serverVersion,
    set: (input, value) => withInput(input, 'serverVersion', value === undefined ? undefined : String(value)),
  },
];

/** Numbers are milliseconds; any other text is a duration as the SDK reads it. */
export function parseField(text: string): string | number | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}

const SECTIONS: readonly (readonly [string, readonly Field[]])[] = [
  ['timeouts', TIMEOUTS],
  ['policy', POLICY],
  ['around', AROUND],
];

export function initForm(change: Change): void {
  byId('form').addEventListener('submit', (event) => event.preventDefault());
  for (const [section, fields] of SECTIONS) {
    for (const field of fields) {
      const input = h('input', {
        ...{ id: field.id, type: 'text', placeholder: field.empty, spellcheck: false },
        oninput: () => change((state) => ({ ...state, input: field.set(state.input, parseField(input.value)) })),
      });
      const isWide = field.id === 'nonRetryableErrorTypes';
      byId(section).append(h('label', { for: field.id, class: isWide ? 'wide' : undefined }, field.label, input));
    }
  }
  initRandom(change);
}

/** Fields that somebody types in are left alone. `wrong`: the field that the lab has refused. */
export function showForm(state: LabState, change: Change, wrong: string | undefined): void {
  for (const [, fields] of SECTIONS) {
    for (const field of fields) {
      const input = byId<HTMLInputElement>(field.id);
      const value = field.get(state.input);
      if (document.activeElement !== input) input.value = value === undefined ? '' : String(value);
      input.setAttribute('aria-invalid', String(wrong?.includes(field.id) ?? false));
    }
  }
  showAttempts(state, change);
  showRandom(state);
}

let shownAttempts = '';

/** Made anew only when it is not what it shows that was typed into it. */
function showAttempts({ input }: LabState, change: Change): void {
  const text = JSON.stringify(input.attempts);
  const box = byId('attempts');
  if (text === shownAttempts) return;
  const isTypedInto =
    box.contains(document.activeElement) && box.querySelectorAll('.attempt').length === input.attempts.length;
  shownAttempts = text;
  if (isTypedInto && document.activeElement instanceof HTMLInputElement) return;
  const open = [...box.querySelectorAll('details')].map((one) => one.open);
  const rows = input.attempts.map((attempt, index) =>
    attemptRow(attempt, index, input.attempts.length, change, open[index]),
  );
  const add = h(
    'button',
    {
      ...{ type: 'button', class: 'add' },
      onclick: () =>
        change((state) => ({
          ...state,
          scenario: undefined,
          input: { ...state.input, attempts: [...state.input.attempts, state.input.attempts.at(-1)!] },
        })),
    },
    'Add an attempt',
  );
  const note = h('p', { class: 'soft' }, 'Past its end the last attempt repeats.');
  box.replaceChildren(...rows, add, note);
}

function attemptRow(
  attempt: LabAttempt,
  index: number,
  count: number,
  change: Change,
  isOpen: boolean | undefined,
): HTMLElement {
  const set = (part: Partial<LabAttempt>) =>
    change((state) => ({ ...state, scenario: undefined, input: withAttempt(state.input, index, part) }));
  const name = `attempt ${index + 1}`;
  const result = h('select', {
    'aria-label': `${name}: result`,
    onchange: () => set({ result: result.value as LabAttempt['result'] }),
  });
  for (const [value, text] of [
    ['succeed', 'succeeds'],
    ['fail', 'fails'],
    ['crash', 'worker dies'],
  ] as const) {
    result.append(h('option', { value, selected: attempt.result === value }, text));
  }
  const after = h('input', {
    type: 'text',
    inputMode: 'numeric',
    value: String(attempt.afterMs),
    'aria-label': `${name}: after, ms`,
    title: 'after so many milliseconds',
    oninput: () => set({ afterMs: parseField(after.value) as number }),
  });
  const remove = h(
    'button',
    {
      ...{ type: 'button', class: 'icon', 'aria-label': `remove ${name}`, disabled: count === 1 },
      onclick: () =>
        change((state) => ({
          ...state,
          scenario: undefined,
          input: { ...state.input, attempts: state.input.attempts.filter((_, i) => i !== index) },
        })),
    },
    '×',
  );
  const isSpecial = Object.keys(attempt).length > 2;
  return h(
    'div',
    { class: 'attempt' },
    h(
      'div',
      { class: 'row' },
      h('span', { class: 'number' }, `${index + 1}${index === count - 1 ? '…' : ''}`),
      result,
      after,
      h('span', { class: 'soft' }, 'ms'),
      remove,
    ),
    h(
      'details',
      { open: isOpen || isSpecial },
      h('summary', {}, 'failure, heartbeats'),
      moreFields(attempt, name, set),
    ),
  );
}

function moreFields(attempt: LabAttempt, name: string, set: (part: Partial<LabAttempt>) => void): HTMLElement {
  const field = (
    key: 'nextRetryDelayMs' | 'heartbeatEveryMs' | 'heartbeatsUntilMs' | 'errorType',
    label: string,
    empty: string,
  ) => {
    const input = h('input', {
      ...{ type: 'text', placeholder: empty, value: String(attempt[key] ?? ''), 'aria-label': `${name}: ${label}` },
      oninput: () => set({ [key]: key === 'errorType' ? input.value || undefined : parseField(input.value) }),
    });
    return h('label', {}, label, input);
  };
  const check = h('input', {
    type: 'checkbox',
    checked: attempt.nonRetryable ?? false,
    onchange: () => set({ nonRetryable: check.checked || undefined }),
  });
  return h(
    'div',
    { class: 'more' },
    field('errorType', 'type of the failure', 'Error'),
    field('nextRetryDelayMs', 'next retry delay, ms', 'by the policy'),
    field('heartbeatEveryMs', 'heartbeats every, ms', 'never'),
    field('heartbeatsUntilMs', 'the last one at, ms', 'to the end'),
    h('label', { class: 'check' }, check, 'non-retryable'),
  );
}
