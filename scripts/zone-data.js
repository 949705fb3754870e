"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
/**
 * Writes src/server/schedule-spec/zone-data.ts from a compiled time zone database:
 * `npx tsx scripts/zone-data.ts /usr/share/zoneinfo 2025c`. The folder must have tzdata.zi, which lists the names.
 */
const node_fs_1 = require("node:fs");
const node_path_1 = require("node:path");
const civil_1 = require("../src/server/schedule-spec/civil");
const yearly_rule_1 = require("../src/server/schedule-spec/yearly-rule");
/** Reads the 64-bit part of a TZif file (RFC 9636). */
function readTzif(file) {
    const bytes = (0, node_fs_1.readFileSync)(file);
    const header = (at) => [20, 24, 28, 32, 36, 40].map((offset) => bytes.readInt32BE(at + offset));
    const sizeOfBody = ([isUt, isStd, leap, times, types, chars], timeBytes) => times * (timeBytes + 1) + types * 6 + chars + leap * (timeBytes + 4) + isStd + isUt;
    const second = 44 + sizeOfBody(header(0), 4);
    const counts = header(second);
    const [times, types] = [counts[3], counts[4]];
    const body = second + 44;
    const typesAt = body + times * 9;
    const offsetOfType = (type) => bytes.readInt32BE(typesAt + type * 6);
    let firstOffset = types > 0 ? offsetOfType(0) : 0;
    let offset = firstOffset;
    let knownUntil = 0;
    const transitions = [];
    for (let i = 0; i < times; i++) {
        const time = Number(bytes.readBigInt64BE(body + i * 8));
        knownUntil = Math.max(time, 0);
        const next = offsetOfType(bytes.readUInt8(body + times * 8 + i));
        if (time < 0)
            firstOffset = next;
        else if (next !== offset)
            transitions.push({ time, offset: next });
        offset = next;
    }
    const footer = bytes.toString('latin1', body + sizeOfBody(counts, 8)).trim();
    return { firstOffset, transitions, knownUntil, footer };
}
/** Leaves out the last transitions as far as the yearly rule gives the very same; the rule holds after the last one that is kept. */
function withoutRuleTransitions({ firstOffset, transitions, knownUntil, footer }) {
    if (!footer.includes(','))
        return transitions;
    const rule = (0, yearly_rule_1.parseYearlyRule)(footer);
    for (let keep = 0; keep <= transitions.length; keep++) {
        const from = transitions[keep - 1]?.time ?? 0;
        const byRule = (0, yearly_rule_1.ruleTransitions)(rule, (0, civil_1.wallTimeAt)(from).year, (0, civil_1.wallTimeAt)(knownUntil).year).filter(({ time }) => time > from && time <= knownUntil);
        if (JSON.stringify(byRule) === JSON.stringify(transitions.slice(keep)))
            return transitions.slice(0, keep);
    }
    // The rule begins later than the last change: a change that changes nothing says from when on it holds.
    return [...transitions, { time: knownUntil, offset: transitions.at(-1)?.offset ?? firstOffset }];
}
function encode(zone) {
    const kept = withoutRuleTransitions(zone);
    const offsets = [...new Set([zone.firstOffset, ...kept.map(({ offset }) => offset)])];
    let last = 0;
    const tokens = kept.map(({ time, offset }) => {
        const delta = time - last;
        last = time;
        const digits = delta % 900 === 0 ? (delta / 900).toString(36) : `~${delta.toString(36)}`;
        return digits + offsets.indexOf(offset).toString(36);
    });
    return `${offsets} ${tokens.join(',') || '-'} ${zone.footer.includes(',') ? zone.footer : '-'}`;
}
const [folder, version] = process.argv.slice(2);
if (!folder || !version)
    throw new Error('usage: zone-data.ts FOLDER VERSION, for example /usr/share/zoneinfo 2025c');
const namesByContent = new Map();
for (const line of (0, node_fs_1.readFileSync)((0, node_path_1.join)(folder, 'tzdata.zi'), 'utf8').split('\n')) {
    const [kind, first, second] = line.split(' ');
    const name = kind === 'Z' ? first : kind === 'L' ? second : undefined;
    if (!name || name === 'Factory')
        continue;
    const content = encode(readTzif((0, node_path_1.join)(folder, name)));
    namesByContent.set(content, [...(namesByContent.get(content) ?? []), name]);
}
const lines = [...namesByContent].map(([content, names]) => `${names.sort()} ${content}`).sort();
(0, node_fs_1.writeFileSync)((0, node_path_1.join)(__dirname, '..', 'src', 'server', 'schedule-spec', 'zone-data.ts'), `/**
 * The IANA time zone database, release ${version}, since 1970; written by scripts/zone-data.ts.
 *
 * A line is a zone: its names, its offsets from UTC in seconds (the first one holds at the beginning of 1970), its changes, and the
 * yearly rule that holds after them (\`-\`: none). A change is the time since the one before (since 1970 for the first), in quarters
 * of an hour (after \`~\`: in seconds) to base 36, and a last digit for the offset that follows, counted from 0.
 */
export const ZONE_DATA = \`
${lines.join('\n')}
\`;
`);
