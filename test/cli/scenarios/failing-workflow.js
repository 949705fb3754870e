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
exports.pay = pay;
const common_1 = require("@temporalio/common");
const workflow = __importStar(require("@temporalio/workflow"));
const worldline_1 = require("worldline");
const { declines } = workflow.proxyActivities({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 2 } });
async function pay() {
    await declines();
}
exports.default = (0, worldline_1.scenario)({
    name: 'failing workflow',
    workflows: { pay },
    activities: {
        async declines() {
            throw common_1.ApplicationFailure.create({ type: 'CardDeclined', message: 'no money left' });
        },
    },
    run: ({ client }) => client.workflow.execute(pay, { workflowId: 'w', taskQueue: 'q' }),
});
