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
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
const workflow_1 = require("@temporalio/workflow");
const vitest_1 = require("vitest");
const src_1 = require("../../src");
const activities = __importStar(require("../conformance/kit/activities"));
const workflows = __importStar(require("../conformance/kit/workflows"));
const RAW = (0, node_path_1.join)(__dirname, '../conformance/kit/raw');
(0, vitest_1.describe)('replay', () => {
    vitest_1.it.each((0, node_fs_1.readdirSync)(RAW))('finds no difference in the history %s of a real server', async (file) => {
        const report = await (0, src_1.replay)((0, node_fs_1.readFileSync)((0, node_path_1.join)(RAW, file), 'utf8'), { workflows, activities });
        (0, vitest_1.expect)(report.ended).toBe(true);
    });
    (0, vitest_1.it)('accepts a history of a world against the code that made it', async () => {
        async function nap() {
            await (0, workflow_1.sleep)('1 day');
            return 'rested';
        }
        const { history } = await (0, src_1.simulate)(nap);
        (0, vitest_1.expect)(await (0, src_1.replay)(history, { workflows: { nap } })).toEqual({
            workflowId: 'nap',
            workflowType: 'nap',
            events: history.length,
            ended: true,
        });
    });
    (0, vitest_1.it)('shows both sides and the line of code where they differ', async () => {
        const { history } = await (0, src_1.simulate)(async function nap() {
            await (0, workflow_1.sleep)('1 day');
        });
        async function nap() {
            await (0, workflow_1.sleep)(1);
            await (0, workflow_1.sleep)(1); // the second timer is not in the history
        }
        const error = await (0, src_1.replay)(history, { workflows: { nap } }).catch((e) => e);
        (0, vitest_1.expect)(error).toBeInstanceOf(src_1.ReplayMismatchError);
        (0, vitest_1.expect)(error.message).toContain('WorkflowExecutionCompleted');
        (0, vitest_1.expect)(error.message).toMatch(/replay\.test\.ts:\d+/);
    });
    (0, vitest_1.it)('refuses what is no history and options without code', async () => {
        await (0, vitest_1.expect)((0, src_1.replay)('{"events":[]}', { workflows })).rejects.toThrow(src_1.InvalidHistoryError);
        await (0, vitest_1.expect)((0, src_1.replay)('[]', {})).rejects.toThrow(src_1.InvalidInputError);
    });
});
