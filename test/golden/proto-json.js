"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.scheduleSpecJson = exports.activityAttributesJson = exports.failureJson = exports.retryPolicyJson = void 0;
/** Proto3 JSON of the Temporal API's messages, through the protobufjs that the API's own package loads. */
const node_module_1 = require("node:module");
const proto_1 = require("@temporalio/proto");
// The extension must come from the very protobufjs that built the message types, wherever npm has put it.
const requireFromProto = (0, node_module_1.createRequire)(require.resolve('@temporalio/proto/package.json'));
const protoJson = requireFromProto('protobufjs/ext/protojson');
function codec(type) {
    return { parse: (json) => protoJson.fromJson(type, json), format: (message) => protoJson.toJson(type, message) };
}
exports.retryPolicyJson = codec(proto_1.temporal.api.common.v1.RetryPolicy);
exports.failureJson = codec(proto_1.temporal.api.failure.v1.Failure);
exports.activityAttributesJson = codec(proto_1.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes);
exports.scheduleSpecJson = codec(proto_1.temporal.api.schedule.v1.ScheduleSpec);
