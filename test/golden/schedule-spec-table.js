"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.scheduleSpecTable = void 0;
const canonical_spec_1 = require("../../src/server/schedule-spec/canonical-spec");
const compiled_spec_1 = require("../../src/server/schedule-spec/compiled-spec");
const proto_json_1 = require("./proto-json");
const status_of_1 = require("./status-of");
const MAX_TIMES = 12;
/** What a schedule's spec becomes, how it is shown, and when it fires. */
exports.scheduleSpecTable = {
    name: 'schedule-spec',
    answerKeys: ['error', 'canonical', 'described', 'next', 'ended'],
    answer: (row) => (0, status_of_1.statusOf)(() => answerSpec(row)),
};
function answerSpec(row) {
    const spec = (0, compiled_spec_1.compileSpec)(proto_json_1.scheduleSpecJson.parse(row.spec), row.seed);
    const next = [];
    let from = Date.parse(row.after);
    let ended = false;
    // The table's author stopped at the twelfth time without looking for a thirteenth, so `ended` is then false.
    while (!ended && next.length < MAX_TIMES) {
        const time = spec.next(from);
        if (time) {
            next.push([new Date(time.nominal).toISOString(), new Date(time.actual).toISOString()]);
            from = time.actual;
        }
        else {
            ended = true;
        }
    }
    return {
        canonical: proto_json_1.scheduleSpecJson.format(spec.canonical),
        described: proto_json_1.scheduleSpecJson.format((0, canonical_spec_1.describeSpec)(spec.canonical)),
        next,
        ended,
    };
}
