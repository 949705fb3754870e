"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.pendingReasons = void 0;
const PENDING = [];
/**
 * Cases that do not conform yet, each with its reason. One that conforms must be deleted here (its test fails until it is),
 * so this list only shrinks.
 */
exports.pendingReasons = new Map(PENDING.flatMap(({ reason, cases }) => cases.map((name) => [name, reason])));
