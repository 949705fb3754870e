/** What goes another way in a fork, as flags of the command say it. */
import { type Command, Option } from 'commander';
import { InvalidInputError } from '../../base/errors';
import { fault } from '../../faults/builders';
import type { FaultPlan } from '../../faults/fault';
import type { World } from '../../sim/world';
import { activityFunctions } from '../../worker/activity/activity-functions';
import { parseJson } from '../parse-args';

export interface ChangeFlags {
  readonly fail?: readonly string[];
  readonly timeout?: readonly string[];
  readonly result?: readonly string[];
  readonly signal?: readonly string[];
  readonly cancel?: boolean;
  readonly faults?: string;
}

export interface Changes {
  readonly faults: FaultPlan;
  /** By the name of the activity. */
  readonly results: ReadonlyMap<string, unknown>;
  readonly signals: readonly { readonly name: string; readonly args: readonly unknown[] }[];
  readonly cancel: boolean;
}

const list = (value: string, before: readonly string[] = []) => [...before, value];
const many = (flags: string, about: string) => new Option(flags, about).argParser(list);

export function addChangeOptions(command: Command): Command {
  return command
    .addOption(many('--fail <activity[:message]>', 'from there on this activity fails, not to be retried'))
    .addOption(many('--timeout <activity>', 'its next call hangs at the first attempt, until a timeout ends that'))
    .addOption(many('--result <activity=json>', 'from there on it gives this result'))
    .addOption(many('--signal <name[=json]>', 'there the workflow gets this signal, with this argument'))
    .option('--cancel', 'there somebody asks for the cancellation of the workflow')
    .option('--faults <json>', 'what goes wrong from there on, as a fault plan');
}

const ALWAYS = { attempt: 'every', call: 'every' } as const;

/** @throws InvalidInputError for what makes no sense. */
export function changesOf({ fail = [], timeout = [], result = [], signal = [], cancel, faults }: ChangeFlags): Changes {
  const failures = fail.map((text) => {
    const [activity, message = 'what if it had failed?'] = halves(text, ':');
    return fault.activityFailure(activity, { ...ALWAYS, failure: { message, nonRetryable: true } });
  });
  const plan =
    faults === undefined ? [] : parseJson('--faults', faults, `'[{"kind":"activity-failure","activity":"charge"}]'`);
  return {
    faults: [...(plan as FaultPlan), ...failures, ...timeout.map((name) => fault.activityTimeout(name))],
    results: new Map(result.map(resultOf)),
    signals: signal.map((text) => {
      const [name, json] = halves(text, '=');
      return { name, args: json === undefined ? [] : [parseJson('--signal', json, `'approve={"by":"Ada"}'`)] };
    }),
    cancel: cancel ?? false,
  };
}

function resultOf(text: string): readonly [string, unknown] {
  const [name, json] = halves(text, '=');
  const example = `'charge="paid"'`;
  if (json !== undefined) return [name, parseJson('--result', json, example)];
  throw new InvalidInputError(
    `--result is '${text}'; it must name an activity and its result as JSON, such as ${example}`,
  );
}

function halves(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** Activities of which some give another result. @throws InvalidInputError where one of these does not exist. */
export function withResults(activities: object | undefined, { results }: Changes): object | undefined {
  if (results.size === 0) return activities;
  const functions = activityFunctions(activities);
  for (const name of results.keys()) {
    if (functions.has(name)) continue;
    const names = [...functions.keys()].join(', ') || 'none';
    throw new InvalidInputError(`--result: there is no activity '${name}'; there are ${names}`);
  }
  const given = [...results].map(([name, value]) => [name, async () => value] as const);
  return Object.fromEntries([...functions, ...given]);
}

/** What a client does at the place of the fork. */
export async function act(world: World, workflowId: string, { signals, cancel }: Changes): Promise<void> {
  const handle = world.client.workflow.getHandle(workflowId);
  for (const { name, args } of signals) await handle.signal(name, ...args);
  if (cancel) await handle.cancel();
}
