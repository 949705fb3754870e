/** Search attributes and memos: merging, checking against the namespace's registered types, and the type that values carry. */
import type { Payload } from '../../base/api';
import { LIMITS } from './limits';

export type SearchAttributeType = 'Bool' | 'Datetime' | 'Double' | 'Int' | 'Keyword' | 'KeywordList' | 'Text';
/** The registered attributes of a namespace. */
export class SearchAttributeTypes extends Map<string, SearchAttributeType> {
  constructor(
    types: Readonly<Record<string, SearchAttributeType>>,
    /** Others are taken, too: the type of the first value is theirs from then on. False: they are refused, as by a server. */
    readonly takesOthers: boolean,
  ) {
    super(Object.entries(types));
  }
}

export type PayloadFields = Record<string, Payload>;

const SYSTEM: ReadonlySet<string> = new Set([
  ...['WorkflowId', 'RunId', 'WorkflowType', 'StartTime', 'ExecutionTime', 'CloseTime', 'ExecutionStatus', 'TaskQueue'],
  ...['HistoryLength', 'ExecutionDuration', 'StateTransitionCount', 'HistorySizeBytes', 'ParentWorkflowId'],
  ...['ParentRunId', 'RootWorkflowId', 'RootRunId'],
]);

/** Attributes that every namespace has and that anyone may set. */
export const PREDEFINED: ReadonlyMap<string, SearchAttributeType> = new Map<string, SearchAttributeType>([
  ['TemporalChangeVersion', 'KeywordList'],
  ['BinaryChecksums', 'KeywordList'],
  ['BuildIds', 'KeywordList'],
  ['BatcherUser', 'Keyword'],
  ['TemporalScheduledStartTime', 'Datetime'],
  ['TemporalScheduledById', 'Keyword'],
  ['TemporalSchedulePaused', 'Bool'],
  ['TemporalNamespaceDivision', 'Keyword'],
  ['TemporalPauseInfo', 'KeywordList'],
  ['TemporalReportedProblems', 'KeywordList'],
]);

/** Custom attributes that namespaces of a fresh server have had ever since, and that samples use. */
export const SAMPLE_ATTRIBUTES: Readonly<Record<string, SearchAttributeType>> = {
  CustomBoolField: 'Bool',
  CustomDatetimeField: 'Datetime',
  CustomDoubleField: 'Double',
  CustomIntField: 'Int',
  CustomKeywordField: 'Keyword',
  CustomKeywordListField: 'KeywordList',
  CustomTextField: 'Text',
};

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

const scalarChecks: Record<SearchAttributeType, (value: unknown) => boolean> = {
  Bool: (v) => typeof v === 'boolean',
  Datetime: (v) => typeof v === 'string' && RFC3339.test(v),
  Double: (v) => typeof v === 'number',
  Int: (v) => typeof v === 'number' && Number.isInteger(v),
  Keyword: (v) => typeof v === 'string',
  KeywordList: (v) => typeof v === 'string',
  Text: (v) => typeof v === 'string',
};

function text(bytes: Uint8Array | null | undefined): string {
  return bytes ? Buffer.from(bytes).toString() : '';
}

/** The JSON value of a payload; undefined where it is unset (no value, or an empty list). */
export function decodeSearchAttribute(payload: Payload): unknown {
  if (text(payload.metadata?.encoding) === 'binary/null') return undefined;
  const data = text(payload.data);
  return data === '' ? undefined : JSON.parse(data);
}

