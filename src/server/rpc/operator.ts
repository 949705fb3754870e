/** OperatorService: search attributes of a namespace, and its deletion. */
import type { temporal } from '../../base/api';
import { IndexedValueType } from '../../base/enums';
import { terminate } from '../execution/close';
import { PREDEFINED, type SearchAttributeType } from '../execution/search-attributes';
import { alreadyExists, invalidArgument } from '../status';
import { SYSTEM_ATTRIBUTES } from '../visibility/columns';
import { rpc } from './rpc';

type AddRequest = temporal.api.operatorservice.v1.IAddSearchAttributesRequest;
type RemoveRequest = temporal.api.operatorservice.v1.IRemoveSearchAttributesRequest;
type ListRequest = temporal.api.operatorservice.v1.IListSearchAttributesRequest;
type DeleteRequest = temporal.api.operatorservice.v1.IDeleteNamespaceRequest;

/** What the API has in place of the names of types. */
export const NUMBER_OF: Readonly<Record<SearchAttributeType, number>> = {
  Text: IndexedValueType.TEXT,
  Keyword: IndexedValueType.KEYWORD,
  Int: IndexedValueType.INT,
  Double: IndexedValueType.DOUBLE,
  Bool: IndexedValueType.BOOL,
  Datetime: IndexedValueType.DATETIME,
  KeywordList: IndexedValueType.KEYWORD_LIST,
};
const TYPES = new Map(Object.entries(NUMBER_OF).map(([type, number]) => [number, type as SearchAttributeType]));

const NO_TYPE = 'Unable to create search attributes: cannot have more than 0 search attribute of type Unspecified.';

const isReserved = (name: string) => SYSTEM_ATTRIBUTES.has(name) || PREDEFINED.has(name);

function numbersOf(...attributes: ReadonlyMap<string, SearchAttributeType>[]): Record<string, number> {
  return Object.fromEntries(attributes.flatMap((map) => [...map]).map(([name, type]) => [name, NUMBER_OF[type]]));
}

/** Those that are there with the same type stay as they are, so that a set-up may run twice. */
export const addSearchAttributes = rpc((server, request: AddRequest) => {
  const { searchAttributes } = server.namespace(request.namespace);
  const wanted = Object.entries(request.searchAttributes ?? {});
  if (wanted.length === 0) throw invalidArgument('SearchAttributes are not set on request.');
  const added = wanted.map(([name, number]): [string, SearchAttributeType] => {
    if (isReserved(name)) throw invalidArgument(`Search attribute ${name} is reserved by system.`);
    const type = TYPES.get(number);
    if (number === 0) throw invalidArgument(NO_TYPE);
    if (!type) throw invalidArgument(`Unknown search attribute type: ${number}.`);
    const present = searchAttributes.get(name);
    if (present && present !== type) throw alreadyExists(`Search attribute ${name} already exists.`);
    return [name, type];
  });
  for (const [name, type] of added) searchAttributes.set(name, type);
  return {};
});

/** Runs keep what they have under these names; filters no longer know it. A name that there is not changes nothing. */
export const removeSearchAttributes = rpc((server, request: RemoveRequest) => {
  const { searchAttributes } = server.namespace(request.namespace);
  const names = request.searchAttributes ?? [];
  if (names.length === 0) throw invalidArgument('SearchAttributes are not set on request.');
  for (const name of names) {
    if (isReserved(name)) throw invalidArgument(`Unable to remove non-custom search attributes: ${name}.`);
  }
  for (const name of names) searchAttributes.delete(name);
  return {};
});

export const listSearchAttributes = rpc((server, request: ListRequest) => ({
  customAttributes: numbersOf(server.namespace(request.namespace).searchAttributes),
  systemAttributes: numbersOf(SYSTEM_ATTRIBUTES, PREDEFINED),
  storageSchema: {},
}));

/** The older method of WorkflowService, for all namespaces alike: there it knows no custom attributes but the default namespace's. */
export const getSearchAttributes = rpc((server) => {
  const custom = server.namespaces.get('default')?.searchAttributes ?? new Map();
  return { keys: numbersOf(SYSTEM_ATTRIBUTES, PREDEFINED, custom) };
});

/** At once: what runs there is terminated, and then the namespace and all its runs are gone. */
export const deleteNamespace = rpc((server, request: DeleteRequest) => {
  const byId = [...server.namespaces.values()].find(({ id }) => id === request.namespaceId);
  const namespace = byId ?? server.namespace(request.namespace || request.namespaceId);
  for (const x of [...namespace.executions]) {
    if (x.isRunning) terminate(x, 'namespace is deleted', undefined, 'history-service');
  }
  server.namespaces.delete(namespace.name);
  return { deletedNamespace: `${namespace.name}-deleted-${namespace.id.slice(0, 5)}` };
});
