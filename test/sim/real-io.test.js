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
/** Activities may do real I/O: virtual time then stands still until it has ended. */
const promises_1 = require("node:fs/promises");
const node_http_1 = require("node:http");
const node_os_1 = require("node:os");
const node_path_1 = __importDefault(require("node:path"));
const workflow = __importStar(require("@temporalio/workflow"));
const vitest_1 = require("vitest");
const src_1 = require("../../src");
/** The timeout would fire first if time moved while the activity waits for real I/O. */
async function races() {
    const { work } = workflow.proxyActivities({ startToCloseTimeout: '1 ms', retry: { maximumAttempts: 1 } });
    return work();
}
(0, vitest_1.it)('files', async () => {
    const folder = await (0, promises_1.mkdtemp)(node_path_1.default.join((0, node_os_1.tmpdir)(), 'worldline-io-'));
    const work = async () => {
        const file = node_path_1.default.join(folder, 'a.txt');
        await (0, promises_1.writeFile)(file, 'written');
        return (0, promises_1.readFile)(file, 'utf8');
    };
    const { result, durationMs } = await (0, src_1.simulate)(races, { activities: { work } });
    (0, vitest_1.expect)({ result, durationMs }).toEqual({ result: 'written', durationMs: 0 });
    await (0, promises_1.rm)(folder, { recursive: true });
});
(0, vitest_1.it)('a server that takes its time', async () => {
    const server = (0, node_http_1.createServer)((_, response) => setTimeout(() => response.end('answer'), 20));
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    try {
        const work = async () => (await fetch(`http://127.0.0.1:${port}`)).text();
        const { result, durationMs } = await (0, src_1.simulate)(races, { activities: { work } });
        (0, vitest_1.expect)({ result, durationMs }).toEqual({ result: 'answer', durationMs: 0 });
    }
    finally {
        server.close();
    }
});
(0, vitest_1.it)('a server that never answers: the limit names the activity and its connection', async () => {
    const server = (0, node_http_1.createServer)(() => { });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address();
    try {
        const work = async () => (await fetch(`http://127.0.0.1:${port}`)).text();
        const { error } = await (0, src_1.simulate)(races, { activities: { work }, realTimeLimitMs: 30 });
        (0, vitest_1.expect)(error).toBeInstanceOf(src_1.RealTimeLimitError);
        (0, vitest_1.expect)(error.message).toMatch(/more than 30 ms\. In flight: .*work.*raise the option realTimeLimitMs/s);
    }
    finally {
        server.closeAllConnections();
        server.close();
    }
});
(0, vitest_1.it)('timers of an activity are virtual', async () => {
    const work = async () => {
        await new Promise((resolve) => setTimeout(resolve, 86_400_000));
        return new Date().toISOString();
    };
    async function waits() {
        return workflow.proxyActivities({ startToCloseTimeout: '2 days' }).work();
    }
    const { result } = await (0, src_1.simulate)(waits, { activities: { work } });
    (0, vitest_1.expect)(result).toBe('2030-01-02T00:00:00.000Z');
});
