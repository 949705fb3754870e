/** Stack traces of bundled code name the user's files and lines. */
import { findSourceMap, SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { SourceMapJson } from './bundle';

type Prepare = NonNullable<typeof Error.prepareStackTrace>;

const maps = new Map<string, { json: SourceMapJson; parsed?: SourceMap; holders: number }>();
let previous: Prepare | undefined;

/**
 * Maps stack frames of a script until the returned function is called. V8 has one hook for the text of stack traces; the hook that
 * was there before goes on to write all other frames, and is put back with the last script.
 */
export function mapStacksOf(filename: string, sourceMap: SourceMapJson): () => void {
  if (maps.size === 0) install();
  const entry = maps.get(filename);
  // The same file may have been bundled again after a change: the newest code is the one that runs.
  maps.set(filename, { json: sourceMap, holders: (entry?.holders ?? 0) + 1 });
  let held = true;
  return () => {
    const current = maps.get(filename);
    if (!held || !current) return;
    held = false;
    if (--current.holders === 0) maps.delete(filename);
    if (maps.size === 0) uninstall();
  };
}

function install(): void {
  previous = Error.prepareStackTrace;
  Error.prepareStackTrace = prepareStackTrace;
}

function uninstall(): void {
  // Somebody who has wrapped this hook since still calls it: it does no harm without maps.
  if (Error.prepareStackTrace === prepareStackTrace) Error.prepareStackTrace = previous as Prepare;
}

function prepareStackTrace(error: Error, frames: NodeJS.CallSite[]): unknown {
  if (previous && !frames.some((frame) => maps.has(frame.getFileName() ?? ''))) return previous(error, frames);
  const head = headOf(error);
  return head + frames.map((frame) => `\n    at ${frameText(error, head, frame)}`).join('');
}

function headOf(error: Error): string {
  const head = previous?.(error, []);
  if (typeof head === 'string') return head;
  try {
    return Error.prototype.toString.call(error);
  } catch {
    // A getter of the user's error threw; V8 itself prints this.
    return '<error>';
  }
}

function frameText(error: Error, head: string, frame: NodeJS.CallSite): string {
  const file = frame.getFileName() ?? '';
  const entry = maps.get(file);
  if (entry) {
    entry.parsed ??= new SourceMap(entry.json as never);
    return mappedText(frame, file, entry.parsed);
  }
  const before = previous?.(error, [frame]);
  if (typeof before === 'string') return before.slice(head.length).replace(/^\n {4}at /, '');
  // Without another hook Node would have mapped the frame by itself, if it was told to.
  const map = file ? findSourceMap(file) : undefined;
  return map ? mappedText(frame, file, map) : String(frame);
}

function mappedText(frame: NodeJS.CallSite, file: string, map: SourceMap): string {
  const line = frame.getLineNumber();
  const column = frame.getColumnNumber();
  if (line === null || column === null) return String(frame);
  const entry = map.findEntry(line - 1, column - 1);
  if (!('originalSource' in entry) || !entry.originalSource) return String(frame);
  const source = entry.originalSource.startsWith('file:') ? fileURLToPath(entry.originalSource) : entry.originalSource;
  return String(frame).replace(
    `${file}:${line}:${column}`,
    () => `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`,
  );
}
