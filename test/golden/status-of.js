"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.statusOf = statusOf;
const status_1 = require("../../src/server/status");
/** What a function answers, or the status that it throws in the tables' form. */
function statusOf(fn) {
    try {
        return fn();
    }
    catch (error) {
        if (!(error instanceof status_1.ServerStatus))
            throw error;
        return { error: { code: error.status, message: error.details } };
    }
}
