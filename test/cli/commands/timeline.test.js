"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
const vitest_1 = require("vitest");
const timeline_1 = require("../../../src/cli/commands/timeline");
const history_1 = require("../../../src/history/history");
const timeline_text_1 = require("../../../src/report/timeline-text");
const fixtures_1 = require("../../history/fixtures");
async function run(files, options = {}, io = {}) {
    const written = { stdout: '', stderr: '' };
    const code = await (0, timeline_1.timelineCommand)(files, options, {
        ...io,
        stdout: (text) => {
            written.stdout += text;
        },
        stderr: (text) => {
            written.stderr += text;
        },
        readFile: (path) => {
            if (path === 'broken.json')
                return '{"events":[{"eventId":"7"}]}';
            if (path === 'missing.json')
                throw new Error('ENOENT: no such file');
            return (0, fixtures_1.fixtureText)(path);
        },
    });
    return { code, ...written };
}
const history = history_1.History.from((0, fixtures_1.fixtureText)('patched.main'));
(0, vitest_1.describe)('worldline timeline', () => {
    (0, vitest_1.it)('prints the picture of a history file, as wide as the terminal', async () => {
        const text = (0, timeline_text_1.renderTimeline)(history, { width: 80 });
        (0, vitest_1.expect)(await run(['patched.main'], {}, { columns: 80 })).toEqual({ code: 0, stdout: `${text}\n`, stderr: '' });
        (0, vitest_1.expect)((await run(['patched.main'], { width: '80' }, { columns: 132 })).stdout).toBe(`${text}\n`);
    });
    (0, vitest_1.it)('prints several runs one below the other', async () => {
        const { stdout } = await run(['patched.main', 'local-activity-fails.main']);
        (0, vitest_1.expect)(stdout).toContain('patchedWorkflow "patched.main');
        (0, vitest_1.expect)(stdout).toContain('settleLocalActivities "local');
    });
    (0, vitest_1.it)('prints its data as JSON, or the canonical text', async () => {
        const data = JSON.parse((await run(['patched.main'], { json: true })).stdout);
        (0, vitest_1.expect)(data).toMatchObject({
            workflowType: 'patchedWorkflow',
            events: 14,
            lanes: [{ kind: 'workflow' }, { kind: 'timer' }],
        });
        (0, vitest_1.expect)((await run(['patched.main'], { canonical: true })).stdout).toBe(history.toCanonicalText());
    });
    vitest_1.it.each([
        [
            'a file that is no history',
            ['broken.json'],
            {},
            /^broken\.json: Invalid history, event at position 0 \(eventId 7\)/,
        ],
        ['a file that is not there', ['missing.json'], {}, /^missing\.json cannot be read: ENOENT/],
        ['one bad file of two', ['patched.main', 'broken.json'], {}, /^broken\.json/],
        ['no file', [], {}, /no history file given/],
        [
            'a width that is none',
            ['patched.main'],
            { width: 'wide' },
            /--width wide makes no sense: give a whole number from 60/,
        ],
        ['two kinds of output', ['patched.main'], { json: true, canonical: true }, /exclude each other/],
    ])('ends with 2 for %s, and prints nothing but the reason', async (_, files, options, message) => {
        const { code, stdout, stderr } = await run(files, options);
        (0, vitest_1.expect)({ code, stdout }).toEqual({ code: 2, stdout: '' });
        (0, vitest_1.expect)(stderr).toMatch(message);
    });
});
