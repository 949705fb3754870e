"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.pendingPrograms = void 0;
/**
 * Programs of the sample that do not agree yet, each with its reason. One that agrees must be deleted here (the test fails
 * until it is), so this list only shrinks.
 */
exports.pendingPrograms = new Map([]);
