"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ALL_TABLES = void 0;
const activity_timeouts_table_1 = require("./activity-timeouts-table");
const cron_schedule_table_1 = require("./cron-schedule-table");
const retry_table_1 = require("./retry-table");
const schedule_spec_table_1 = require("./schedule-spec-table");
/** The four tables of a golden folder. */
exports.ALL_TABLES = [
    schedule_spec_table_1.scheduleSpecTable,
    cron_schedule_table_1.cronScheduleTable,
    retry_table_1.retryTable,
    activity_timeouts_table_1.activityTimeoutsTable,
];
