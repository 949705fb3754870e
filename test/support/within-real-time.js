"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.withinRealTime = withinRealTime;
/** Rejects if a promise takes longer than this in real time, so that a world that hangs is a failure with a name. */
async function withinRealTime(limitMs, what, promise) {
    let timer;
    const limit = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`${what} has not ended after ${limitMs} ms of real time`)), limitMs);
    });
    try {
        return await Promise.race([promise, limit]);
    }
    finally {
        clearTimeout(timer);
    }
}
