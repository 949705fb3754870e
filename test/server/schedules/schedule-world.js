"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.START = void 0;
exports.scheduleWorld = scheduleWorld;
exports.worldWithoutWorkers = worldWithoutWorkers;
exports.hourly = hourly;
exports.starts = starts;
exports.startOf = startOf;
exports.counts = counts;
const src_1 = require("../../../src");
const workflows = __importStar(require("./workflows"));
exports.START = '2030-01-01T00:30:00Z';
function scheduleWorld(options = {}) {
    return src_1.World.create({ workflows, startTime: exports.START, ...options });
}
/** Where only starts matter: nothing of the workflows runs. */
function worldWithoutWorkers(options = {}) {
    return src_1.World.create({ startTime: exports.START, ...options });
}
/** An hourly schedule `s` of a workflow; all else as the test says. */
function hourly(world, workflowType, { action, ...options } = {}) {
    return world.client.schedule.create({
        scheduleId: 's',
        spec: { intervals: [{ every: '1h' }] },
        action: { type: 'startWorkflow', workflowType, taskQueue: 'q', workflowId: 'w', ...action },
        ...options,
    });
}
/** `w 03:00` for w-2030-01-01T03:00:00Z: the ids of the runs, in the order of their starts. */
function starts(world) {
    return world.histories().map((history) => {
        const { workflowId, firstExecutionRunId } = startOf(history);
        const [, name, time] = /^(.*)-\d{4}-\d\d-\d\dT(\d\d:\d\d):\d\dZ$/.exec(workflowId ?? '') ?? [];
        return `${name} ${time}${firstExecutionRunId === history.runId ? '' : ' (continued)'}`;
    });
}
function startOf(history) {
    const first = history.events[0];
    if (first.type !== 'WorkflowExecutionStarted')
        throw new Error(`a history began with ${first.type}`);
    return first.attributes;
}
/** What a description counts. */
function counts({ info, raw }) {
    return {
        taken: info.numActionsTaken,
        skipped: info.numActionsSkippedOverlap,
        buffered: raw.info?.bufferSize?.toNumber(),
        running: info.runningActions.map((one) => one.workflow.workflowId.slice(-9, -4)),
    };
}
