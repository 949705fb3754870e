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
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.runCase = runCase;
const node_fs_1 = require("node:fs");
const node_path_1 = __importDefault(require("node:path"));
const src_1 = require("../../src");
const within_real_time_1 = require("../support/within-real-time");
const activities = __importStar(require("./kit/activities"));
const kit_1 = require("./kit/kit");
const workflows = __importStar(require("./kit/workflows"));
const dynamicWorkflows = __importStar(require("./kit/workflows-dynamic"));
/** Real time; a case that waits for ever is a failure, not a hang. */
const CASE_LIMIT_MS = 20_000;
/** Runs one case in a fresh world and compares it with what a real server 1.29 recorded for it. */
async function runCase(testCase) {
    const names = new kit_1.Names();
    // Without workflows and activities the world has no worker until the case starts one.
    const world = await src_1.World.create({ seed: 1, onTaskFailure: 'retry', serverVersion: '1.29' });
    try {
        const histories = {};
        const workflowIds = {};
        const context = contextOf(testCase, world, names, (label, workflowId, history) => {
            histories[label] = history;
            workflowIds[label] = workflowId;
        });
        const run = testCase.run(context);
        const outcome = await (0, within_real_time_1.withinRealTime)(CASE_LIMIT_MS, `case ${testCase.name}`, run);
        const raw = { outcome, histories };
        const actual = JSON.parse((0, kit_1.stringify)((0, kit_1.normalise)(raw, names, testCase.timing)));
        return { raw, workflowIds, differences: (0, kit_1.differences)(goldenOf(testCase), actual) };
    }
    finally {
        await (0, within_real_time_1.withinRealTime)(CASE_LIMIT_MS, `dispose of the world of case ${testCase.name}`, world.dispose());
    }
}
/** What a case may touch, on a world. */
function contextOf(testCase, world, names, record) {
    const taskQueue = `tq-${testCase.name}`;
    names.add(taskQueue, '<task-queue>');
    const used = new Map();
    return {
        client: world.client,
        taskQueue,
        newWorkflowId(label = 'main') {
            const count = (used.get(label) ?? 0) + 1;
            used.set(label, count);
            const name = count === 1 ? label : `${label}#${count}`;
            const id = `${testCase.name}.${name}.sim`;
            names.add(id, `<wf:${name}>`);
            return id;
        },
        startWorker: ({ workflows: which = 'main', ...options } = {}) => world.createWorker({
            taskQueue,
            activities,
            workflows: which === 'main' ? workflows : dynamicWorkflows,
            ...options,
        }),
        sleep: (duration) => world.sleep(duration),
        async record(label, { workflowId, runId }) {
            record(label, workflowId, (0, kit_1.historyJson)(await world.client.workflow.getHandle(workflowId, runId).fetchHistory()));
        },
    };
}
function goldenOf({ name }) {
    return JSON.parse((0, node_fs_1.readFileSync)(node_path_1.default.join(__dirname, 'kit', 'golden', `${name}.json`), 'utf8'));
}
