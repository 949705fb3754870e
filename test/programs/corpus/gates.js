"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.gate = gate;
exports.isHeld = isHeld;
exports.isReached = isReached;
exports.openGate = openGate;
exports.openAll = openAll;
exports.forget = forget;
const gates = new Map();
/** For activities. */
function gate(key) {
    let g = gates.get(key);
    if (!g)
        gates.set(key, (g = { reached: false, open: false, waiting: [] }));
    return g;
}
/** For drivers: is an activity waiting at this gate? */
function isHeld(key) {
    return gate(key).waiting.length > 0;
}
/** For drivers: was this gate or mark ever reached? */
function isReached(key) {
    return gate(key).reached;
}
/** For drivers: lets the activities at this gate go on, now and later. */
function openGate(key) {
    gate(key).open = true;
    for (const wake of gate(key).waiting.splice(0))
        wake();
}
/** For drivers: opens every gate of a workflow and of its descendants. */
function openAll(workflowId) {
    for (const key of [...gates.keys()])
        if (key.startsWith(workflowId))
            openGate(key);
}
/** For drivers: forgets the gates of a workflow and of its descendants. */
function forget(workflowId) {
    for (const key of [...gates.keys()])
        if (key.startsWith(workflowId))
            gates.delete(key);
}
