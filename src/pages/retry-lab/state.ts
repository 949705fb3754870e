/** What the page shows, and its place in the address: a link to the page is a link to its state. */
import { checkScenario, type LabScenario } from '../../lab/lab-generate';
import type { LabAttempt, LabInput } from '../../lab/lab-input';

export interface LabState {
  readonly input: LabInput;
  /** Of what is drawn at random. */
  readonly seed: number;
  /** What the attempts are drawn from, if they are. */
  readonly scenario?: LabScenario;
  /** The moment that is looked at; absent: the end. */
  readonly at?: number;
}

export type Change = (change: (state: LabState) => LabState) => void;

export const PRESETS: readonly (readonly [name: string, input: LabInput])[] = [
  [
    'A few failures, then success',
    {
      attempts: [
        { result: 'fail', afterMs: 400 },
        { result: 'fail', afterMs: 400 },
        { result: 'succeed', afterMs: 1200 },
      ],
      options: { startToCloseTimeout: '5 seconds' },
    },
  ],
  ['Nothing ends it', { attempts: [{ result: 'fail', afterMs: 500 }], options: { startToCloseTimeout: '5 seconds' } }],
  [
    'Schedule-to-close gives up early',
    {
      attempts: [{ result: 'fail', afterMs: 500 }],
      options: { startToCloseTimeout: '5 seconds', scheduleToCloseTimeout: '12 seconds' },
    },
  ],
  [
    'A slow attempt is retried',
    {
      attempts: [
        { result: 'succeed', afterMs: 9000 },
        { result: 'succeed', afterMs: 1500 },
      ],
      options: { startToCloseTimeout: '3 seconds', retry: { maximumAttempts: 4 } },
    },
  ],
  [
    'No worker comes',
    {
      taskTimeInQueueMs: 8000,
      attempts: [{ result: 'succeed', afterMs: 500 }],
      options: { startToCloseTimeout: '5 seconds', scheduleToStartTimeout: '4 seconds' },
    },
  ],
  [
    'A worker dies, heartbeats tell',
    {
      attempts: [
        { result: 'crash', afterMs: 7000, heartbeatEveryMs: 1000 },
        { result: 'succeed', afterMs: 4000, heartbeatEveryMs: 1000 },
      ],
      options: { startToCloseTimeout: '1 hour', heartbeatTimeout: '3 seconds' },
    },
  ],
  [
    'Cancelled at a heartbeat',
    {
      attempts: [{ result: 'succeed', afterMs: 20_000, heartbeatEveryMs: 1000 }],
      cancelAtMs: 5500,
      options: { startToCloseTimeout: '1 minute', heartbeatTimeout: '4 seconds' },
    },
  ],
  [
    'A failure that is not retried',
    {
      attempts: [
        { result: 'fail', afterMs: 400 },
        { result: 'fail', afterMs: 400, errorType: 'CardDeclined' },
      ],
      options: { startToCloseTimeout: '5 seconds', retry: { nonRetryableErrorTypes: ['CardDeclined'] } },
    },
  ],
  [
    'The server says when to come back',
    {
      attempts: [
        { result: 'fail', afterMs: 300, nextRetryDelayMs: 6000 },
        { result: 'succeed', afterMs: 300 },
      ],
      options: { startToCloseTimeout: '5 seconds' },
    },
  ],
];

export const INITIAL: LabState = { input: PRESETS[0]![1], seed: 1 };

/** Base64 of JSON, in the alphabet of addresses. */
export function toHash(state: LabState): string {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** undefined: the address holds no state. */
export function fromHash(hash: string): LabState | undefined {
  try {
    const text = atob(hash.replace(/^#/, '').replaceAll('-', '+').replaceAll('_', '/'));
    const state = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (one) => one.charCodeAt(0)))) as LabState;
    if (!isState(state)) return undefined;
    const { input, seed, scenario, at } = state;
    return {
      input,
      seed: isCount(seed) ? seed : 1,
      ...(isCount(at) && { at }),
      ...(isScenario(scenario) && { scenario }),
    };
  } catch {
    return undefined;
  }
}

/** A link may say anything: what the form cannot show is no state. Values themselves are checked by the lab. */
function isState(value: unknown): value is LabState {
  const input = (value as LabState | null)?.input;
  return Boolean(
    input &&
      Array.isArray(input.attempts) &&
      input.attempts.length > 0 &&
      input.attempts.every(isObject) &&
      isObject(input.options),
  );
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isScenario(value: unknown): value is LabScenario {
  if (!isObject(value)) return false;
  try {
    checkScenario(value as LabScenario);
    return true;
  } catch {
    return false;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function withAttempt(input: LabInput, index: number, change: Partial<LabAttempt>): LabInput {
  const attempts = input.attempts.map((one, i) => (i === index ? (defined({ ...one, ...change }) as LabAttempt) : one));
  return { ...input, attempts };
}

/** undefined removes the field. */
export function withOption(input: LabInput, name: string, value: unknown): LabInput {
  return { ...input, options: defined({ ...input.options, [name]: value }) };
}

export function withRetry(input: LabInput, name: string, value: unknown): LabInput {
  const retry = defined({ ...input.options.retry, [name]: value });
  return withOption(input, 'retry', Object.keys(retry).length > 0 ? retry : undefined);
}

export function withInput(
  input: LabInput,
  name: 'taskTimeInQueueMs' | 'cancelAtMs' | 'serverVersion',
  value: unknown,
): LabInput {
  return defined({ ...input, [name]: value }) as LabInput;
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}
