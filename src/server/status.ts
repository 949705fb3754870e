/** Errors of the service, in the shape that gRPC gives them to the client. Texts are the server's own. */

export const StatusCode = {
  CANCELLED: 1,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
} as const;
export type StatusName = keyof typeof StatusCode;

/** A message of temporal.api.errordetails.v1 that goes with a status. */
export interface StatusDetail {
  readonly type: string;
  readonly value: object;
}

/** A failed call: `name` ("Error"), `code`, `details` and `metadata` as @grpc/grpc-js gives them. */
export class ServerStatus extends Error {
  readonly code: number;
  readonly details: string;
  readonly metadata: { get(key: string): Buffer[]; getMap(): Record<string, never> };

  constructor(
    readonly status: StatusName,
    text: string,
    readonly detail?: StatusDetail,
  ) {
    super(`${StatusCode[status]} ${status}: ${text}`);
    this.code = StatusCode[status];
    this.details = text;
    // Most callers never look at the details, so they are encoded when somebody asks.
    this.metadata = {
      get: (key) => (key === 'grpc-status-details-bin' && detail ? [encodeStatus(this.code, text, detail)] : []),
      getMap: () => ({}),
    };
  }
}

const NOTHING = new Uint8Array(0);
const urlOf = (type: string) => `type.googleapis.com/temporal.api.errordetails.v1.${type}`;

function encodeStatus(code: number, message: string, detail: StatusDetail): Buffer {
  // Loaded here, for the API's protobuf classes take longer to load than most tests take to run.
  const { temporal, google } = require('@temporalio/proto') as typeof import('@temporalio/proto');
  const types = temporal.api.errordetails.v1 as unknown as Record<
    string,
    { encode(value: object): { finish(): Uint8Array } }
  >;
  const encodeDetail = ({ type, value }: StatusDetail): { type_url: string; value: Uint8Array } => {
    // The detail of a multi-operation holds statuses with details of their own.
    if (type === 'MultiOperationExecutionFailure') {
      const { statuses } = value as { statuses: { code: number; message: string; details: StatusDetail[] }[] };
      const encoded = statuses.map((status) => ({ ...status, details: status.details.map(encodeDetail) }));
      return { type_url: urlOf(type), value: types[type]!.encode({ statuses: encoded }).finish() };
    }
    if (type === 'MultiOperationExecutionAborted') {
      return { type_url: 'type.googleapis.com/temporal.api.failure.v1.MultiOperationExecutionAborted', value: NOTHING };
    }
    return { type_url: urlOf(type), value: types[type]!.encode(value).finish() };
  };
  const status = (google as any).rpc.Status.encode({ code, message, details: [encodeDetail(detail)] });
  return Buffer.from(status.finish());
}

const make = (status: StatusName) => (text: string, detail?: StatusDetail) => new ServerStatus(status, text, detail);

export const invalidArgument = make('INVALID_ARGUMENT');
export const notFound = make('NOT_FOUND');
export const alreadyExists = make('ALREADY_EXISTS');
export const failedPrecondition = make('FAILED_PRECONDITION');
export const resourceExhausted = make('RESOURCE_EXHAUSTED');
export const permissionDenied = make('PERMISSION_DENIED');
export const unimplemented = make('UNIMPLEMENTED');
export const deadlineExceeded = make('DEADLINE_EXCEEDED');
export const cancelled = make('CANCELLED');

export const workflowNotFound = (workflowId: string, runId?: string | null) =>
  notFound(
    runId
      ? `workflow execution not found for workflow ID ${JSON.stringify(workflowId)} and run ID "${runId}"`
      : `workflow not found for ID: ${workflowId}`,
  );
export const alreadyCompleted = () => notFound('workflow execution already completed');
