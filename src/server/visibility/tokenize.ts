/** The words of a list filter. */
import { syntaxError } from './query-error';

export interface Token {
  /** A `name` may be a keyword; a `quoted-name` (in backticks) never is. */
  readonly kind: 'name' | 'quoted-name' | 'text' | 'number' | 'symbol' | 'end';
  /** What it says: a text without its quotes and escapes, a name without its backticks. */
  readonly value: string;
  /** Where it begins, and as it was written; for error texts. */
  readonly at: number;
  readonly written: string;
}

const SPACE = /\s+/y;
/** A quote inside a text is doubled, or stands behind a backslash. */
const TEXT = /'((?:[^'\\]|''|\\[\s\S])*)'|"((?:[^"\\]|""|\\[\s\S])*)"/y;

const ESCAPES: Readonly<Record<string, string>> = { '0': '\0', b: '\b', n: '\n', r: '\r', t: '\t', Z: '\x1a' };

function unquote(inner: string, quote: string): string {
  if (!inner.includes('\\') && !inner.includes(quote)) return inner;
  return inner.replace(/\\([\s\S])|''|""/g, (pair, escaped: string | undefined) =>
    escaped === undefined ? (pair[0] === quote ? quote : pair) : (ESCAPES[escaped] ?? escaped),
  );
}

interface Rule {
  readonly kind: Exclude<Token['kind'], 'end'>;
  readonly pattern: RegExp;
  value?(match: RegExpExecArray): string;
}

const RULES: readonly Rule[] = [
  { kind: 'name', pattern: /[A-Za-z_][A-Za-z0-9_.]*/y },
  { kind: 'number', pattern: /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y },
  { kind: 'text', pattern: TEXT, value: ([written, single, double]) => unquote(single ?? double!, written[0]!) },
  { kind: 'quoted-name', pattern: /`([^`]+)`/y, value: ([, name]) => name! },
  { kind: 'symbol', pattern: /<=>|<=|>=|<>|!=|[=<>(),-]/y },
];

function matchAt(query: string, at: number, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(query);
}

/** @throws INVALID_ARGUMENT, with the position of what belongs to no word. */
export function tokenize(query: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < query.length; ) {
    const space = matchAt(query, at, SPACE);
    if (space) {
      at += space[0].length;
      continue;
    }
    const token = tokenAt(query, at);
    tokens.push(token);
    at += token.written.length;
  }
  tokens.push({ kind: 'end', value: '', at: query.length, written: '' });
  return tokens;
}

function tokenAt(query: string, at: number): Token {
  for (const { kind, pattern, value } of RULES) {
    const match = matchAt(query, at, pattern);
    if (match) return { kind, value: value ? value(match) : match[0], at, written: match[0] };
  }
  throw syntaxError(at, query.slice(at, at + 20));
}
