"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
const proto_1 = require("@temporalio/proto");
const vitest_1 = require("vitest");
const ours = __importStar(require("../../src/base/enums"));
const api = proto_1.temporal.api.enums.v1;
const apiNames = {
    UpdateStage: 'UpdateWorkflowExecutionLifecycleStage',
    ExternalWorkflowExecutionFailedCause: 'SignalExternalWorkflowExecutionFailedCause',
};
const screaming = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
(0, vitest_1.describe)('numbers of enums', () => {
    vitest_1.it.each(Object.entries(ours))('%s has the numbers of the Temporal API', (name, values) => {
        const apiName = apiNames[name] ?? name;
        const theirs = api[apiName];
        for (const [key, value] of Object.entries(values)) {
            (0, vitest_1.expect)([key, theirs[`${screaming(apiName)}_${key}`]]).toEqual([key, value]);
        }
    });
});
