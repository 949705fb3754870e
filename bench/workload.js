"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.TASK_QUEUE = void 0;
/** Every task queue is served. */
exports.TASK_QUEUE = 'bench';
