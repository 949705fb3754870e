/** `worldline learn`: short programs, each with a question, a run, a picture and the answer. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { InvalidInputError } from '../../base/errors';
import { wrap } from '../../report/wrap';
import { errorText } from '../error-text';
import { EXIT, exitCodeOf } from '../exit-codes';
import type { CliIo } from '../io';
import { loadExport } from '../load/load-default';
import { loadScenario } from '../load/load-scenario';
import { runScenario } from '../run-scenario';
import { scenarioJson } from '../scenario-json';
import { resultText, timelineOf } from '../scenario-text';
import { parseWidth, widthOption } from '../width';

/** The same from src/cli and from dist/cli. */
const FOLDER = path.join(__dirname, '..', '..', '..', 'scenarios', 'lessons');

/** A screen or two of pictures. */
const RUNS_SHOWN = 6;

/** What its result has as `story` is a text of several lines, and shown as it is. */
interface Lesson {
  readonly question: string;
  readonly answer: string;
}

interface LearnFlags {
  readonly width?: string;
  readonly path?: boolean;
  readonly json?: boolean;
}

export function addLearn(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('learn')
    .description('lessons: a question, a run, a picture, the answer; without a lesson, lists them')
    .argument('[lesson]', 'its number, or a part of its name')
    .option('--path', 'print where the file of the lesson is, to read and change it')
    .option('--json', 'print the list, or the run of the lesson with question and answer, as JSON')
    .addOption(widthOption())
    .action(async (lesson: string | undefined, flags: LearnFlags) => exit(await learnCommand(lesson, flags, io)));
}

/** Gives the exit code: that of the lesson's run. */
export async function learnCommand(lesson: string | undefined, flags: LearnFlags, io: CliIo): Promise<number> {
  const width = parseWidth(flags.width, io);
  if (lesson === undefined) {
    const files = lessonFiles();
    io.stdout(flags.json ? `${JSON.stringify(files.map(jsonName), null, 2)}\n` : listText(files, width));
    return EXIT.ok;
  }
  const file = path.join(FOLDER, findLesson(lesson));
  if (flags.path) {
    io.stdout(`${file}\n`);
    return EXIT.ok;
  }
  return await runLesson(file, flags.json ?? false, width, io);
}

async function runLesson(file: string, json: boolean, width: number, io: CliIo): Promise<number> {
  const scenario = await loadScenario(file, io.cwd);
  const { question, answer } = (await loadExport(file, 'lesson')) as Lesson;
  const run = await runScenario(scenario);
  if (json) {
    const lesson = { ...jsonName(path.basename(file)), question, answer };
    io.stdout(scenarioJson(scenario, run, { lesson }));
    return run.failure ? exitCodeOf(run.failure.error) : EXIT.ok;
  }
  const layout = { width, color: io.color ?? false };
  const shown = { ...run, histories: run.histories.slice(0, RUNS_SHOWN) };
  const hidden = run.histories.length - shown.histories.length;
  const more = hidden > 0 ? `… and ${hidden} more runs\n\n` : '';
  const head = (text: string) => (layout.color ? `\u001b[1m${text}\u001b[0m` : text);
  io.stdout(
    `${head(nameOf(path.basename(file)).trim())}\n\n${head('Question')}\n${wrap(question, width)}\n\n${head('What happens')}\n${timelineOf(shown, layout)}\n\n${more}`,
  );
  if (run.failure) {
    io.stderr(`${errorText(run.failure.error)}\n`);
    return exitCodeOf(run.failure.error);
  }
  const { story, ...result } = { story: undefined, ...(run.result as { story?: string }) };
  const told = story === undefined ? resultText(run, layout) : `${resultText({ ...run, result }, layout)}\n\n${story}`;
  io.stdout(`${told}\n\n${head('Answer')}\n${wrap(answer, width)}\n`);
  return EXIT.ok;
}

function lessonFiles(): string[] {
  try {
    return readdirSync(FOLDER)
      .filter((file) => file.endsWith('.ts'))
      .sort();
  } catch (cause) {
    throw new InvalidInputError(`there is no folder ${FOLDER}; the lessons come with the package`, { cause });
  }
}

function jsonName(file: string): { number: number; name: string } {
  const [, number, name] = /^(\d+)-(.*)\.ts$/.exec(file)!;
  return { number: Number(number), name: name!.replaceAll('-', ' ') };
}

/** `7  saga`. */
function nameOf(file: string): string {
  const { number, name } = jsonName(file);
  return `${String(number).padStart(2)}  ${name}`;
}

function listText(files: readonly string[], width: number): string {
  const lines = files.map((file) => nameOf(file).slice(0, width));
  return `${lines.join('\n')}\n\nworldline learn 1 begins with the first one.\n`;
}

function findLesson(lesson: string): string {
  const files = lessonFiles();
  const wanted = lesson.toLowerCase().replaceAll(' ', '-');
  const found = /^\d+$/.test(lesson)
    ? files.filter((file) => Number(file.split('-', 1)[0]) === Number(lesson))
    : files.filter((file) => file.includes(wanted));
  if (found.length === 1) return found[0]!;
  const why = found.length === 0 ? 'there is no such lesson' : `it stands for ${found.length} lessons`;
  throw new InvalidInputError(
    `'${lesson}': ${why}; give the number of one:\n${(found.length > 0 ? found : files).map(nameOf).join('\n')}`,
  );
}
