/** Failures as GitHub shows them beside the code: workflow commands, which its runner reads from the output of a step. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { WorldlineError } from '../base/errors';
import { userFrames } from '../sim/user-stack';
import { causesOf } from './exit-codes';
import type { CliIo } from './io';

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** GitHub cuts what is longer. */
const MESSAGE_MAX = 4000;

/** Tells GitHub of an error, with the line of user code where one is known; elsewhere nothing is said. */
export function annotate(io: CliIo, title: string, error: unknown, message: string): void {
  if (!io.annotations) return;
  io.stderr(`${annotationText(title, message, placeOf(error), io.annotations.folder)}\n`);
}

/**
 * `::error file=src/order.ts,line=12,col=3,title=…::message`. Files are named as seen from `folder`, the checkout.
 * Escaped by the rules of the runner: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
export function annotationText(title: string, message: string, place: Place | undefined, folder: string): string {
  const at: readonly (readonly [string, string | number])[] = place
    ? [
        ['file', path.relative(folder, place.file).split(path.sep).join('/')],
        ['line', place.line],
        ['col', place.column],
      ]
    : [];
  const properties = [...at, ['title', title] as const].map(([key, value]) => `${key}=${property(String(value))}`);
  const cut = message.length > MESSAGE_MAX ? `${message.slice(0, MESSAGE_MAX - 1)}…` : message;
  return `::error ${properties.join(',')}::${data(cut)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/**
 * The line of user code that an error names, or one of its causes: the innermost is what it began with. Our own errors name in their
 * text the line that they are about, others have it in their stack.
 */
export function placeOf(error: unknown): Place | undefined {
  for (const one of causesOf(error).reverse()) {
    const told = one instanceof WorldlineError ? placesIn(one.message) : [];
    const [place] = [...told, ...placesIn(userFrames(one.stack).join('\n'))];
    if (place) return place;
  }
  return undefined;
}

/** `at order (file:line:column)`, `at file:line:column`. */
const PLACE = /\bat (?:[^\n(]*\()?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\n():]*):(\d+):(\d+)\)?/g;

function placesIn(text: string): Place[] {
  return [...text.matchAll(PLACE)].map(([, file, line, column]) => ({
    file: file!.startsWith('file:') ? fileURLToPath(file!) : file!,
    line: Number(line),
    column: Number(column),
  }));
}
