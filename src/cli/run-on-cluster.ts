/** Runs a scenario once on a real cluster, with the worker of the SDK, in real time. */
import { parseDuration } from '../base/duration';
import { InvalidInputError, WorldlineError } from '../base/errors';
import { real } from '../clock/real';
import { durationText } from '../history/time-text';
import { type ConnectOptions, clusterCode } from '../sim/cluster/cluster-options';
import type { ConnectedWorld } from '../sim/cluster/connected-world';
import { loadWorkerPackage } from '../sim/cluster/worker-package';
import { type Scenario, scenarioWorldOf } from '../sim/scenario';
import { World } from '../sim/world';
import { activitiesOf, runScenario, type ScenarioRun } from './run-scenario';

export interface ClusterOptions {
  /** Host and port. */
  readonly address: string;
  /** Default: the scenario's, or 'default'. */
  readonly namespace?: string;
  /** True: the connection is encrypted. An API key in the environment (TEMPORAL_API_KEY) is sent along, and means the same. */
  readonly tls?: boolean;
  /** How long the scenario may take, in real time: milliseconds or a text. Default 5 minutes. */
  readonly wait?: string;
}

const WAIT = '5 minutes';

/** The scenario is not over, and nobody wants to wait longer. */
class WaitError extends WorldlineError {
  constructor(address: string, waitMs: number) {
    super(
      'REAL_TIME_LIMIT',
      `the scenario has run on ${address} for ${durationText(waitMs)} and is not over; --wait gives it more time`,
    );
  }
}

/**
 * Runs it in a world first, which takes no time: what fails there is not started on a cluster, and what would take too long there is
 * refused. Workflows that are open at the end of the scenario are terminated: their worker goes away.
 * @throws InvalidInputError for a scenario that cannot run on a cluster, or not in the time that it has.
 */
export async function runOnCluster(scenario: Scenario, options: ClusterOptions): Promise<ScenarioRun> {
  const { address, wait = WAIT } = options;
  const waitMs = parseDuration(wait, '--wait');
  const { name, about: _about, run: _run, check: _check, ...worldOptions } = scenario;
  const where = `scenario '${name}' with --address ${address}`;
  const code = clusterCode({ ...worldOptions, activities: activitiesOf(scenario) }, where);
  const rehearsal = await runScenario(scenario);
  if (rehearsal.failure) return rehearsal;
  const virtualMs = rehearsal.endTime - rehearsal.startTime;
  if (virtualMs > waitMs) {
    throw new InvalidInputError(
      `${where}: it takes ${durationText(virtualMs)}, which passes in no time in a world, and really on a cluster. ` +
        `Without --address it runs at once; --wait '${Math.ceil(virtualMs / 60_000)} minutes' would wait for it (now: ${durationText(waitMs)})`,
    );
  }
  const namespace = options.namespace ?? scenario.namespace;
  const connectionOptions = connectionOptionsOf(options.tls);
  const world = await connect({ ...code, address, namespace, connectionOptions, openWorkflows: 'terminate' });
  const view = scenarioWorldOf(world);
  const startTime = world.now();
  let result: unknown;
  let failure: ScenarioRun['failure'];
  const work = async () => {
    result = await scenario.run(view);
    await scenario.check?.(view, result);
  };
  try {
    await within(waitMs, work(), () => new WaitError(address, waitMs));
  } catch (error) {
    failure = { error };
  }
  const endTime = world.now();
  const histories = await world.histories();
  const attempts = [...world.attempts];
  try {
    await world.dispose();
  } catch (error) {
    failure ??= { error };
  }
  return { cluster: address, seed: undefined, result, failure, histories, attempts, startTime, endTime };
}

/** What tells nothing about the scenario stays unsaid, and so does what the picture shows; workflow tasks that fail do not. */
function installQuietRuntime(): void {
  const { Runtime, DefaultLogger } = loadWorkerPackage('--address needs');
  const plain = new DefaultLogger('WARN');
  const logger = new DefaultLogger('WARN', ({ level, message, meta }) => {
    if (message !== 'Activity failed') plain.log(level, message, meta);
  });
  // Node's own way with signals: a scenario that waits on a cluster ends with ctrl-C.
  const telemetryOptions = { logging: { forward: {}, filter: 'ERROR' } };
  Runtime.install({ logger, shutdownSignals: [], telemetryOptions });
}

/** The runtime ends with its last connection; where there has been none, it would keep the process. */
async function connect(options: ConnectOptions): Promise<ConnectedWorld> {
  installQuietRuntime();
  try {
    return await World.connect(options);
  } catch (error) {
    await loadWorkerPackage('--address needs').Runtime.instance().shutdown();
    throw error;
  }
}

function connectionOptionsOf(tls: boolean | undefined): object {
  const apiKey = process.env.TEMPORAL_API_KEY;
  if (apiKey) return { apiKey, tls: true };
  return tls ? { tls } : {};
}

async function within<T>(ms: number, work: Promise<T>, errorOf: () => Error): Promise<T> {
  let stop = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    const timer = real.setTimeout(() => reject(errorOf()), ms);
    stop = () => real.clearTimeout(timer);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    stop();
  }
}
