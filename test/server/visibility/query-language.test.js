"use strict";
var __importDefault = (this && this.__importDefault) || function (mod) {
    return (mod && mod.__esModule) ? mod : { "default": mod };
};
Object.defineProperty(exports, "__esModule", { value: true });
const fast_check_1 = __importDefault(require("fast-check"));
const vitest_1 = require("vitest");
const status_1 = require("../../../src/server/status");
const parse_query_1 = require("../../../src/server/visibility/parse-query");
const query_1 = require("../../../src/server/visibility/query");
const name = fast_check_1.default.oneof(fast_check_1.default.constantFrom('WorkflowId', 'CustomIntField', 'ExecutionStatus'), 
// Any name can be written in backticks, keywords too.
fast_check_1.default.string({ minLength: 1 }).filter((text) => !text.includes('`')), fast_check_1.default.constantFrom('and', 'NOT', 'null', 'Order', 'starts_with'));
const literal = fast_check_1.default.oneof(fast_check_1.default.record({ kind: fast_check_1.default.constant('text'), value: fast_check_1.default.string({ unit: 'binary' }) }), fast_check_1.default.record({
    kind: fast_check_1.default.constant('number'),
    value: fast_check_1.default.constantFrom('0', '-17', '3.25', '1893456000000000000', '1e3'),
}), fast_check_1.default.record({ kind: fast_check_1.default.constant('boolean'), value: fast_check_1.default.boolean() }));
const operator = fast_check_1.default.constantFrom(...query_1.COMPARISONS, 'starts_with', 'not starts_with', 'like', 'not like', '<=>');
const { condition } = fast_check_1.default.letrec((tie) => ({
    condition: fast_check_1.default.oneof({ depthSize: 'small', withCrossShrink: true }, fast_check_1.default.record({ kind: fast_check_1.default.constant('compare'), column: name, operator, value: literal }), fast_check_1.default.record({ kind: fast_check_1.default.constant('is-null'), column: name, negated: fast_check_1.default.boolean() }), fast_check_1.default.record({
        kind: fast_check_1.default.constant('in'),
        column: name,
        negated: fast_check_1.default.boolean(),
        values: fast_check_1.default.array(literal, { minLength: 1, maxLength: 3 }),
    }), fast_check_1.default.record({
        kind: fast_check_1.default.constant('between'),
        column: name,
        negated: fast_check_1.default.boolean(),
        low: literal,
        high: literal,
    }), fast_check_1.default.record({ kind: fast_check_1.default.constant('not'), operand: tie('condition') }), fast_check_1.default.record({
        kind: fast_check_1.default.constantFrom('and', 'or'),
        operands: fast_check_1.default.array(tie('condition'), { minLength: 2, maxLength: 3 }),
    })),
}));
const detailsOf = (query) => {
    try {
        (0, parse_query_1.parseQuery)(query);
    }
    catch (error) {
        if (error instanceof status_1.ServerStatus)
            return error.details;
        throw error;
    }
    return 'parses';
};
(0, vitest_1.describe)('the language of list filters', () => {
    (0, vitest_1.it)('reads every condition back as it was printed', () => {
        fast_check_1.default.assert(fast_check_1.default.property(condition, (given) => {
            (0, vitest_1.expect)((0, parse_query_1.parseQuery)((0, query_1.printCondition)(given)).where).toEqual(given);
        }));
    });
    (0, vitest_1.it)('refuses what it cannot read with a status, whatever the text', () => {
        const word = fast_check_1.default.constantFrom('WorkflowId', '=', "'x'", '(', ')', 'not', 'and', 'or', 'in', ',', '-', '5', 'between', '`', '"', "'");
        const texts = fast_check_1.default.oneof(fast_check_1.default.string({ unit: 'binary' }), fast_check_1.default.array(word).map((words) => words.join(' ')));
        fast_check_1.default.assert(fast_check_1.default.property(texts, (text) => {
            (0, vitest_1.expect)(detailsOf(text)).toMatch(/^parses$|^invalid query: /);
        }));
    });
    vitest_1.it.each([
        ['nesting', `${'('.repeat(100_000)}a = 1`],
        ['negation', `${'not '.repeat(100_000)}a = 1`],
        ['a text without end', `a = '${"x''".repeat(100_000)}`],
    ])('refuses endless %s', (_, text) => {
        (0, vitest_1.expect)(detailsOf(text)).toMatch(/^invalid query: malformed query: syntax error at position \d+ /);
    });
    (0, vitest_1.it)('takes a long row of conditions', () => {
        const row = Array.from({ length: 20_000 }, (_, i) => `WorkflowId = '${i}'`).join(' OR ');
        (0, vitest_1.expect)((0, parse_query_1.parseQuery)(row).where).toMatchObject({ kind: 'or', operands: { length: 20_000 } });
    });
    (0, vitest_1.it)('binds NOT closest, then AND, then OR, and does not care about case', () => {
        (0, vitest_1.expect)((0, parse_query_1.parseQuery)('not a = 1 AND b = 2 oR c = 3').where).toEqual((0, parse_query_1.parseQuery)('((NOT (a=1)) and (b=2)) or c=3').where);
    });
    (0, vitest_1.it)('takes quotes of both kinds, doubled or escaped inside', () => {
        const value = (text) => (0, parse_query_1.parseQuery)(`a = ${text}`).where.value.value;
        (0, vitest_1.expect)(value(`'it''s'`)).toBe("it's");
        (0, vitest_1.expect)(value(`"it's"`)).toBe("it's");
        (0, vitest_1.expect)(value(String.raw `'it\'s\n'`)).toBe("it's\n");
    });
    (0, vitest_1.it)('says where it stopped reading, counted in the text of the filter', () => {
        (0, vitest_1.expect)(detailsOf('WorkflowId = ')).toBe('invalid query: malformed query: syntax error at position 14 at the end of the query');
        (0, vitest_1.expect)(detailsOf("WorkflowId == 'a'")).toBe("invalid query: malformed query: syntax error at position 13 near '='");
        (0, vitest_1.expect)(detailsOf('WorkflowId = ?')).toBe("invalid query: malformed query: syntax error at position 14 near '?'");
        (0, vitest_1.expect)(detailsOf('a = 1 b = 2')).toBe("invalid query: malformed query: syntax error at position 7 near 'b'");
    });
});
