/** Proto3 JSON of the Temporal API's messages, through the protobufjs that the API's own package loads. */
import { createRequire } from 'node:module';
import { temporal } from '@temporalio/proto';

// The extension must come from the very protobufjs that built the message types, wherever npm has put it.
const requireFromProto = createRequire(require.resolve('@temporalio/proto/package.json'));
const protoJson: {
  fromJson(type: unknown, json: unknown): any;
  toJson(type: unknown, message: object): any;
} = requireFromProto('protobufjs/ext/protojson');

export interface JsonCodec<T extends object> {
  parse(json: unknown): T;
  format(message: T): any;
}

function codec<T extends object>(type: unknown): JsonCodec<T> {
  return { parse: (json) => protoJson.fromJson(type, json), format: (message) => protoJson.toJson(type, message) };
}

export const retryPolicyJson = codec<temporal.api.common.v1.IRetryPolicy>(temporal.api.common.v1.RetryPolicy);
export const failureJson = codec<temporal.api.failure.v1.IFailure>(temporal.api.failure.v1.Failure);
export const activityAttributesJson = codec<temporal.api.command.v1.IScheduleActivityTaskCommandAttributes>(
  temporal.api.command.v1.ScheduleActivityTaskCommandAttributes,
);
export const scheduleSpecJson = codec<temporal.api.schedule.v1.IScheduleSpec>(temporal.api.schedule.v1.ScheduleSpec);
