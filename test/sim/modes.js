"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.taskQueue = exports.MODES = void 0;
/** Workflow code runs live; rebuilt from its history at every task, with a check; or rebuilt since nothing is cached. */
exports.MODES = [
    ['live', {}],
    ['replayed at every task', { replay: 'every-task' }],
    ['never cached', { maxCachedWorkflows: 0 }],
];
exports.taskQueue = 'q';
