/** Namespaces: worlds within the world. What runs in one is invisible in the others. */
import Long from 'long';
import { type Duration, durationToMs, msToDuration, type temporal } from '../../base/api';
import { NamespaceState } from '../../base/enums';
import type { Namespace } from '../namespace';
import type { Server } from '../server';
import { alreadyExists, invalidArgument } from '../status';
import { checkLength, rpc } from './rpc';

type RegisterRequest = temporal.api.workflowservice.v1.IRegisterNamespaceRequest;
type DescribeRequest = temporal.api.workflowservice.v1.IDescribeNamespaceRequest;
type ListRequest = temporal.api.workflowservice.v1.IListNamespacesRequest;
type UpdateRequest = temporal.api.workflowservice.v1.IUpdateNamespaceRequest;
type DeprecateRequest = temporal.api.workflowservice.v1.IDeprecateNamespaceRequest;

const NOT_SET = 'Namespace not set on request.';
const PAGE_SIZE = 100;
const NO_TOKEN = new Uint8Array(0);

/** The server takes an hour and more. */
const RETENTION_MIN_MS = 3600 * 1000;

function retentionMs(retention: Duration | null | undefined): number {
  const ms = durationToMs(retention);
  if (!(ms >= RETENTION_MIN_MS)) throw invalidArgument('A valid retention period is not set on request.');
  return ms;
}

export const registerNamespace = rpc((server, request: RegisterRequest) => {
  const name = request.namespace;
  if (!name) throw invalidArgument(NOT_SET);
  checkLength(name, 'Namespace');
  const retention = retentionMs(request.workflowExecutionRetentionPeriod);
  if (server.namespaces.has(name)) {
    throw alreadyExists(`Namespace ${JSON.stringify(name)} already exists`, {
      type: 'NamespaceAlreadyExistsFailure',
      value: {},
    });
  }
  const namespace = server.addNamespace(name);
  namespace.description = request.description ?? '';
  namespace.ownerEmail = request.ownerEmail ?? '';
  namespace.retentionMs = retention;
  Object.assign(namespace.data, request.data);
  return {};
});

/** By its name, or by its id. */
function find(server: Server, name: string | null | undefined, id?: string | null): Namespace {
  if (!name && !id) throw invalidArgument(NOT_SET);
  for (const namespace of server.namespaces.values()) if (!name && namespace.id === id) return namespace;
  return server.namespace(name || id);
}

function describe(namespace: Namespace) {
  return {
    namespaceInfo: {
      name: namespace.name,
      id: namespace.id,
      state: NamespaceState[namespace.state],
      description: namespace.description,
      ownerEmail: namespace.ownerEmail,
      data: { ...namespace.data },
      capabilities: { eagerWorkflowStart: true, syncUpdate: true, asyncUpdate: true },
      supportsSchedules: true,
    },
    config: {
      workflowExecutionRetentionTtl: msToDuration(namespace.retentionMs),
      badBinaries: { binaries: {} },
      customSearchAttributeAliases: {},
    },
    replicationConfig: { activeClusterName: 'active', clusters: [{ clusterName: 'active' }] },
    failoverVersion: Long.ZERO,
    isGlobalNamespace: false,
    failoverHistory: [],
  };
}

export const describeNamespace = rpc((server, request: DescribeRequest) =>
  describe(find(server, request.namespace, request.id)),
);

/** In the order of their registration; the token of a page is how many came before the next one. */
export const listNamespaces = rpc((server, request: ListRequest) => {
  const all = [...server.namespaces.values()];
  const token = Buffer.from(request.nextPageToken ?? NO_TOKEN).toString();
  if (!/^\d*$/.test(token)) throw invalidArgument('Invalid NextPageToken.');
  const from = Number(token);
  const to = from + (request.pageSize && request.pageSize > 0 ? request.pageSize : PAGE_SIZE);
  return {
    namespaces: all.slice(from, to).map(describe),
    nextPageToken: to < all.length ? Buffer.from(String(to)) : NO_TOKEN,
  };
});

/** Changes what is given; entries of `data` are added to those that are there. */
export const updateNamespace = rpc((server, { namespace: name, updateInfo, config }: UpdateRequest) => {
  const namespace = find(server, name);
  const retention = config?.workflowExecutionRetentionTtl;
  const newRetentionMs = retention ? retentionMs(retention) : namespace.retentionMs;
  if (updateInfo?.description) namespace.description = updateInfo.description;
  if (updateInfo?.ownerEmail) namespace.ownerEmail = updateInfo.ownerEmail;
  Object.assign(namespace.data, updateInfo?.data);
  if (updateInfo?.state === NamespaceState.DEPRECATED) namespace.state = 'DEPRECATED';
  namespace.retentionMs = newRetentionMs;
  const { namespaceInfo, config: present, replicationConfig, failoverVersion, isGlobalNamespace } = describe(namespace);
  return { namespaceInfo, config: present, replicationConfig, failoverVersion, isGlobalNamespace };
});

/** What runs there goes on; nothing new starts. */
export const deprecateNamespace = rpc((server, request: DeprecateRequest) => {
  find(server, request.namespace).state = 'DEPRECATED';
  return {};
});
