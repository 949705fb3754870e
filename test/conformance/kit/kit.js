"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Names = exports.settle = exports.describeError = void 0;
exports.historyJson = historyJson;
exports.eventTypes = eventTypes;
exports.eventually = eventually;
exports.untilEvent = untilEvent;
exports.idle = idle;
exports.normaliseHistory = normaliseHistory;
exports.normalise = normalise;
exports.stringify = stringify;
exports.differences = differences;
const proto_utils_1 = require("@temporalio/common/lib/proto-utils");
var describe_error_1 = require("./describe-error");
Object.defineProperty(exports, "describeError", { enumerable: true, get: function () { return describe_error_1.describeError; } });
Object.defineProperty(exports, "settle", { enumerable: true, get: function () { return describe_error_1.settle; } });
/* ------------------------------------------------------------------------------------------------ helpers of cases */
function historyJson(history) {
    return JSON.parse((0, proto_utils_1.historyToJSON)(history));
}
/** Event types of a run as they are now, without the EVENT_TYPE_ prefix. */
async function eventTypes(ctx, ref) {
    const history = await ctx.client.workflow.getHandle(ref.workflowId, ref.runId).fetchHistory();
    return (historyJson(history).events ?? []).map((e) => String(e.eventType).replace(/^EVENT_TYPE_/, ''));
}
/** Polls (each 25 ms of ctx.sleep unless told) until the predicate holds, for 20 s at most. */
async function eventually(ctx, predicate, what = 'condition', every = 25) {
    for (let waited = 0; waited < 20_000; waited += every) {
        if (await predicate())
            return;
        await ctx.sleep(every);
    }
    throw new Error(`gave up waiting for ${what}`);
}
/** Waits until the run's history has at least `count` events of a type. */
async function untilEvent(ctx, ref, type, count = 1) {
    await eventually(ctx, async () => (await eventTypes(ctx, ref)).filter((t) => t === type).length >= count, `${count} x ${type}`);
}
/** Waits until the run has completed at least one workflow task and has none scheduled or started. */
async function idle(ctx, ref) {
    await eventually(ctx, async () => {
        const types = (await eventTypes(ctx, ref)).filter((t) => t.startsWith('WORKFLOW_TASK_'));
        const last = types[types.length - 1];
        return last !== undefined && last !== 'WORKFLOW_TASK_SCHEDULED' && last !== 'WORKFLOW_TASK_STARTED';
    }, 'an idle workflow');
}
/* -------------------------------------------------------------------------------------------------- the normaliser */
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const ISO_TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)/g;
/** Attribute fields that say nothing about workflow semantics, or that differ from one recording to the next. */
const DROPPED = new Set([
    'identity', 'requestId', 'attachedRequestId', 'workerVersion', 'sdkMetadata', 'meteringMetadata', 'binaryChecksum',
    'historySizeBytes', 'sourceVersionStamp', 'workerVersionStamp', 'stackTrace', 'encodedAttributes',
    'eagerExecutionAccepted', 'requestEagerExecution', 'prevAutoResetPoints', 'useWorkflowBuildId', 'inheritBuildId', 'useCompatibleVersion',
    'deployment', 'deploymentVersion', 'workerDeploymentName', 'workerDeploymentVersion', 'versioningBehavior',
    'completionCallbacks', 'priority', 'workerMayIgnore', 'links', 'suggestContinueAsNewReasons',
]);
function isDropped(key) {
    return (DROPPED.has(key) || /^buildId/.test(key) || /BuildId$/.test(key) || /Time$/.test(key) || /_time$/.test(key) ||
        /amespaceId$/.test(key));
}
/** proto3 makes no difference between a field with its default value and an absent one; nor does a golden. */
function isDefault(value) {
    if (value === null || value === undefined || value === '' || value === false || value === 0)
        return true;
    if (value === '0' || value === '0s')
        return true;
    if (typeof value === 'string' && /_UNSPECIFIED$/.test(value))
        return true;
    if (Array.isArray(value))
        return value.length === 0;
    return typeof value === 'object' && Object.keys(value).length === 0;
}
function fromBase64(text) {
    return Buffer.from(text, 'base64').toString('utf8');
}
function isPayload(value) {
    return typeof value === 'object' && value !== null && typeof value.metadata === 'object' && value.metadata !== null &&
        typeof value.metadata.encoding === 'string';
}
/** Names that differ from one recording to the next, and their symbols. */
class Names {
    exact = [];
    runs = new Map();
    uuids = new Map();
    /** Makes every occurrence of `actual` in a string read as `symbol`. */
    add(actual, symbol) {
        this.exact.push([actual, symbol]);
        this.exact.sort((a, b) => b[0].length - a[0].length);
    }
    run(id) {
        let symbol = this.runs.get(id);
        if (!symbol)
            this.runs.set(id, (symbol = `<run:${this.runs.size + 1}>`));
        return symbol;
    }
    text(text) {
        for (const [actual, symbol] of this.exact)
            text = text.split(actual).join(symbol);
        text = text.replace(UUID, (id) => {
            if (this.runs.has(id))
                return this.run(id);
            let symbol = this.uuids.get(id);
            if (!symbol)
                this.uuids.set(id, (symbol = `<uuid:${this.uuids.size + 1}>`));
            return symbol;
        });
        return text.replace(ISO_TIME, '<time>');
    }
    /** Replaces names in a JSON value, keys sorted. */
    value(value) {
        if (typeof value === 'string')
            return this.text(value);
        if (Array.isArray(value))
            return value.map((v) => this.value(v));
        if (typeof value === 'object' && value !== null) {
            const out = {};
            for (const key of Object.keys(value).sort()) {
                const v = value[key];
                if (v !== undefined)
                    out[this.text(key)] = isRunIdKey(key) && typeof v === 'string' && v ? this.run(v) : this.value(v);
            }
            return out;
        }
        return value;
    }
}
exports.Names = Names;
function isRunIdKey(key) {
    return /[rR]unId$/.test(key);
}
function decodePayload(payload, names) {
    const encoding = fromBase64(payload.metadata.encoding);
    let value;
    if (encoding === 'binary/null')
        value = null;
    else if (encoding === 'json/plain')
        value = names.value(JSON.parse(fromBase64(payload.data ?? '')));
    else
        value = { $encoding: encoding, $base64: payload.data ?? '' };
    if (payload.metadata.type)
        return { $type: fromBase64(payload.metadata.type), value };
    return value;
}
function normaliseField(key, value, names) {
    if (isPayload(value))
        return decodePayload(value, names);
    if (Array.isArray(value))
        return value.map((v) => normaliseField('', v, names));
    if (typeof value === 'object' && value !== null) {
        if (Array.isArray(value.payloads) && Object.keys(value).length === 1) {
            return value.payloads.map((p) => decodePayload(p, names));
        }
        if (key === 'taskQueue') {
            return value.kind === 'TASK_QUEUE_KIND_STICKY' ? '<task-queue>' : names.text(value.name ?? '');
        }
        return normaliseFields(value, names);
    }
    if (typeof value === 'string') {
        if (isRunIdKey(key))
            return names.run(value);
        if (/EventId$/.test(key) && /^\d+$/.test(value))
            return Number(value);
        return names.text(value);
    }
    return value;
}
function normaliseFields(fields, names) {
    const out = {};
    for (const key of Object.keys(fields).sort()) {
        if (isDropped(key))
            continue;
        const isData = isPayload(fields[key]) || Array.isArray(fields[key]?.payloads);
        if (!isData && isDefault(fields[key]))
            continue;
        const value = normaliseField(key, fields[key], names);
        if (!isData && isDefault(value))
            continue;
        out[key] = value;
    }
    return out;
}
/** Markers of the SDK's own (local activities, patches) hold JSON with times in it. */
function withoutTimes(value) {
    if (Array.isArray(value))
        return value.map(withoutTimes);
    if (typeof value !== 'object' || value === null)
        return value;
    return Object.fromEntries(Object.entries(value).filter(([k]) => !isDropped(k)).map(([k, v]) => [k, withoutTimes(v)]));
}
function eventMs(event) {
    return Date.parse(event.eventTime);
}
function normaliseHistory(history, names, timing = false) {
    const events = history.events ?? [];
    return events.map((event) => {
        const type = String(event.eventType).replace(/^EVENT_TYPE_/, '');
        const attributesKey = Object.keys(event).find((k) => k.endsWith('Attributes'));
        let attributes = attributesKey ? normaliseFields(event[attributesKey] ?? {}, names) : {};
        // These two depend on how long the run before took: a server lets the next cron run begin at the next second of its
        // schedule, and a run that continues as new no less than a second after the run before it began.
        if (attributes.cronSchedule && attributes.firstWorkflowTaskBackoff)
            attributes.firstWorkflowTaskBackoff = '<cron>';
        else if (attributes.initiator === 'CONTINUE_AS_NEW_INITIATOR_WORKFLOW')
            delete attributes.firstWorkflowTaskBackoff;
        if (type === 'MARKER_RECORDED')
            attributes = withoutTimes(attributes);
        if (event.userMetadata) {
            const userMetadata = normaliseFields(event.userMetadata, names);
            if (Object.keys(userMetadata).length > 0)
                attributes = { ...attributes, userMetadata };
        }
        const out = { id: Number(event.eventId), type, attributes };
        if (timing)
            out.atMs = Math.floor((eventMs(event) - eventMs(events[0]) + 20) / 1000) * 1000;
        return out;
    });
}
/** The golden form of one run of a case. Histories first: ids get their numbers in the order of the record() calls. */
function normalise(raw, names, timing = false) {
    const histories = {};
    for (const [label, history] of Object.entries(raw.histories))
        histories[label] = normaliseHistory(history, names, timing);
    const outcome = raw.outcome === undefined ? null : JSON.parse(JSON.stringify(raw.outcome));
    return { outcome: names.value(outcome), histories };
}
/** JSON with a stable key order: sorted, but an event's id, type and atMs come first. */
function stringify(golden) {
    const first = ['id', 'type', 'atMs'];
    const order = (a, b) => {
        const [i, j] = [first.indexOf(a), first.indexOf(b)];
        if (i >= 0 || j >= 0)
            return (i < 0 ? 9 : i) - (j < 0 ? 9 : j);
        return a < b ? -1 : a > b ? 1 : 0;
    };
    const sorted = (value, top = false) => {
        if (Array.isArray(value))
            return value.map((v) => sorted(v));
        if (typeof value !== 'object' || value === null)
            return value;
        const keys = Object.keys(value);
        const isEvent = 'attributes' in value && 'type' in value && 'id' in value;
        if (!top)
            isEvent ? keys.sort(order) : keys.sort();
        return Object.fromEntries(keys.map((k) => [k, sorted(value[k])]));
    };
    const ordered = {
        outcome: sorted(golden.outcome),
        histories: Object.fromEntries(Object.entries(golden.histories).map(([k, v]) => [k, sorted(v)])),
    };
    return JSON.stringify(ordered, null, 2) + '\n';
}
/** Paths at which two JSON values differ, for a runner's failure message. */
function differences(expected, actual, path = '$', out = []) {
    if (Object.is(expected, actual))
        return out;
    const bothObjects = typeof expected === 'object' && typeof actual === 'object' && expected !== null && actual !== null;
    if (!bothObjects || Array.isArray(expected) !== Array.isArray(actual)) {
        out.push(`${path}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
        return out;
    }
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    for (const key of keys)
        differences(expected[key], actual[key], `${path}.${key}`, out);
    return out;
}
