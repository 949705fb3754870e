"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.cronScheduleTable = void 0;
const cron_backoff_1 = require("../../src/server/schedule-spec/cron-backoff");
const golden_text_1 = require("./golden-text");
const status_of_1 = require("./status-of");
/** The server validates by its own clock, which is not in the rows: any time at which the tables can have been made will do. */
const MADE_AT = Date.UTC(2026, 0, 1);
const NANOS_PER_SECOND = 1000000000n;
/** The cronSchedule of a workflow: is it valid, and when do its first and its next run start? */
exports.cronScheduleTable = {
    name: 'cron-schedule',
    answerKeys: ['error', 'firstBackoff', 'backoff'],
    answer: (row) => ({ firstBackoff: null, backoff: null, ...(0, status_of_1.statusOf)(() => answerCron(row)) }),
};
function answerCron(row) {
    (0, cron_backoff_1.validateCronSchedule)(row.cron, MADE_AT);
    const start = instant(row.startTime);
    const backoff = (0, cron_backoff_1.cronBackoffSeconds)(row.cron, start, instant(row.closeTime));
    return {
        // A first run that the schedule has no time for starts at once.
        firstBackoff: `${(0, cron_backoff_1.cronBackoffSeconds)(row.cron, start, start) ?? 0}s`,
        backoff: backoff === undefined ? null : `${backoff}s`,
    };
}
function instant(text) {
    const nanos = (0, golden_text_1.parseTime)(text);
    return { seconds: Number(nanos / NANOS_PER_SECOND), nanos: Number(nanos % NANOS_PER_SECOND) };
}
