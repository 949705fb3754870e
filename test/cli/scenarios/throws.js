"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/** A module whose own code fails. */
function connect() {
    // The line that the user wants to see:
    throw new Error('no database');
}
exports.default = connect();
