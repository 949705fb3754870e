"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.status = exports.delivered = void 0;
exports.checkout = checkout;
/** An order from payment to delivery. Nothing here knows whether it runs on worldline or on a Temporal cluster. */
const workflow_1 = require("@temporalio/workflow");
/** The courier says who signed for the parcel. */
exports.delivered = (0, workflow_1.defineSignal)('delivered');
exports.status = (0, workflow_1.defineQuery)('status');
// A bank that is down is asked again after 1, 2, 4 … seconds; a card that is declined is not.
const { charge, refund, remind } = (0, workflow_1.proxyActivities)({
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '1 second', backoffCoefficient: 2, nonRetryableErrorTypes: ['CardDeclined'] },
});
// Packing may take a day, but a packer who says nothing for 20 seconds is gone. Where the order is cancelled, wait until packing
// has really stopped: a refund must not overtake a parcel.
const { ship } = (0, workflow_1.proxyActivities)({
    startToCloseTimeout: '1 day',
    heartbeatTimeout: '20 seconds',
    cancellationType: workflow_1.ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
});
async function checkout(order) {
    let current = 'charging';
    let signedBy;
    (0, workflow_1.setHandler)(exports.status, () => current);
    (0, workflow_1.setHandler)(exports.delivered, (name) => {
        signedBy = name;
    });
    const paymentId = await charge(order);
    try {
        current = 'shipping';
        const parcel = await ship(order);
        current = 'on its way';
        let reminders = 0;
        while (!(await (0, workflow_1.condition)(() => signedBy !== undefined, '30 days'))) {
            await remind(order);
            reminders++;
        }
        current = 'delivered';
        return { paymentId, parcel, signedBy: signedBy, reminders };
    }
    catch (error) {
        // The customer gets the money back, even though everything else of this workflow is being cancelled.
        if ((0, workflow_1.isCancellation)(error)) {
            await workflow_1.CancellationScope.nonCancellable(() => refund(paymentId));
            current = 'refunded';
        }
        throw error;
    }
}
