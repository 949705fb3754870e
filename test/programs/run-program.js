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
exports.outcomeOf = outcomeOf;
exports.runProgram = runProgram;
const src_1 = require("../../src");
const kit_1 = require("../conformance/kit/kit");
const within_real_time_1 = require("../support/within-real-time");
const activities = __importStar(require("./corpus/activities"));
const driver_1 = require("./corpus/driver");
const gates_1 = require("./corpus/gates");
const golden_1 = require("./corpus/golden");
const workflows = __importStar(require("./corpus/interpreter"));
/** Real time; a program that waits for ever is a failure, not a hang. */
const PROGRAM_LIMIT_MS = 60_000;
/** Runs one program in a fresh world; gives its outcome and histories in the form of the recordings. */
async function outcomeOf(entry, options = {}) {
    const taskQueue = `tq-${entry.name}`;
    const rootId = `${entry.name}.sim`;
    const names = new kit_1.Names();
    names.add(taskQueue, '<task-queue>');
    names.add(rootId, '<wf:main>');
    // Without workflows and activities the world has no worker until the driver starts one.
    const world = await src_1.World.create({ seed: 1, onTaskFailure: 'retry', serverVersion: '1.29', ...options.world });
    try {
        const env = {
            client: world.client,
            taskQueue,
            rootId,
            sleep: (ms) => world.sleep(ms),
            startWorker: (given) => world.createWorker({ taskQueue, activities, workflows, ...given, ...options.worker }),
        };
        const raw = await (0, within_real_time_1.withinRealTime)(PROGRAM_LIMIT_MS, `program ${entry.name}`, (0, driver_1.drive)(env, entry));
        return JSON.parse(JSON.stringify((0, golden_1.compact)(entry.name, raw, names, entry.timing)));
    }
    finally {
        await (0, within_real_time_1.withinRealTime)(PROGRAM_LIMIT_MS, `dispose of the world of program ${entry.name}`, world.dispose());
        // Gates are module state of the activities; another run of this program would find them open.
        (0, gates_1.forget)(rootId);
    }
}
/** Runs one program; gives the differences to what a real server 1.29 recorded (none: they agree). */
async function runProgram({ entry, golden }) {
    return (0, kit_1.differences)(golden, await outcomeOf(entry));
}
