"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const proto_1 = require("@temporalio/proto");
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const overlap_1 = require("../../../src/server/schedules/overlap");
const { SKIP, BUFFER_ONE, BUFFER_ALL, CANCEL_OTHER, TERMINATE_OTHER, ALLOW_ALL } = overlap_1.OverlapPolicy;
/** Starts named a, b, c … in their order. */
const buffer = (...policies) => policies.map((policy, i) => ({ name: String.fromCharCode(97 + i), policy }));
const decide = (starts, isRunning) => (0, overlap_1.decideOverlaps)(starts, isRunning, ({ policy }) => policy);
const names = (starts) => starts.map(({ name }) => name).join('');
(0, vitest_1.describe)('the overlap policies', () => {
    (0, vitest_1.it)('have the numbers of the API', () => {
        const api = Object.entries(proto_1.temporal.api.enums.v1.ScheduleOverlapPolicy);
        (0, vitest_1.expect)(overlap_1.OverlapPolicy).toEqual(Object.fromEntries(api.map(([name, number]) => [name.replace('SCHEDULE_OVERLAP_POLICY_', ''), number])));
    });
    vitest_1.it.each([
        ['skip', SKIP, { kept: '', skipped: 2, interrupt: 'none' }],
        ['buffer one: the first', BUFFER_ONE, { kept: 'a', skipped: 1, interrupt: 'none' }],
        ['buffer all', BUFFER_ALL, { kept: 'ab', skipped: 0, interrupt: 'none' }],
        ['cancel other', CANCEL_OTHER, { kept: 'ab', skipped: 0, interrupt: 'cancel' }],
        ['terminate other', TERMINATE_OTHER, { kept: 'ab', skipped: 0, interrupt: 'terminate' }],
    ])('where something runs: %s', (_, policy, expected) => {
        const { alone, kept, skipped, interrupt } = decide(buffer(policy, policy), true);
        (0, vitest_1.expect)({ alone, kept: names(kept), skipped, interrupt }).toEqual({ alone: undefined, ...expected });
    });
    vitest_1.it.each([SKIP, BUFFER_ONE, BUFFER_ALL, CANCEL_OTHER, TERMINATE_OTHER])('where nothing runs, the first one starts under policy %i', (policy) => {
        (0, vitest_1.expect)(decide(buffer(policy), false)).toMatchObject({ alone: { name: 'a' }, kept: [], interrupt: 'none' });
    });
    (0, vitest_1.it)('replace what is about to start, where they would cancel or terminate it', () => {
        (0, vitest_1.expect)(decide(buffer(SKIP, CANCEL_OTHER, TERMINATE_OTHER), false)).toEqual({
            beside: [],
            alone: { name: 'c', policy: TERMINATE_OTHER },
            kept: [],
            interrupt: 'none',
            skipped: 0,
        });
    });
    (0, vitest_1.it)('terminate where one cancels and another terminates, in either order', () => {
        (0, vitest_1.expect)(decide(buffer(CANCEL_OTHER, TERMINATE_OTHER), true).interrupt).toBe('terminate');
        (0, vitest_1.expect)(decide(buffer(TERMINATE_OTHER, CANCEL_OTHER), true).interrupt).toBe('terminate');
    });
    (0, vitest_1.it)('begin nothing beside a run that they interrupt', () => {
        (0, vitest_1.expect)(names(decide(buffer(ALLOW_ALL, ALLOW_ALL), true).beside)).toBe('ab');
        (0, vitest_1.expect)(names(decide(buffer(ALLOW_ALL, CANCEL_OTHER), true).beside)).toBe('');
    });
    (0, vitest_1.it)('lose no start, start at most one alone and keep the order', () => {
        const policy = fast_check_1.default.constantFrom(SKIP, BUFFER_ONE, BUFFER_ALL, CANCEL_OTHER, TERMINATE_OTHER, ALLOW_ALL);
        fast_check_1.default.assert(fast_check_1.default.property(fast_check_1.default.array(policy, { maxLength: 12 }), fast_check_1.default.boolean(), (policies, isRunning) => {
            const starts = buffer(...policies);
            const { beside, alone, kept, interrupt, skipped } = decide(starts, isRunning);
            const replaced = isRunning
                ? 0
                : Math.max(0, starts.filter(isReplacing).length - (isReplacing(starts.find(isExclusive)) ? 1 : 0));
            const unstarted = interrupt === 'none' ? 0 : starts.length - starts.filter(isExclusive).length;
            (0, vitest_1.expect)(beside.length + (alone ? 1 : 0) + kept.length + skipped + replaced + unstarted).toBe(starts.length);
            (0, vitest_1.expect)(alone === undefined || !isRunning).toBe(true);
            (0, vitest_1.expect)(names(kept)).toBe([...names(kept)].sort().join(''));
        }));
    });
});
const isExclusive = ({ policy }) => policy !== ALLOW_ALL;
const isReplacing = (start) => start?.policy === CANCEL_OTHER || start?.policy === TERMINATE_OTHER;
