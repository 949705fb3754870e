"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.measure = measure;
exports.median = median;
const node_child_process_1 = require("node:child_process");
const node_path_1 = __importDefault(require("node:path"));
const compile_1 = require("./compile");
/** Measures cells against each other: in each round one after another, so that what disturbs the machine hits all of them. */
async function measure(cells, roundCount) {
    const script = node_path_1.default.join(await (0, compile_1.compile)(), 'child.js');
    const children = [];
    const measured = [];
    try {
        for (const { form, workload } of cells) {
            const child = (0, node_child_process_1.fork)(script, [form, workload], { execArgv: [] });
            children.push(child);
            const reply = await replyOf(child);
            measured.push('error' in reply ? reply : { rounds: [] });
        }
        for (let round = 0; round < roundCount; round++) {
            for (const [i, child] of children.entries()) {
                const cell = measured[i];
                if ('error' in cell)
                    continue;
                child.send('round');
                const reply = await replyOf(child);
                if ('us' in reply)
                    cell.rounds.push(reply.us);
                else
                    measured[i] = { error: 'error' in reply ? reply.error : 'an answer without a time' };
            }
        }
        return measured;
    }
    finally {
        for (const child of children)
            if (child.connected)
                child.disconnect();
    }
}
/** The next message of a child; its end is one too. */
function replyOf(child) {
    return new Promise((resolve) => {
        const settle = (reply) => {
            child.off('message', settle);
            child.off('exit', onExit);
            resolve(reply);
        };
        const onExit = (code) => settle({ error: `the process ended with status ${code}` });
        child.on('message', settle);
        child.on('exit', onExit);
    });
}
function median(values) {
    const sorted = [...values].sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
