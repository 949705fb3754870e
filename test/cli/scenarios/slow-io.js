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
exports.asks = asks;
const node_http_1 = require("node:http");
const workflow = __importStar(require("@temporalio/workflow"));
const worldline_1 = require("worldline");
const { ask } = workflow.proxyActivities({ startToCloseTimeout: '1 hour' });
async function asks() {
    await ask();
}
/** Asks a server that never answers. */
async function askSilentServer() {
    const server = (0, node_http_1.createServer)(() => { }).unref();
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    await fetch(`http://127.0.0.1:${server.address().port}`);
}
exports.default = (0, worldline_1.scenario)({
    name: 'slow I/O',
    workflows: { asks },
    activities: { ask: askSilentServer },
    realTimeLimitMs: 20,
    run: ({ client }) => client.workflow.execute(asks, { workflowId: 'w', taskQueue: 'q' }),
});
