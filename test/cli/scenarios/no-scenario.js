"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.name = exports.workflows = void 0;
exports.workflows = {};
exports.name = 'nothing to run';
