/**
 * A failing run as one word: what decides it, packed. A token says how it was packed (`w1.`), so that a later version can still read
 * it, or say that it cannot.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { InvalidInputError } from '../base/errors';
import { checkPlan } from '../faults/check-plan';
import type { FaultPlan } from '../faults/fault';

const VERSION = 'w1';

export interface TokenContent {
  /** Of the exploration. */
  readonly name?: string;
  /** Of the world. */
  readonly seed?: number | string;
  /** Which of the worlds of a test gets the plan; default 0. */
  readonly world?: number;
  /** Faults and reordered steps. */
  readonly plan: FaultPlan;
  /** The input, where it is JSON. */
  readonly input?: unknown;
  /** Else: how to draw it again, and which smaller value to take each time. */
  readonly drawn?: { readonly seed: number; readonly path: readonly number[] };
}

export function tokenOf(content: TokenContent): string {
  return `${VERSION}.${deflateRawSync(JSON.stringify(content)).toString('base64url')}`;
}

/** @throws InvalidInputError for what is no token of this version. */
export function readToken(token: string): TokenContent {
  const wrong = (why: string) =>
    new InvalidInputError(`'${shorten(String(token))}' is no token that can be reproduced: ${why}`);
  const [version, packed] = String(token).trim().split('.', 2);
  if (!packed || !/^w\d+$/.test(version!)) throw wrong("it must begin with 'w1.', as explore prints it");
  if (version !== VERSION) throw wrong(`its version is ${version}, and this version of worldline reads ${VERSION}`);
  let content: TokenContent;
  try {
    content = JSON.parse(inflateRawSync(Buffer.from(packed, 'base64url')).toString());
  } catch {
    throw wrong('it is damaged; was it copied as a whole?');
  }
  checkPlan(content?.plan, 'the plan of the token');
  return content;
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}
