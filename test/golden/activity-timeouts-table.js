"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.activityTimeoutsTable = void 0;
const activity_timeouts_1 = require("../../src/server/policy/activity-timeouts");
const golden_text_1 = require("./golden-text");
const proto_json_1 = require("./proto-json");
/** What becomes of a ScheduleActivityTask command. */
exports.activityTimeoutsTable = {
    name: 'activity-timeouts',
    answerKeys: ['stored', 'error', 'cause'],
    answer(row) {
        const runTimeout = row.workflowRunTimeout === null ? null : (0, golden_text_1.parseDuration)(row.workflowRunTimeout);
        const attributes = proto_json_1.activityAttributesJson.parse(row.attributes);
        const answer = (0, activity_timeouts_1.normaliseActivityAttributes)(attributes, { runTimeout, taskQueue: 'workflow-queue' });
        if ('stored' in answer)
            return { stored: proto_json_1.activityAttributesJson.format(answer.stored) };
        return { error: { code: 'INVALID_ARGUMENT', message: answer.message }, cause: answer.cause };
    },
};
