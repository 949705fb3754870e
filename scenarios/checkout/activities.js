"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.createActivities = void 0;
/** What an order does to the outside world. The services are given, so that every program can bring its own. */
const activity_1 = require("@temporalio/activity");
const createActivities = ({ bank, warehouse, mail }) => ({
    async charge(order) {
        return bank.charge(order.id, order.cents);
    },
    async refund(paymentId) {
        await bank.refund(paymentId);
    },
    /**
     * Each heartbeat says how many items are packed: where an attempt is lost, the next one goes on from there. The answer to a
     * heartbeat says whether the order has been cancelled: whatever waits for the activity's `sleep` or signal then stops.
     */
    async ship(order) {
        const context = activity_1.Context.current();
        const packedBefore = context.info.heartbeatDetails ?? 0;
        for (let packed = packedBefore; packed < order.items.length; packed++) {
            await warehouse.pack(order.items[packed]);
            context.heartbeat(packed + 1);
        }
        return `parcel of ${order.id}, items ${packedBefore + 1} to ${order.items.length} packed by attempt ${context.info.attempt}`;
    },
    async remind(order) {
        await mail.send(order.customer, `Has ${order.id} arrived?`);
    },
});
exports.createActivities = createActivities;
