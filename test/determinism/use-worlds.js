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
/** Run as a program: creates, uses and disposes of so many worlds; prints what differs afterwards in the process. */
const node_assert_1 = require("node:assert");
const src_1 = require("../../src");
const activities = __importStar(require("../conformance/kit/activities"));
const workflows = __importStar(require("../conformance/kit/workflows"));
async function main(count) {
    void globalThis.AbortController; // Node itself replaces this property when it is first read.
    const globals = Object.getOwnPropertyDescriptors(globalThis);
    const listeners = listenerCounts();
    const handles = process.getActiveResourcesInfo();
    for (let seed = 1; seed <= count; seed++)
        await useWorld(seed);
    const traces = {
        globals: changed(globals, Object.getOwnPropertyDescriptors(globalThis), isSameProperty),
        listeners: changed(listeners, listenerCounts(), Object.is),
        handles: without(process.getActiveResourcesInfo(), handles),
    };
    console.log(JSON.stringify(traces));
}
/** One workflow runs to its end, another is left open. */
async function useWorld(seed) {
    const world = await src_1.World.create({ workflows, activities, seed });
    try {
        const args = [[{ activity: 'add', args: [seed, 1], options: { startToCloseTimeout: '1m' } }]];
        const run = world.client.workflow.execute('settleActivities', { workflowId: 'add', taskQueue: 'any', args });
        (0, node_assert_1.strictEqual)(JSON.stringify(await run), JSON.stringify([{ ok: seed + 1 }]));
        await world.client.workflow.start('waitForever', { workflowId: 'left open', taskQueue: 'any' });
    }
    finally {
        await world.dispose();
    }
}
function listenerCounts() {
    return Object.fromEntries(process.eventNames().map((name) => [String(name), process.listenerCount(name)]));
}
function isSameProperty(before, after) {
    return Object.is(before.value, after.value) && before.get === after.get && before.set === after.set;
}
function changed(before, after, isSame) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !(name in before && name in after && isSame(before[name], after[name])));
}
/** A list without the elements of another, each as often as it is there. */
function without(list, other) {
    const rest = [...other];
    return list.filter((one) => {
        const at = rest.indexOf(one);
        if (at !== -1)
            rest.splice(at, 1);
        return at === -1;
    });
}
// Node has a listener of its own for as long as it loads this file.
setImmediate(() => void main(Number(process.argv[2])));
