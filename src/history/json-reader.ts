/**
 * Reads proto-JSON by the reflection of Temporal's protobuf definitions. Stricter than protobufjs' own reader (base64, signs,
 * enum names, depth), wider where Temporal's tools write otherwise (short enum names, snake_case, payload shorthand), and its
 * errors name the field. Fields that it does not know are ignored, as the SDK does: newer servers write more than we know.
 */
import Long from 'long';
import type { Enum, Field, Type } from 'protobufjs';
import { isPayloadsType, isPayloadType, readPayload, readPayloads } from './json-payload';
import type { Place } from './json-place';
import { readBytes, readDouble, readDuration, readInteger, readText, readTimestamp } from './json-scalars';
import { isJsonObject, type JsonObject, setOwn } from './json-value';

/** The depth that protobufjs itself refuses to go beyond: failures may have causes that have causes. */
const DEPTH_MAX = 100;

/** One message. `place` says where it stands, for errors. */
export function readMessage(type: Type, value: unknown, place: Place): JsonObject {
  if (place.depth > DEPTH_MAX) throw place.refuse(value, 'is nested too deeply', `at most ${DEPTH_MAX} levels`);
  if (type.fullName === '.google.protobuf.Timestamp') return readTimestamp(value, place);
  if (type.fullName === '.google.protobuf.Duration') return readDuration(value, place);
  if (isPayloadsType(type) && Array.isArray(value)) return readPayloads(type, value, place, readMessage);
  if (!isJsonObject(value)) throw place.refuse(value, 'has the wrong type', `an object (${type.name})`);

  const fields = fieldsOf(type);
  const message: JsonObject = {};
  const chosen = new Map<string, string>();
  for (const key of Object.keys(value)) {
    const field = fields.get(key);
    const given = value[key];
    if (!field || given === null || given === undefined) continue;
    const here = place.at(key);
    if (Object.hasOwn(message, field.name)) throw here.refuse(given, 'is given twice', `${field.name} only once`);
    const group = field.partOf;
    if (group) {
      const first = chosen.get(group.name);
      if (first) throw here.refuse(given, `stands beside ${first}`, `only one of the two`);
      chosen.set(group.name, key);
    }
    const read = readField(field, given, here);
    if (!isImplicitDefault(field, read)) message[field.name] = read;
  }
  return message;
}

function readField(field: Field, value: unknown, place: Place): unknown {
  if (field.map) {
    if (!isJsonObject(value)) throw place.refuse(value, 'has the wrong type', 'an object (a map)');
    const map: JsonObject = {};
    for (const key of Object.keys(value))
      setOwn(map, readText(key, place), readElement(field, value[key], place.at(key)));
    return map;
  }
  if (field.repeated) {
    if (!Array.isArray(value)) throw place.refuse(value, 'has the wrong type', 'an array');
    return Array.from(value, (element, index) => readElement(field, element, place.at(index)));
  }
  return readElement(field, value, place);
}

function readElement(field: Field, value: unknown, place: Place): unknown {
  const type = field.resolvedType;
  if (type === null) return readScalar(field, value, place);
  if ('values' in type) return readEnum(type, value, place);
  return isPayloadType(type as Type)
    ? readPayload(type as Type, value, place, readMessage)
    : readMessage(type as Type, value, place);
}

function readScalar(field: Field, value: unknown, place: Place): unknown {
  switch (field.type) {
    case 'string':
      return readText(value, place);
    case 'bytes':
      return readBytes(value, place);
    case 'bool':
      if (typeof value !== 'boolean') throw place.refuse(value, 'has the wrong type', 'true or false');
      return value;
    case 'double':
    case 'float':
      return readDouble(value, place);
    case 'int64':
      return readInteger(field, value, place);
    default:
      return readInteger(field, value, place).toNumber();
  }
}

/** A scalar that is as good as absent; proto3 writers leave it out, so that we do too makes two readings of it equal. */
function isImplicitDefault(field: Field, value: unknown): boolean {
  if (field.repeated || field.map) return false;
  const { hasPresence } = field as Field & { hasPresence: boolean };
  if (hasPresence) return false;
  if (Long.isLong(value)) return value.isZero();
  return value === 0 || value === '' || value === false || (value instanceof Uint8Array && value.length === 0);
}

const enumNames = new WeakMap<Enum, Map<string, number>>();

/** Numbers, and names as any of the tools writes them: `RETRY_STATE_TIMEOUT`, `TIMEOUT`, `Timeout`. */
function readEnum(type: Enum, value: unknown, place: Place): number {
  if (typeof value === 'number' && type.valuesById[value] !== undefined) return value;
  let names = enumNames.get(type);
  if (!names) {
    names = new Map();
    const unspecified = type.valuesById[0] ?? '';
    const prefix = unspecified.endsWith('UNSPECIFIED') ? unspecified.slice(0, -'UNSPECIFIED'.length) : '';
    for (const [name, number] of Object.entries(type.values)) {
      const short = name.slice(prefix.length);
      const pascal = short.toLowerCase().replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
      for (const spelling of [name, short, pascal]) names.set(spelling, number);
    }
    enumNames.set(type, names);
  }
  const number = typeof value === 'string' ? names.get(value) : undefined;
  if (number !== undefined) return number;
  const example = type.valuesById[1] ?? type.valuesById[0];
  throw place.refuse(value, `is no ${type.name}`, `a name or number of that enum, such as "${example}"`);
}

const fieldIndexes = new WeakMap<Type, Map<string, Field>>();

/** The fields of a type by each name that proto-JSON allows: camelCase and the snake_case of the definition. */
function fieldsOf(type: Type): Map<string, Field> {
  let index = fieldIndexes.get(type);
  if (!index) {
    index = new Map();
    for (const field of type.fieldsArray) {
      const { name, jsonName, protoName } = field.resolve() as Field & { jsonName: string; protoName: string };
      for (const key of [name, jsonName, protoName]) index.set(key, field);
    }
    fieldIndexes.set(type, index);
  }
  return index;
}