/** True for a value that unsets the attribute. */
function isUnset(payload: Payload): boolean {
  const value = decodeSearchAttribute(payload);
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** How a value reads in the server's error texts: lists as `[1 2]`. */
function show(value: unknown): string {
  return Array.isArray(value)
    ? `[${value.map(show).join(' ')}]`
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}

/** The server's text for the first attribute that it refuses; undefined where all are fine. */
export function checkSearchAttributes(
  types: SearchAttributeTypes,
  fields: PayloadFields,
  namespace: string,
): string | undefined {
  const names = Object.keys(fields);
  if (names.length > 100) return `number of search attributes ${names.length} exceeds limit 100`;
  let total = 0;
  for (const name of names) {
    if (SYSTEM.has(name)) return `${name} attribute can't be set in SearchAttributes`;
    const payload = fields[name]!;
    const size = payload.data?.length ?? 0;
    total += size + name.length;
    if (size > 2048) return `search attribute ${name} value size ${size} exceeds size limit 2048`;
    const type = typeOf(types, name, payload);
    if (!type) return `Namespace ${namespace} has no mapping defined for search attribute ${name}`;
    const problem = checkValue(name, type, payload);
    if (problem) return problem;
  }
  if (total > 40 * 1024) return `total size of search attributes ${total} exceeds size limit 40960`;
  return undefined;
}

function checkValue(name: string, type: SearchAttributeType, payload: Payload): string | undefined {
  if (isUnset(payload)) return undefined;
  const value = decodeSearchAttribute(payload);
  const values = Array.isArray(value) ? value : [value];
  const shapeFits = type === 'KeywordList' ? Array.isArray(value) : values.length === 1;
  if (shapeFits && values.every((v) => scalarChecks[type](v))) return undefined;
  return `invalid value for search attribute ${name} of type ${type}: ${show(value)}`;
}

/** The registered type; an unregistered name takes the type that the SDK wrote into the payload, or that the value has. */
export function typeOf(types: SearchAttributeTypes, name: string, payload: Payload): SearchAttributeType | undefined {
  const registered = types.get(name) ?? PREDEFINED.get(name);
  if (registered || !types.takesOthers) return registered;
  const declared = text(payload.metadata?.type);
  if (declared in scalarChecks) return declared as SearchAttributeType;
  const value = decodeSearchAttribute(payload);
  const first = Array.isArray(value) ? value[0] : value;
  if (Array.isArray(value) && value.length > 1) return 'KeywordList';
  if (typeof first === 'boolean') return 'Bool';
  if (typeof first === 'number') return Number.isInteger(first) ? 'Int' : 'Double';
  if (typeof first === 'string') return RFC3339.test(first) ? 'Datetime' : 'Keyword';
  return first === undefined || first === null ? 'Keyword' : undefined;
}

/** The fields as the server stores them: each payload says its type. Attributes that are new to the namespace are registered. */
export function withTypes(types: SearchAttributeTypes, fields: PayloadFields): PayloadFields {
  const typed: PayloadFields = {};
  for (const name of Object.keys(fields)) {
    const payload = fields[name]!;
    const type = typeOf(types, name, payload);
    if (type && !PREDEFINED.has(name) && !isUnset(payload)) types.set(name, type);
    if (!type || payload.metadata?.type?.length) {
      typed[name] = payload;
      continue;
    }
    typed[name] = { ...payload, metadata: { ...payload.metadata, type: Buffer.from(type) } };
  }
  return typed;
}

/** Upserted fields over the present ones; a null or empty value removes its field. */
export function mergePayloads(present: PayloadFields, upserted: PayloadFields): PayloadFields {
  const merged = { ...present };
  for (const [name, payload] of Object.entries(upserted)) {
    if (isRemoval(payload)) delete merged[name];
    else merged[name] = payload;
  }
  return merged;
}

function isRemoval(payload: Payload): boolean {
  const encoding = text(payload.metadata?.encoding);
  if (encoding === 'binary/null') return true;
  if (encoding !== 'json/plain') return false;
  const data = text(payload.data);
  return data === 'null' || data === '[]';
}

/** True where the payload's bytes are over the limit for one request or command. */
export function isTooLarge(payloads: { payloads?: Payload[] | null } | null | undefined): boolean {
  let size = 0;
  for (const payload of payloads?.payloads ?? []) size += payload.data?.length ?? 0;
  return size > LIMITS.blobBytes;
}
