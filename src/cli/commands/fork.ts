/** `worldline fork FILE --at EVENT`: a scenario goes another way from an event on; both ways are shown. */
import type { Command } from 'commander';
import { InvalidInputError } from '../../base/errors';
import { fault } from '../../faults/builders';
import type { FaultPlan } from '../../faults/fault';
import type { History } from '../../history/history';
import { timelineData } from '../../report/timeline-data';
import { renderTimeline } from '../../report/timeline-text';
import type { Attempt } from '../../sim/attempts';
import type { Scenario } from '../../sim/scenario';
import type { World } from '../../sim/world';
import { errorText } from '../error-text';
import { EXIT } from '../exit-codes';
import type { CliIo } from '../io';
import { loadScenario } from '../load/load-scenario';
import { writePage } from '../page';
import { activitiesOf, runScenario } from '../run-scenario';
import { parseSeed } from '../seed';
import { parseWidth, widthOption } from '../width';

interface ForkFlags {
  readonly at: string;
  readonly workflow?: string;
  readonly fail?: string;
  readonly faults?: string;
  readonly seed?: string;
  readonly html?: string;
  readonly width?: string;
}

export function addFork(program: Command, io: CliIo, exit: (code: number) => void): void {
  program
    .command('fork')
    .description('run a scenario, go back to an event, and let it go another way: what if?')
    .argument('<file>', 'a scenario file')
    .requiredOption('--at <event>', 'the last event that both ways share')
    .option('--workflow <id>', 'of this workflow (default: the first that was started)')
    .option('--fail <activity>', 'from there on this activity fails, not to be retried')
    .option('--faults <json>', 'what goes wrong from there on, as a fault plan')
    .option('--seed <seed>', 'all ids and random numbers come from it (default: 0)')
    .option('--html <file>', 'write both side by side as an interactive page that needs no network')
    .addOption(widthOption())
    .action(async (file: string, flags: ForkFlags) => exit(await forkCommand(file, flags, io)));
}

/** One of the two ways. */
interface Way {
  readonly history: History;
  readonly attempts: readonly Attempt[];
  /** Why the fork came to no result, where it did not. */
  readonly error?: unknown;
}

/** Gives the exit code: 0 however the workflow ends in the fork. @throws InvalidInputError for bad input. */
export async function forkCommand(file: string, flags: ForkFlags, io: CliIo): Promise<number> {
  const width = parseWidth(flags.width, io);
  const faults = faultsOf(flags);
  const scenario = await loadScenario(file, io.cwd);
  let ways: { was: Way; is: Way } | undefined;
  const run = await runScenario(scenario, {
    seed: parseSeed(flags.seed),
    atEnd: async (world) => {
      ways = await bothWays(world, scenario, flags, faults);
    },
  });
  if (!ways) throw run.failure?.error;
  const { was, is } = ways;
  const diff = was.history.diff(is.history);
  if (flags.html !== undefined) {
    const sides = [was, is].map(({ history, attempts }) => timelineData([history], attempts).runs[0]!);
    const { diff: pairs } = timelineData([was.history, is.history], [], diff.rows);
    await writePage(io, flags.html, 'timeline', { runs: sides, diff: pairs });
    return EXIT.ok;
  }
  const picture = ({ history, attempts }: Way) =>
    renderTimeline({ histories: [history], attempts }, { width, color: io.color });
  io.stdout(`As it was:\n${picture(was)}\n\nFrom event ${flags.at} on, another way:\n${picture(is)}\n\n`);
  if (is.error !== undefined) io.stdout(`It ends with ${errorText(is.error)}\n\n`);
  io.stdout(`${diff.toText({ width })}\n`);
  return EXIT.ok;
}

async function bothWays(
  world: World,
  scenario: Scenario,
  flags: ForkFlags,
  faults: FaultPlan,
): Promise<{ was: Way; is: Way }> {
  const workflowId = flags.workflow ?? world.histories()[0]?.workflowId;
  if (workflowId === undefined)
    throw new InvalidInputError(`scenario '${scenario.name}' has started no workflow; there is nothing to fork`);
  const was = { history: world.history(workflowId), attempts: [...world.attempts] };
  const eventId = Number(flags.at);
  if (!/^\d+$/.test(flags.at) || eventId < 1 || eventId > was.history.length) {
    throw new InvalidInputError(
      `--at is '${flags.at}'; the events of workflow '${workflowId}' are 1 to ${was.history.length}`,
    );
  }
  const fork = await world.fork({ workflowId, eventId, faults, activities: activitiesOf(scenario) });
  try {
    let error: unknown;
    await fork.client.workflow
      .getHandle(workflowId)
      .result()
      .catch((thrown: unknown) => {
        error = thrown;
      });
    const shared = sharedAttempts(was.attempts, was.history.event(eventId).time, [...fork.attempts]);
    return { was, is: { history: fork.history(workflowId), attempts: [...shared, ...fork.attempts], error } };
  } finally {
    await fork.dispose();
  }
}

/** Attempts that had ended before the two ways part. */
function sharedAttempts(past: readonly Attempt[], until: number, own: readonly Attempt[]): Attempt[] {
  const isOwn = (one: Attempt) =>
    own.some(
      ({ runId, activityId, attempt }) =>
        runId === one.runId && activityId === one.activityId && attempt === one.attempt,
    );
  return past.filter((one) => one.endedTime !== undefined && one.endedTime <= until && !isOwn(one));
}

function faultsOf({ fail, faults }: ForkFlags): FaultPlan {
  const plan: FaultPlan = faults === undefined ? [] : parsePlan(faults);
  if (fail === undefined) return plan;
  const failure = { message: 'what if it had failed?', nonRetryable: true };
  return [...plan, fault.activityFailure(fail, { attempt: 'every', call: 'every', failure })];
}

function parsePlan(text: string): FaultPlan {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InvalidInputError(
      `--faults is no JSON: ${text}; it must be a plan such as '[{"kind":"activity-failure","activity":"charge"}]'`,
      { cause },
    );
  }
}
