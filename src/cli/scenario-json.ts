/** A run of a scenario for programs: in a world, the same bytes for the same scenario and seed. */
import { InvalidInputError } from '../base/errors';
import type { Scenario } from '../sim/scenario';
import { causesOf } from './exit-codes';
import type { ScenarioRun } from './run-scenario';

/**
 * @param head What comes first.
 * Nothing real is in it: no stack traces, and no real time but that of a cluster.
 * @throws InvalidInputError where the result cannot be written as JSON.
 */
export function scenarioJson(scenario: Scenario, run: ScenarioRun, head: object = {}): string {
  const { seed, cluster, result, failure, histories, attempts, startTime, endTime } = run;
  const value = {
    ...head,
    scenario: scenario.name,
    ...(cluster ? { cluster } : { seed }),
    ok: failure === undefined,
    ...(failure ? { error: errorJson(failure.error) } : { result: result ?? null }),
    startTime: new Date(startTime).toISOString(),
    [cluster ? 'realMs' : 'virtualMs']: endTime - startTime,
    histories: histories.map((history) => ({
      workflowId: history.workflowId,
      runId: history.runId,
      workflowType: history.workflowType,
      ...history.toJSON(),
    })),
    attempts,
  };
  try {
    return `${JSON.stringify(value, replace, 2)}\n`;
  } catch (cause) {
    throw new InvalidInputError(
      `the result of scenario '${scenario.name}' cannot be written as JSON (${(cause as Error).message.split('\n')[0]}); with --json, run must return plain data`,
      { cause },
    );
  }
}

interface ErrorJson {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly causes?: readonly ErrorJson[];
}

function errorJson(error: unknown): ErrorJson {
  const [first, ...causes] = causesOf(error).map(oneError);
  if (!first) return { name: 'thrown', message: String(error) };
  return causes.length > 0 ? { ...first, causes } : first;
}

function oneError(error: Error & { code?: unknown }): ErrorJson {
  const { name, message, code } = error;
  return { name, message, ...(typeof code === 'string' && { code }) };
}

/** Values that JSON does not have, so that a result loses nothing without a word. */
function replace(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value instanceof Error) return errorJson(value);
  if (value instanceof Map) return [...value];
  if (value instanceof Set) return [...value];
  return value;
}
