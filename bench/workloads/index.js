"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.growthWorkloads = exports.workloads = void 0;
const activities_in_turn_1 = require("./activities-in-turn");
const children_1 = require("./children");
const continue_as_new_1 = require("./continue-as-new");
const heartbeats_1 = require("./heartbeats");
const one_activity_1 = require("./one-activity");
const retried_activity_1 = require("./retried-activity");
const signals_1 = require("./signals");
const sleeps_1 = require("./sleeps");
const timers_1 = require("./timers");
const year_1 = require("./year");
/** W1 … W10. */
exports.workloads = [
    one_activity_1.oneActivity,
    retried_activity_1.retriedActivity,
    (0, activities_in_turn_1.activitiesInTurn)(100, 'W3'),
    sleeps_1.sleeps,
    children_1.children,
    (0, timers_1.timers)(10_000, 1, 'W6'),
    signals_1.signals,
    heartbeats_1.heartbeats,
    continue_as_new_1.continueAsNewChain,
    year_1.hourlyForAYear,
];
/** How the cost grows with the size of the work. */
exports.growthWorkloads = [
    (0, activities_in_turn_1.activitiesInTurn)(10),
    (0, activities_in_turn_1.activitiesInTurn)(100),
    (0, activities_in_turn_1.activitiesInTurn)(1000),
    (0, activities_in_turn_1.activitiesInTurn)(10_000),
    (0, timers_1.timers)(1000, 1),
    (0, timers_1.timers)(10_000, 1),
    (0, timers_1.timers)(10_000, 0),
];
