"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const strict_1 = __importDefault(require("node:assert/strict"));
const activity_1 = require("@temporalio/activity");
const client_1 = require("@temporalio/client");
const common_1 = require("@temporalio/common");
const worldline_1 = require("worldline");
const activities_1 = require("./checkout/activities");
const workflows_1 = require("./checkout/workflows");
const book = { id: 'order-1', customer: 'ada@example.com', cents: 4200, items: ['book', 'lamp', 'pen'] };
const vase = { id: 'order-2', customer: 'bob@example.com', cents: 9900, items: ['vase', 'cushion', 'straw'] };
exports.default = (0, worldline_1.scenario)({
    name: 'checkout',
    about: 'a bank that is down, a lost packer, a month of waiting, a refund',
    workflows: require.resolve('./checkout/workflows'),
    activities: () => (0, activities_1.createActivities)({ bank: shakyBank(), warehouse: slowWarehouse(), mail: { send: async () => { } } }),
    async run(world) {
        const order = await world.client.workflow.start(workflows_1.checkout, { workflowId: book.id, taskQueue: 'shop', args: [book] });
        await world.sleep('30 seconds');
        const statusWhileShipping = await order.query(workflows_1.status);
        const other = await world.client.workflow.start(workflows_1.checkout, { workflowId: vase.id, taskQueue: 'shop', args: [vase] });
        await world.sleep('15 seconds');
        await other.cancel();
        await strict_1.default.rejects(other.result(), isCancelled);
        const statusAfterCancel = await other.query(workflows_1.status);
        await world.sleep('33 days');
        await order.signal(workflows_1.delivered, 'Ada');
        return { receipt: await order.result(), statusWhileShipping, statusAfterCancel };
    },
    check(_, { receipt, statusWhileShipping, statusAfterCancel }) {
        strict_1.default.equal(statusWhileShipping, 'shipping');
        strict_1.default.equal(receipt.signedBy, 'Ada');
        strict_1.default.equal(receipt.reminders, 1, 'one reminder after 30 days, none after that');
        strict_1.default.match(receipt.parcel, /items 3 to 3 packed by attempt 2$/, 'what was packed is not packed again');
        strict_1.default.equal(statusAfterCancel, 'refunded', 'cancelled, and the money is back');
    },
});
const isCancelled = (error) => error instanceof client_1.WorkflowFailedError && error.cause instanceof common_1.CancelledFailure;
/** Is down for the first two requests. */
function shakyBank() {
    let requests = 0;
    return {
        async charge(key) {
            if (++requests <= 2)
                throw new Error('the bank answers 503 Service Unavailable');
            return `payment for ${key}`;
        },
        async refund() { },
    };
}
/** Packs an item in 10 seconds. The first pen is never packed: the packer goes out for an hour and tells nobody. */
function slowWarehouse() {
    let pens = 0;
    return {
        async pack(item) {
            await (0, activity_1.sleep)(item === 'pen' && ++pens === 1 ? '1 hour' : '10 seconds');
        },
    };
}
