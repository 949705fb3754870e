/** `worldline replay HISTORY --workflows FILE`: recorded histories and the code, whole or at one event. */
import path from 'node:path';
import { inspect } from 'node:util';
import { ReplayMismatchError } from '../../base/errors';
import type { History } from '../../history/history';
import { roundingText, waitLines } from '../../report/code-text';
import { momentText } from '../../report/moment-text';
import type { Moment } from '../../sim/moment';
import { replay } from '../../sim/replay';
import { annotate } from '../annotations';
import { errorText } from '../error-text';
import { EXIT } from '../exit-codes';
import type { CliIo } from '../io';
import { parseArgs } from '../parse-args';
import { readHistory } from '../read-history';

interface AskFlags {
  readonly query?: string;
  readonly args?: string;
  readonly json?: boolean;
}

/** The run of a history at any event, with the code of a file. */
export function codeOf(history: History, workflows: string, { cwd }: CliIo): (eventId: number) => Moment {
  return (eventId) => replay.at(history, eventId, { workflows: path.resolve(cwd, workflows) });
}

/** Does the code still fit? Gives the exit code: 4 where it does not fit one of them. */
export async function againstCode(
  files: readonly string[],
  workflows: string,
  { json }: AskFlags,
  io: CliIo,
): Promise<number> {
  const verdicts: object[] = [];
  let mismatches = 0;
  for (const [index, file] of files.entries()) {
    if (files.length > 1) io.progress?.(`${index} of ${files.length} histories`);
    const history = await readHistory(file, io);
    const error = await mismatchOf(history, path.resolve(io.cwd, workflows)).finally(() => io.progress?.(''));
    if (error) {
      mismatches++;
      annotate(io, `worldline replay: the code does not fit ${file}`, error, error.message);
    }
    verdicts.push({ file, fits: !error, events: history.length, ...(error && { error: error.message }) });
    if (!json) io.stdout(`${file}: ${error ? errorText(error) : `fits, ${history.length} events`}\n`);
  }
  if (json) io.stdout(`${JSON.stringify(verdicts, null, 2)}\n`);
  return mismatches > 0 ? EXIT.replayMismatch : EXIT.ok;
}

async function mismatchOf(history: History, workflows: string): Promise<ReplayMismatchError | undefined> {
  try {
    await replay(history, { workflows });
    return undefined;
  } catch (error) {
    if (error instanceof ReplayMismatchError) return error;
    throw error;
  }
}

/** What was pending at an event, and where the code stood; or what it answers to a query. */
export async function atEvent(moment: Moment, flags: AskFlags, width: number, io: CliIo): Promise<void> {
  const { query, json } = flags;
  const { eventId, codeEventId, history } = moment;
  if (query !== undefined) {
    const args = parseArgs('--args', flags.args);
    const answer = (await moment.query(query, ...args)) ?? null;
    const { workflowId, runId } = history;
    if (json) io.stdout(jsonText({ workflowId, runId, eventId, codeEventId, query, args, answer }));
    else io.stdout(`${answerText(query, answer, width, io)}\n`);
  } else {
    const code = codeEventId === 0 ? undefined : { waits: await moment.waits(), queries: await moment.queries() };
    if (json) io.stdout(jsonText({ ...moment.state, code: code && { eventId: codeEventId, ...code } }));
    else io.stdout(`${[momentText(history, eventId, width), ...codeText(moment, code, io)].join('\n')}\n`);
  }
  const note = codeEventId > 0 && roundingText(moment);
  if (note) io.stderr(`${note}\n`);
}

function codeText(
  moment: Moment,
  code: { waits: Awaited<ReturnType<Moment['waits']>>; queries: string[] } | undefined,
  { cwd }: CliIo,
): string[] {
  if (!code) return ['  code: has not run yet'];
  const queries = code.queries.length > 0 ? [`  queries: ${code.queries.join(', ')}`] : [];
  return [...waitLines(moment, code.waits, cwd), ...queries];
}

/** A stack trace, and whatever else is a text of several lines, as it is. */
function answerText(query: string, answer: unknown, width: number, { color }: CliIo): string {
  if (typeof answer === 'string' && (answer.includes('\n') || query === '__stack_trace')) return answer;
  return inspect(answer, { depth: null, colors: color, breakLength: width, maxStringLength: null });
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
