"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.allCases = void 0;
const activities_1 = require("./activities");
const async_completion_1 = require("./async-completion");
const cancellation_1 = require("./cancellation");
const children_1 = require("./children");
const continue_as_new_1 = require("./continue-as-new");
const failures_1 = require("./failures");
const heartbeats_1 = require("./heartbeats");
const local_activities_1 = require("./local-activities");
const queries_1 = require("./queries");
const schedules_1 = require("./schedules");
const signals_1 = require("./signals");
const starting_1 = require("./starting");
const timers_1 = require("./timers");
const updates_1 = require("./updates");
const visibility_1 = require("./visibility");
const workflows_1 = require("./workflows");
const workflow_timeouts_1 = require("./workflow-timeouts");
/** Every case of the kit. */
exports.allCases = [
    ...activities_1.activityCases, ...async_completion_1.asyncCompletionCases, ...cancellation_1.cancellationCases, ...children_1.childCases, ...continue_as_new_1.continueAsNewCases, ...failures_1.failureCases,
    ...heartbeats_1.heartbeatCases, ...local_activities_1.localActivityCases, ...queries_1.queryCases, ...schedules_1.scheduleCases, ...signals_1.signalCases, ...starting_1.startCases, ...timers_1.timerCases,
    ...updates_1.updateCases, ...visibility_1.visibilityCases, ...workflows_1.workflowCases, ...workflow_timeouts_1.workflowTimeoutCases,
];
