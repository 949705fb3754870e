/**
 * The canonical form of a history: what it says about the workflow, without what differs from one recording of the same
 * workflow to the next. For snapshots, and for comparing a simulated run with a recorded one.
 */
import type { EventType, HistoryView } from './event';
import { INT64_FIELDS } from './event-names';
import { historyToJson } from './json';
import { isJsonObject, type JsonObject, setOwn } from './json-value';
import { elapsedText } from './time-text';

export interface CanonicalOptions {
  /** Keep each event's time since the first event. Default false: a recorded run is never on the millisecond. */
  times?: boolean;
  /** Texts to replace wherever they occur, by what to write instead: `{ 'order-8f31': '<order>' }`. */
  names?: Readonly<Record<string, string>>;
}

export interface CanonicalEvent {
  readonly id: number;
  readonly type: EventType;
  /** Milliseconds since the first event; only with `times`. */
  readonly atMs?: number;
  /** Keys sorted; defaults, identities, times, request ids and versions left out; payloads decoded; ids as symbols. */
  readonly attributes: Readonly<JsonObject>;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)/g;

/** Fields that say nothing about the workflow, or that differ from one worker or server to the next. */
const DROPPED_FIELDS = [
  ...[
    'identity',
    'requestId',
    'attachedRequestId',
    'workerVersion',
    'sdkMetadata',
    'meteringMetadata',
    'binaryChecksum',
  ],
  ...[
    'historySizeBytes',
    'sourceVersionStamp',
    'workerVersionStamp',
    'stackTrace',
    'encodedAttributes',
    'links',
    'priority',
  ],
  ...['eagerExecutionAccepted', 'requestEagerExecution', 'prevAutoResetPoints', 'useWorkflowBuildId', 'inheritBuildId'],
  ...['useCompatibleVersion', 'deployment', 'deploymentVersion', 'workerDeploymentName', 'workerDeploymentVersion'],
  ...['versioningBehavior', 'completionCallbacks', 'suggestContinueAsNewReasons'],
];
const DROPPED = new RegExp(`^(?:${DROPPED_FIELDS.join('|')}|buildId.*|.*BuildId|.*Time|.*_time|.*[nN]amespaceId)$`);

/** The events in canonical form. The same history always gives the same value, on every machine. */
export function canonicalEvents(view: HistoryView, options: CanonicalOptions = {}): CanonicalEvent[] {
  const canon = new Canonicalizer(options.names ?? {});
  return historyToJson(view).events.map((json, index) => {
    const event = view.event(index + 1);
    const attributesKey = Object.keys(json).find((key) => key.endsWith('EventAttributes'));
    let attributes = canon.fields((json[attributesKey ?? ''] ?? {}) as JsonObject);
    // The SDK's own markers (local activities, patches) hold JSON of their own, with times in it.
    if (event.type === 'MarkerRecorded') attributes = withoutDropped(attributes) as JsonObject;
    if (isJsonObject(json.userMetadata)) attributes.userMetadata = canon.fields(json.userMetadata);
    const time = options.times ? { atMs: event.time - view.event(1).time } : undefined;
    return { id: event.id, type: event.type, ...time, attributes };
  });
}

