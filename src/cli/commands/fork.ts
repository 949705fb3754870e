/** `worldline fork FILE --at EVENT`: a scenario, or a recorded run, goes another way from an event on; both ways are shown. */
import path from 'node:path';
import type { Command } from 'commander';
import { InvalidInputError } from '../../base/errors';
import { isDifference } from '../../history/diff-row';
import { timelineData } from '../../report/timeline-data';
import { renderTimeline } from '../../report/timeline-text';
import { recordedActivities } from '../../sim/recorded-activities';
import type { Scenario } from '../../sim/scenario';
import { World } from '../../sim/world';
import { errorText } from '../error-text';
import { EXIT } from '../exit-codes';
import { addChangeOptions, type ChangeFlags, type Changes, changesOf, withResults } from '../fork/changes';
import { eventAt, FORK_STEPS_MAX, goOn, type Way, type Ways } from '../fork/ways';
import type { CliIo } from '../io';
import { loadExports } from '../load/load-default';
import { loadScenario } from '../load/load-scenario';
import { writePage } from '../page';
import { readHistory } from '../read-history';
import { activitiesOf, runScenario } from '../run-scenario';
import { parseSeed } from '../seed';
import { parseWidth, widthOption } from '../width';

interface ForkFlags extends ChangeFlags {
  readonly at: string;
  readonly workflow?: string;
  readonly workflows?: string;
  readonly activities?: string;
  readonly seed?: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly width?: string;
}

export function addFork(program: Command, io: CliIo, exit: (code: number) => void): void {
  const command = program
    .command('fork')
    .description('go back to an event of a scenario or of a recorded run, and let it go another way: what if?')
    .argument('<file>', 'a scenario file; with --workflows, a history file')
    .requiredOption('--at <event>', 'the last event that both ways share');
  addChangeOptions(command)
    .option('--workflow <id>', 'of a scenario: of this workflow (default: the first that was started)')
    .option('--workflows <file>', 'the code of the recorded run')
    .option('--activities <file>', 'its activities (default: they end as they have ended in the history)')
    .option('--seed <seed>', 'all ids and random numbers come from it (default: 0)')
    .option('--json', 'print both histories, and what tells them apart, as JSON')
    .option('--html <file>', 'write both side by side as an interactive page that needs no network')
    .addOption(widthOption())
    .action(async (file: string, flags: ForkFlags) => exit(await forkCommand(file, flags, io)));
}

/** Gives the exit code: 0 however the workflow ends in the fork. @throws InvalidInputError for bad input. */
export async function forkCommand(file: string, flags: ForkFlags, io: CliIo): Promise<number> {
  const width = parseWidth(flags.width, io);
  const changes = changesOf(flags);
  checkFlags(file, flags);
  const ways = await (flags.workflows === undefined ? ofScenario : ofHistory)(file, flags, changes, io);
  const { was, is, eventId } = ways;
  const diff = was.history.diff(is.history);
  if (flags.html !== undefined) {
    const sides = [was, is].map(({ history, attempts }) => timelineData([history], attempts).runs[0]!);
    const { diff: pairs } = timelineData([was.history, is.history], [], diff.rows);
    await writePage(io, flags.html, 'timeline', { runs: sides, diff: pairs });
    return EXIT.ok;
  }
  if (flags.json) {
    io.stdout(`${JSON.stringify(waysJson(ways, diff), null, 2)}\n`);
    return EXIT.ok;
  }
  const picture = ({ history, attempts }: Way) =>
    renderTimeline({ histories: [history], attempts }, { width, color: io.color });
  io.stdout(`As it was:\n${picture(was)}\n\nFrom event ${eventId} on, another way:\n${picture(is)}\n\n`);
  if (is.error !== undefined) io.stdout(`It ends with ${errorText(is.error)}\n\n`);
  io.stdout(`${diff.toText({ width })}\n`);
  return EXIT.ok;
}

function checkFlags(file: string, { workflows, activities, workflow, json, html }: ForkFlags): void {
  if (json && html !== undefined) throw new InvalidInputError('--json and --html exclude each other');
  if (workflows === undefined && activities !== undefined) {
    throw new InvalidInputError('--activities are those of a recorded run; give its code with --workflows, too');
  }
  if (workflows === undefined && file.endsWith('.json')) {
    throw new InvalidInputError(`${file} is a history; give the code of the run with --workflows`);
  }
  if (workflows !== undefined && workflow !== undefined) {
    throw new InvalidInputError('--workflow is of a scenario; a history is of one workflow');
  }
}

async function ofScenario(file: string, flags: ForkFlags, changes: Changes, io: CliIo): Promise<Ways> {
  const scenario = await loadScenario(file, io.cwd);
  let ways: Ways | undefined;
  const run = await runScenario(scenario, {
    seed: parseSeed(flags.seed),
    atEnd: async (world) => {
      ways = await bothWays(world, scenario, flags, changes);
    },
  });
  if (!ways) throw run.failure?.error;
  return ways;
}

async function bothWays(world: World, scenario: Scenario, flags: ForkFlags, changes: Changes): Promise<Ways> {
  const workflowId = flags.workflow ?? world.histories()[0]?.workflowId;
  if (workflowId === undefined)
    throw new InvalidInputError(`scenario '${scenario.name}' has started no workflow; there is nothing to fork`);
  const was = { history: world.history(workflowId), attempts: [...world.attempts] };
  const eventId = eventAt(flags.at, was.history);
  const activities = withResults(activitiesOf(scenario), changes);
  const fork = await world.fork({
    workflowId,
    eventId,
    faults: changes.faults,
    activities,
    maxSteps: FORK_STEPS_MAX,
  });
  return await goOn(fork, was, eventId, changes);
}

async function ofHistory(file: string, flags: ForkFlags, changes: Changes, io: CliIo): Promise<Ways> {
  const history = await readHistory(file, io);
  const eventId = eventAt(flags.at, history);
  const given = flags.activities && ((await loadExports(path.resolve(io.cwd, flags.activities))) as object);
  const fork = await World.fork(history, {
    eventId,
    seed: parseSeed(flags.seed),
    workflows: path.resolve(io.cwd, flags.workflows!),
    activities: withResults(given || recordedActivities(history, [...changes.results.keys()]), changes),
    faults: changes.faults,
    maxSteps: FORK_STEPS_MAX,
  });
  return await goOn(fork, { history, attempts: [] }, eventId, changes);
}

function waysJson({ was, is, eventId }: Ways, diff: ReturnType<Way['history']['diff']>): object {
  return {
    eventId,
    equal: diff.equal,
    was: was.history,
    is: is.history,
    ...(is.error !== undefined && { error: errorText(is.error) }),
    differences: diff.rows.filter(isDifference).map(({ left, right }) => [left?.id ?? null, right?.id ?? null]),
  };
}
