/** Short names for the Temporal API's own messages, and conversions of its time types. */
import type { google, temporal } from '@temporalio/proto';
import Long from 'long';

export type { temporal };

export type Duration = google.protobuf.IDuration;
export type Timestamp = google.protobuf.ITimestamp;
export type Payload = temporal.api.common.v1.IPayload;
export type Payloads = temporal.api.common.v1.IPayloads;
export type Header = temporal.api.common.v1.IHeader;
export type Memo = temporal.api.common.v1.IMemo;
export type SearchAttributes = temporal.api.common.v1.ISearchAttributes;
export type Failure = temporal.api.failure.v1.IFailure;
export type RetryPolicy = temporal.api.common.v1.IRetryPolicy;
export type TaskQueue = temporal.api.taskqueue.v1.ITaskQueue;
export type WorkflowExecution = temporal.api.common.v1.IWorkflowExecution;
export type Command = temporal.api.command.v1.ICommand;
export type UserMetadata = temporal.api.sdk.v1.IUserMetadata;

type Int64 = Long | number | null | undefined;

/** An int64 field as a number; absent is 0. */
export function toNumber(value: Int64): number {
  if (value === null || value === undefined) return 0;
  return typeof value === 'number' ? value : value.toNumber();
}

/** A duration in milliseconds (with a fraction, where it has nanoseconds); absent is 0. */
export function durationToMs(duration: Duration | null | undefined): number {
  if (!duration) return 0;
  return toNumber(duration.seconds as Int64) * 1000 + (duration.nanos ?? 0) / 1e6;
}

/** Milliseconds as a duration. */
export function msToDuration(ms: number): Duration {
  const seconds = Math.trunc(ms / 1000);
  return { seconds: Long.fromNumber(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

/** Milliseconds since the epoch as a timestamp. */
export function msToTimestamp(ms: number): Timestamp {
  const seconds = Math.floor(ms / 1000);
  return { seconds: Long.fromNumber(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

/** A timestamp as milliseconds since the epoch; absent is 0. */
export function timestampToMs(timestamp: Timestamp | null | undefined): number {
  if (!timestamp) return 0;
  return toNumber(timestamp.seconds as Int64) * 1000 + (timestamp.nanos ?? 0) / 1e6;
}
