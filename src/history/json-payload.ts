/**
 * Payloads in JSON. The CLI and the Web UI write a payload that holds JSON as that JSON itself ("shorthand"); the rules are those
 * of `go.temporal.io/api/common/v1`: a list of payloads becomes an array, `null` is `binary/null`, an object with
 * `_protoMessageType` is `json/protobuf`, anything else is `json/plain`.
 */
import type { Type } from 'protobufjs';
import type { Place } from './json-place';
import { isJsonObject, type JsonObject } from './json-value';

const MESSAGE_TYPE_KEY = '_protoMessageType';
const PAYLOAD_KEYS = new Set(['metadata', 'data', 'externalPayloads', 'external_payloads']);
/** The reader of messages, handed in because it reads payloads itself. */
type ReadMessage = (type: Type, value: unknown, place: Place) => JsonObject;

const JSON_DEPTH_MAX = 1000;
const JSON_VALUES_MAX = 10_000_000;
const utf8 = new TextEncoder();

export function isPayloadType(type: Type): boolean {
  return type.fullName === '.temporal.api.common.v1.Payload';
}

export function isPayloadsType(type: Type): boolean {
  return type.fullName === '.temporal.api.common.v1.Payloads';
}

/** A list of payloads that is written as an array: what says that it holds an encoding is a payload, the rest is shorthand. */
export function readPayloads(
  type: Type,
  values: readonly unknown[],
  place: Place,
  readMessage: ReadMessage,
): JsonObject {
  const payloadType = type.fields.payloads?.resolvedType as Type;
  const payloads = Array.from(values, (value, index) => {
    const isFull = isJsonObject(value) && isJsonObject(value.metadata) && typeof value.metadata.encoding === 'string';
    return isFull && hasOnlyPayloadKeys(value)
      ? readMessage(payloadType, value, place.at(index))
      : fromShorthand(value, place.at(index));
  });
  return { payloads };
}

/** A payload that stands where the definition has one: an object with nothing but a payload's fields is one, the rest is shorthand. */
export function readPayload(type: Type, value: unknown, place: Place, readMessage: ReadMessage): JsonObject {
  return isJsonObject(value) && hasOnlyPayloadKeys(value)
    ? readMessage(type, value, place)
    : fromShorthand(value, place);
}

function hasOnlyPayloadKeys(value: JsonObject): boolean {
  return Object.keys(value).every((key) => PAYLOAD_KEYS.has(key));
}

function fromShorthand(value: unknown, place: Place): JsonObject {
  if (value === null || value === undefined) return { metadata: { encoding: utf8.encode('binary/null') } };
  assertJson(value, place);
  if (isJsonObject(value) && typeof value[MESSAGE_TYPE_KEY] === 'string') {
    const { [MESSAGE_TYPE_KEY]: messageType, ...message } = value;
    return {
      metadata: { encoding: utf8.encode('json/protobuf'), messageType: utf8.encode(messageType as string) },
      data: utf8.encode(JSON.stringify(message)),
    };
  }
  return { metadata: { encoding: utf8.encode('json/plain') }, data: utf8.encode(JSON.stringify(value)) };
}

/** Refuses what JSON cannot hold or what would take for ever to write: a parsed object may contain itself. */
function assertJson(value: unknown, place: Place): void {
  let count = 0;
  const visit = (node: unknown, depth: number): void => {
    if (depth > JSON_DEPTH_MAX) {
      throw place.refuse(value, 'is nested too deeply, or contains itself', `JSON of at most ${JSON_DEPTH_MAX} levels`);
    }
    if (++count > JSON_VALUES_MAX)
      throw place.refuse(value, 'is too large', `JSON of at most ${JSON_VALUES_MAX} values`);
    if (typeof node === 'object' && node !== null) {
      for (const key of Object.keys(node)) visit((node as JsonObject)[key], depth + 1);
    } else if (node !== null && !['string', 'number', 'boolean'].includes(typeof node)) {
      throw place.refuse(node, 'is not JSON', 'strings, numbers, booleans, null, arrays and objects');
    }
  };
  visit(value, 0);
}
