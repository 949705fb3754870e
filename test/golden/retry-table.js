"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.retryTable = void 0;
const nanos_1 = require("../../src/server/policy/nanos");
const retry_policy_1 = require("../../src/server/policy/retry-policy");
const golden_text_1 = require("./golden-text");
const proto_json_1 = require("./proto-json");
const status_of_1 = require("./status-of");
/**
 * What is stored of a policy, and whether another attempt follows a failed one. A `raw` row asks the server's function beneath
 * both decisions with a policy that nothing was filled into; a workflow's decision adds nothing to it. Rows flagged `overflow`
 * count like all others: a float beyond int64 is "no interval" here on every machine, as it is on amd64.
 */
exports.retryTable = {
    name: 'retry',
    answerKeys: ['stored', 'error', 'retryState', 'interval'],
    answer: (row) => (row.kind === 'policy' ? answerPolicy(row) : answerRetry(row)),
};
function answerPolicy(row) {
    const policy = proto_json_1.retryPolicyJson.parse(row.policy);
    return (0, status_of_1.statusOf)(() => ({ stored: proto_json_1.retryPolicyJson.format((0, retry_policy_1.normaliseRetryPolicy)(policy)) }));
}
function answerRetry(row) {
    const decision = (0, retry_policy_1.nextRetryExact)({
        policy: row.policy && proto_json_1.retryPolicyJson.parse(row.policy),
        attempt: row.attempt,
        failure: row.failure && proto_json_1.failureJson.parse(row.failure),
        kind: row.kind === 'activity' ? 'activity' : 'workflow',
        cancelRequested: row.cancelRequested,
    }, isNone(row.expiration) ? undefined : (0, nanos_1.narrow)((0, golden_text_1.parseTime)(row.expiration) - (0, golden_text_1.parseTime)(row.now)));
    return {
        retryState: `RETRY_STATE_${decision.retryState}`,
        interval: 'interval' in decision ? (0, golden_text_1.formatNanos)(decision.interval) : null,
    };
}
/** Go's zero time means the same as no time. */
const isNone = (time) => time === null || time === '0001-01-01T00:00:00Z';
