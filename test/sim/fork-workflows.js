"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.items = exports.done = exports.add = void 0;
exports.order = order;
exports.collect = collect;
exports.parent = parent;
exports.patient = patient;
exports.brief = brief;
exports.parentOfTwo = parentOfTwo;
exports.draw = draw;
exports.mixed = mixed;
const workflow_1 = require("@temporalio/workflow");
const { charge, refund } = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1 minute' });
const once = (0, workflow_1.proxyActivities)({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 1 } });
/** Charges, waits for a day, ships; what cannot be shipped is paid back. */
async function order(amount) {
    const receipt = await charge(amount);
    await (0, workflow_1.sleep)('1 day');
    try {
        return `${receipt}, ${await once.ship('book')}`;
    }
    catch {
        return await refund(receipt);
    }
}
exports.add = (0, workflow_1.defineSignal)('add');
exports.done = (0, workflow_1.defineSignal)('done');
exports.items = (0, workflow_1.defineQuery)('items');
/** Gives the signals that came until `done`. */
async function collect() {
    const collected = [];
    let isDone = false;
    (0, workflow_1.setHandler)(exports.add, (item) => void collected.push(item));
    (0, workflow_1.setHandler)(exports.done, () => {
        isDone = true;
    });
    (0, workflow_1.setHandler)(exports.items, () => collected);
    await (0, workflow_1.condition)(() => isDone);
    return collected;
}
async function parent() {
    return `my child: ${await (0, workflow_1.executeChild)(patient, { workflowId: 'child' })}`;
}
async function patient() {
    await (0, workflow_1.sleep)('1 hour');
    return 'slept';
}
async function brief() {
    return 'brief';
}
async function parentOfTwo() {
    const slow = await (0, workflow_1.startChild)(patient, { workflowId: 'slow' });
    const first = await (0, workflow_1.executeChild)(brief, { workflowId: 'quick' });
    return `${first}, ${await slow.result()}`;
}
async function draw() {
    const first = (0, workflow_1.uuid4)();
    await (0, workflow_1.sleep)('1 second');
    return [first, (0, workflow_1.uuid4)()];
}
const locals = (0, workflow_1.proxyLocalActivities)({ startToCloseTimeout: '1 minute' });
/** A bit of everything that a workflow can do by itself, in two runs. */
async function mixed(run) {
    (0, workflow_1.upsertMemo)({ run });
    const log = [await locals.ship(`book ${run}`)];
    const listener = await (0, workflow_1.startChild)(collect, { workflowId: `listener-${run}` });
    await listener.signal(exports.add, 'hello');
    await workflow_1.CancellationScope.withTimeout('3 seconds', () => (0, workflow_1.sleep)('1 hour')).catch(() => log.push('gave up'));
    await (0, workflow_1.getExternalWorkflowHandle)(`listener-${run}`).signal(exports.add, 'still there?');
    await listener.signal(exports.done);
    log.push(...(await listener.result()));
    log.push(...(await Promise.all([charge(1), charge(2), once.ship('two')])));
    const patient = await (0, workflow_1.startChild)(collect, { workflowId: `lost-${run}`, parentClosePolicy: 'ABANDON' });
    await (0, workflow_1.getExternalWorkflowHandle)(patient.workflowId).cancel();
    await patient.result().catch(() => log.push('cancelled'));
    if (run === 1)
        return await (0, workflow_1.continueAsNew)(2);
    return log;
}
