"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const canonical_1 = require("../../src/history/canonical");
const history_1 = require("../../src/history/history");
const build_1 = require("./build");
const fixtures_1 = require("./fixtures");
(0, vitest_1.describe)('canonical text', () => {
    (0, vitest_1.it)('has decoded payloads, symbols for ids, and neither defaults nor what only one recording has', () => {
        (0, vitest_1.expect)(history_1.History.from((0, fixtures_1.fixtureText)('patched.main')).toCanonicalText()).toMatchSnapshot();
    });
    (0, vitest_1.it)('is the same for another recording of the same behaviour', () => {
        const other = (0, fixtures_1.fixtureText)('update-accepted-then-completed.main')
            .replaceAll('01a2028f-9b65-7b0b-9c33-0ec48943efcf', '01a2028f-0000-7b0b-9c33-000000000000')
            .replaceAll('2026-11-22T09:21:35', '2027-01-02T03:04:05')
            .replace(/"taskId": "\d+"/g, '"taskId": "5"')
            .replace(/"identity": "[^"]*"/g, '"identity": "another@host"');
        const original = history_1.History.from((0, fixtures_1.fixtureText)('update-accepted-then-completed.main'));
        (0, vitest_1.expect)(history_1.History.from(other).toCanonicalText()).toBe(original.toCanonicalText());
        (0, vitest_1.expect)(JSON.stringify(history_1.History.from(other))).not.toBe(JSON.stringify(original));
    });
    (0, vitest_1.it)('gives one symbol to one id, wherever it occurs', () => {
        const [run, order] = ['11111111-0000-4000-8000-000000000000', '22222222-0000-4000-8000-000000000000'];
        const input = (0, build_1.json)({ order, note: `order ${order} of run ${run}, at 2030-01-01T00:00:00.5Z` });
        const { history } = (0, build_1.build)({ originalExecutionRunId: run, firstExecutionRunId: run, input });
        const { attributes } = (0, canonical_1.canonicalEvents)(history)[0];
        (0, vitest_1.expect)(attributes).toMatchObject({
            originalExecutionRunId: '<run:1>',
            firstExecutionRunId: '<run:1>',
            input: [{ note: 'order <uuid:1> of run <run:1>, at <time>', order: '<uuid:1>' }],
        });
    });
    (0, vitest_1.it)('keeps times and takes names where it is told to', () => {
        const { history } = (0, build_1.build)()
            .at(1500)
            .add('TimerStarted', { timerId: 'of order-1', startToFireTimeout: (0, build_1.ms)(1000) });
        const text = history.toCanonicalText({ times: true, names: { 'order-1': '<order>' } });
        (0, vitest_1.expect)(text).toContain('2 TimerStarted +00:00:01.500\n    startToFireTimeout: "1s"\n    timerId: "of <order>"\n');
    });
    (0, vitest_1.it)('shows what only claims to be JSON as the text it is', () => {
        const broken = (0, fixtures_1.fixture)('patched.main');
        const payload = { metadata: { encoding: btoa('json/plain') }, data: btoa('{broken') };
        broken.events[0].workflowExecutionStartedEventAttributes.input = { payloads: [payload] };
        const [started] = (0, canonical_1.canonicalEvents)(history_1.History.from(broken));
        (0, vitest_1.expect)(started.attributes.input).toEqual([{ $encoding: 'json/plain', $text: '{broken' }]);
    });
});