/** The canonical form as text: a line for each event, and one for each of its attributes. */
export function canonicalText(view: HistoryView, options: CanonicalOptions = {}): string {
  const lines: string[] = [];
  for (const { id, type, atMs, attributes } of canonicalEvents(view, options)) {
    lines.push(`${id} ${type}${atMs === undefined ? '' : ` ${elapsedText(atMs)}`}`);
    for (const [key, value] of Object.entries(attributes)) lines.push(`    ${key}: ${JSON.stringify(value)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** proto3 makes no difference between a field with its default and an absent one. */
function isDefault(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === false || value === 0) return true;
  if (value === '0s' || (typeof value === 'string' && value.endsWith('_UNSPECIFIED'))) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isPayload(value: unknown): value is { metadata: Record<string, string>; data?: string } {
  return isJsonObject(value) && isJsonObject(value.metadata) && typeof value.metadata.encoding === 'string';
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

/** Gives out symbols in the order in which it first meets what they stand for. */
class Canonicalizer {
  readonly #names: [string, string][];
  readonly #runs = new Map<string, string>();
  readonly #uuids = new Map<string, string>();

  constructor(names: Readonly<Record<string, string>>) {
    // Longer names first: one may contain another.
    this.#names = Object.entries(names).sort(([a], [b]) => b.length - a.length);
  }

  fields(fields: JsonObject): JsonObject {
    const out: JsonObject = {};
    for (const key of Object.keys(fields).sort()) {
      if (DROPPED.test(key)) continue;
      const isData = isPayload(fields[key]) || Array.isArray((fields[key] as JsonObject | null)?.payloads);
      const value = this.#field(key, fields[key]);
      if (isData || !isDefault(value)) setOwn(out, key, value);
    }
    return out;
  }

  #field(key: string, value: unknown): unknown {
    if (isPayload(value)) return this.#payload(value);
    if (Array.isArray(value)) return value.map((element) => this.#field('', element));
    if (isJsonObject(value)) {
      const keys = Object.keys(value);
      if (Array.isArray(value.payloads) && keys.length === 1) return value.payloads.map((p) => this.#field('', p));
      if (key === 'taskQueue')
        return value.kind === 'TASK_QUEUE_KIND_STICKY' ? '<sticky>' : this.#text(String(value.name ?? ''));
      return this.fields(value);
    }
    if (typeof value !== 'string') return value;
    if (INT64_FIELDS.has(key)) return Number(value);
    return isRunId(key) && value ? this.#run(value) : this.#text(value);
  }

  #payload({ metadata, data = '' }: { metadata: Record<string, string>; data?: string }): unknown {
    const encoding = fromBase64(metadata.encoding ?? '');
    let value: unknown = { $encoding: encoding, $base64: data };
    if (encoding === 'binary/null') value = null;
    else if (encoding === 'json/plain') value = this.#json(data);
    return metadata.type ? { $type: fromBase64(metadata.type), value } : value;
  }

  #json(data: string): unknown {
    const text = fromBase64(data);
    try {
      return this.#value(JSON.parse(text));
    } catch (error) {
      // That a payload calls itself JSON does not make it so: its encoding is the user's word. Then the text stands for itself.
      if (error instanceof SyntaxError) return { $encoding: 'json/plain', $text: this.#text(text) };
      throw error;
    }
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.#text(value);
    if (Array.isArray(value)) return value.map((element) => this.#value(element));
    if (!isJsonObject(value)) return value;
    const out: JsonObject = {};
    for (const key of Object.keys(value).sort()) {
      const field = value[key];
      setOwn(
        out,
        this.#text(key),
        isRunId(key) && typeof field === 'string' && field ? this.#run(field) : this.#value(field),
      );
    }
    return out;
  }

  #run(id: string): string {
    return symbol(this.#runs, id, 'run');
  }

  #text(text: string): string {
    let out = text;
    for (const [name, written] of this.#names) out = out.replaceAll(name, () => written);
    out = out.replace(UUID, (id) => (this.#runs.has(id) ? this.#run(id) : symbol(this.#uuids, id, 'uuid')));
    return out.replace(TIME, '<time>');
  }
}

function symbol(symbols: Map<string, string>, actual: string, kind: string): string {
  const known = symbols.get(actual);
  if (known) return known;
  const fresh = `<${kind}:${symbols.size + 1}>`;
  symbols.set(actual, fresh);
  return fresh;
}

function isRunId(key: string): boolean {
  return /[rR]unId$/.test(key);
}

function withoutDropped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDropped);
  if (!isJsonObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => !DROPPED.test(key));
  return Object.fromEntries(kept.map(([key, field]) => [key, withoutDropped(field)]));
}
