import type { PayloadCodec, SerializationContext, WorkflowSerializationContext } from '@temporalio/common';
import type { Payload } from '../../base/api';
import type { Job, LangCommand } from '../sdk/activation';
import { CodecContexts } from './codec-contexts';

/** Fields whose payloads codecs never touch, as in the real worker. */
const SKIPPED: ReadonlySet<string> = new Set(['headers', 'header', 'searchAttributes']);

/** Transforms a list of payloads that belong together. */
type Transform = (payloads: Payload[]) => Promise<Payload[]>;

function isPayload(value: object): value is Payload {
  return 'metadata' in value && 'data' in value;
}

/**
 * A copy of a job or command in which all payloads are transformed. Parts without payloads are shared with the original, which
 * is never changed: it may belong to a history.
 */
async function mapPayloads<T>(value: T, transform: Transform): Promise<T> {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((item) => item && typeof item === 'object' && isPayload(item))) {
      return (await transform(value)) as T;
    }
    return (await Promise.all(value.map((item) => mapPayloads(item, transform)))) as T;
  }
  if (isPayload(value)) return (await transform([value]))[0] as T;
  if (Object.getPrototypeOf(value) !== Object.prototype && !hasOwnEntries(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, field] of Object.entries(value)) {
    const mapped = SKIPPED.has(key) ? field : await mapPayloads(field, transform);
    if (mapped === field) continue;
    copy ??= Object.assign(Object.create(Object.getPrototypeOf(value)), value) as Record<string, unknown>;
    copy[key] = mapped;
  }
  return (copy ?? value) as T;
}

/** Long and the like have a prototype of their own and hold nothing but numbers. */
function hasOwnEntries(value: object): boolean {
  return Object.values(value).some((field) => typeof field === 'object' && field !== null);
}

/** Applies the codecs as the SDK does: encoding in their order, decoding in reverse, each told whom a payload is for. */
export class PayloadCodecs {
  readonly #contexts: CodecContexts;

  constructor(
    readonly codecs: readonly PayloadCodec[],
    workflow: WorkflowSerializationContext,
  ) {
    this.#contexts = new CodecContexts(workflow);
  }

  get isEmpty(): boolean {
    return this.codecs.length === 0;
  }

  decode<J extends Job>(jobs: J[]): Promise<J[]> {
    return Promise.all(jobs.map((job) => this.#decode(job, this.#contexts.ofJob(job))));
  }

  async encode(commands: LangCommand[]): Promise<LangCommand[]> {
    return Promise.all(commands.map((command) => this.#encode(command)));
  }

  /** These commands are not encoded, and still what comes back for them is to be decoded. */
  note(commands: readonly LangCommand[]): void {
    for (const command of commands) this.#contexts.ofCommand(command);
  }

  async #encode(command: LangCommand): Promise<LangCommand> {
    const context = this.#contexts.ofCommand(command);
    return mapPayloads(command, async (payloads) => {
      let encoded = payloads;
      for (const codec of this.codecs) encoded = await codec.encode(encoded, context);
      return encoded;
    });
  }

  #decode<J extends Job>(job: J, context: SerializationContext): Promise<J> {
    return mapPayloads(job, async (payloads) => {
      let decoded = payloads;
      for (const codec of this.codecs.toReversed()) decoded = await codec.decode(decoded, context);
      return decoded;
    });
  }
}
