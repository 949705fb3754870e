"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.gate = gate;
exports.gateReached = gateReached;
exports.openGate = openGate;
exports.tokenAt = tokenAt;
const gates = new Map();
/** For activities. */
function gate(key) {
    let g = gates.get(key);
    if (!g)
        gates.set(key, (g = { reached: false, open: false, waiting: [] }));
    return g;
}
/** For cases: has an activity reached this gate? */
function gateReached(key) {
    return gate(key).reached;
}
/** For cases: lets the activities at this gate go on. */
function openGate(key) {
    gate(key).open = true;
    for (const wake of gate(key).waiting.splice(0))
        wake();
}
/** For cases: the task token that completeLater left at this gate. */
function tokenAt(key) {
    return gate(key).token;
}
