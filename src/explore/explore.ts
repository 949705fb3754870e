/** Looks for the failure that the author of a workflow did not think of. */
import { isDeepStrictEqual } from 'node:util';
import { acquireGlobals } from '../clock/globals';
import { failureText } from '../report/failure-text';
import { World } from '../sim/world';
import { acquireWorkflowHost } from '../worker/sdk/host';
import { Corpus } from './corpus';
import { Coverage } from './coverage';
import { Inputs } from './inputs';
import { checkExploreOptions, DEFAULT_MAX_STEPS, type ExploreOptions, faultsOf, worldOptionsOf } from './options';
import { Progress } from './progress';
import { regressionTestOf } from './regression-test';
import { ExplorationError, type ExploreFailure, type ExploreReport } from './report';
import { type RunOptions, type RunResult, type RunSpec, run, type Subject } from './run';
import { type ShrinkableInput, shrink } from './shrink';
import { createStrategy } from './strategies';
import type { Strategy } from './strategies/strategy';
import { readToken, type TokenContent, tokenOf } from './token';

/** Drives a world, and throws where a property is violated. */
export type Explored<Input> = (world: World, input: Input) => unknown;

const DEFAULT_CORPUS = '.worldline';

/**
 * Runs `fn` again and again, each time in a fresh world in which other things go wrong at other points, and steps go in another order.
 * The first failure is made as small as it gets, and reported with a token that reproduces it. A deadlock, a livelock, a replay
 * mismatch, an exceeded limit, an unfinished handler and a broken property of the world are failures by themselves.
 *
 * It never rejects for what it finds: that is in the report, which `report.assertOk()` throws.
 * With WORLDLINE_TOKEN in the environment it makes the one run of that token, where the token is one of its own.
 * @throws InvalidInputError for options that cannot be used, with what would be right.
 */
export async function explore<Input = undefined>(
  options: ExploreOptions<Input>,
  fn: Explored<Input>,
): Promise<ExploreReport> {
  const explorer = await Explorer.of(options, fn);
  const token = process.env.WORLDLINE_TOKEN;
  if (token) {
    const content = readToken(token);
    if (content.name === undefined || content.name === explorer.name) return explorer.reproduce(content);
  }
  return explorer.run();
}

/**
 * Makes the one run that a token stands for. Where the code has changed so much that the token does not fit any more, it replays as far
 * as it can; `report.failure.stale`, or else `report.text`, says where that ended.
 * @throws InvalidInputError for what is no token.
 */
explore.reproduce = async <Input = undefined>(
  token: string,
  options: ExploreOptions<Input>,
  fn: Explored<Input>,
): Promise<ExploreReport> => {
  const content = readToken(token);
  return (await Explorer.of(options, fn)).reproduce(content);
};

/** Where an input of a run comes from. */
interface Drawn {
  readonly seed: number;
  readonly path: readonly number[];
  readonly input: ShrinkableInput;
}

/** What all explorations share, whatever they go through: runs, the first failure made small, the report. */
export class Explorer {
  readonly name: string;
  private readonly coverage: Coverage;
  private readonly sometimes = new Map<string, boolean>();
  private readonly corpus: Corpus | undefined;
  private readonly runOptions: RunOptions;

  constructor(
    private readonly options: ExploreOptions,
    private readonly subject: Subject,
    private readonly inputs: Inputs,
    runOptions: Partial<RunOptions> = {},
  ) {
    this.name = options.name ?? nameOf(options.workflows);
    this.coverage = new Coverage(faultsOf(options).kinds);
    this.corpus = options.corpus === false ? undefined : new Corpus(options.corpus ?? DEFAULT_CORPUS);
    this.runOptions = {
      maxSteps: options.maxSteps ?? DEFAULT_MAX_STEPS,
      deploy: options.faults?.deploy,
      seed: options.seed,
      ...runOptions,
    };
  }

  static async of<Input>(options: ExploreOptions<Input>, fn: Explored<Input>): Promise<Explorer> {
    checkExploreOptions(options as ExploreOptions);
    const all = options as ExploreOptions;
    const inputs = await Inputs.of(all.input, all.seed ?? 0);
    return new Explorer(all, subjectOf(all, fn as Explored<unknown>), inputs);
  }

  /** The kept failures, then what the strategy makes. */
  async run(
    strategy: Strategy = createStrategy(this.options, (number) => this.inputs.draw(number).value),
  ): Promise<ExploreReport> {
    const kept = await this.tryKept();
    if (kept) return kept;
    // Each world would put the virtual globals in place and take them away again: once for all runs is enough.
    const releases = [acquireGlobals(), acquireWorkflowHost()];
    try {
      return await this.runAll(strategy);
    } finally {
      for (const release of releases) release();
    }
  }

  private async runAll(strategy: Strategy): Promise<ExploreReport> {
    let runs = 0;
    const progress = new Progress(this.options);
    for (let batch = strategy.next(); batch.length > 0; batch = strategy.next()) {
      const results: RunResult[] = [];
      for (const spec of batch) {
        const result = await this.execute(spec);
        runs++;
        results.push(result);
        progress.tell(runs);
        if (result.error) return this.failed(result, runs, this.drawnFor(runs));
      }
      strategy.ran(results);
    }
    return this.report({ runs, strategy });
  }

  async reproduce(content: TokenContent): Promise<ExploreReport> {
    const drawn = this.drawnOf(content);
    const input = drawn ? drawn.input.value : content.input;
    const { plan, seed, world } = content;
    const result = await this.execute({ plan, input, world }, seed);
    const { stale } = result;
    if (!result.error) return this.report({ runs: 1, stale: [...stale, ...didNotHappen(result)] });
    return this.report({ runs: 1, failure: this.failureOf(result, 1, drawn, { shrinks: 0, nearest: undefined }) });
  }

  /** Failures that earlier processes have found; the first that still fails is the report. */
  private async tryKept(): Promise<ExploreReport | undefined> {
    for (const token of this.corpus?.tokensOf(this.name) ?? []) {
      const report = await this.reproduce(readToken(token));
      if (!report.ok) return report;
    }
    return undefined;
  }

  private async execute(spec: RunSpec, seed = this.runOptions.seed): Promise<RunResult> {
    const result = await run(this.subject, spec, { ...this.runOptions, seed });
    this.coverage.add(result);
    for (const { kind, name, held } of result.properties) {
      if (kind === 'sometimes') this.sometimes.set(name, held || (this.sometimes.get(name) ?? false));
    }
    return result;
  }

  private async failed(failed: RunResult, runs: number, drawn: Drawn): Promise<ExploreReport> {
    const { world } = failed.spec;
    const execute = (spec: RunSpec) => run(this.subject, { ...spec, world }, this.runOptions);
    const { result, inputPath, shrinks, nearest } = await shrink(
      failed,
      drawn.input,
      execute,
      faultsOf(this.options).kinds,
    );
    const shrunk = { seed: drawn.seed, path: inputPath, input: drawn.input };
    const failure = this.failureOf(result, runs, shrunk, { shrinks, nearest });
    this.corpus?.keep({
      name: this.name,
      token: failure.token,
      error: `${failure.error.name}: ${firstLine(failure.error)}`,
    });
    return this.report({ runs, failure });
  }

  private failureOf(
    { error, spec, timeline, histories, log, stale, repeated }: RunResult,
    number: number,
    drawn: Drawn | undefined,
    { shrinks, nearest }: { shrinks: number; nearest: RunResult | undefined },
  ): ExploreFailure {
    const { name, options } = this;
    const failure = {
      error: error!,
      plan: spec.plan.filter(({ kind }) => kind !== 'reorder'),
      choices: spec.plan.filter((fault) => fault.kind === 'reorder'),
      input: spec.input,
      token: tokenOf({
        name,
        seed: options.seed,
        plan: spec.plan,
        ...(spec.world && { world: spec.world }),
        ...(isJson(spec.input) || !drawn ? { input: spec.input } : { drawn: { seed: drawn.seed, path: drawn.path } }),
      }),
      timeline: timeline(),
      passing: nearest && { plan: nearest.spec.plan, timeline: nearest.timeline() },
      shrinks,
      run: number,
      histories,
      log,
      stale,
      repeated,
      regressionTest: regressionTestOf({ name, plan: spec.plan, input: spec.input, error: error! }),
    };
    return failure;
  }

  private report(found: {
    runs: number;
    failure?: ExploreFailure;
    strategy?: Strategy;
    stale?: readonly string[];
  }): ExploreReport {
    const { runs, failure, strategy, stale = [] } = found;
    const neverHeld = failure ? [] : [...this.sometimes].flatMap(([name, held]) => (held ? [] : [name]));
    const exhausted = !failure && strategy?.exhausted === true;
    const claim = exhausted ? strategy?.claim : undefined;
    const coverage = { ...this.coverage.toJSON(), unseen: this.coverage.unseen };
    const report: ExploreReport = {
      ok: failure === undefined,
      runs,
      exhausted,
      ...(claim && { claim }),
      ...(failure && { failure }),
      coverage,
      neverHeld,
      text: failure ? failureText(failure) : passedText(runs, claim, neverHeld, stale),
      assertOk: () => {
        if (failure) throw new ExplorationError(report);
      },
    };
    return report;
  }

  private drawnFor(number: number): Drawn {
    return { seed: this.inputs.seedOf(number), path: [], input: this.inputs.draw(number) };
  }

  private drawnOf({ drawn }: TokenContent): Drawn | undefined {
    if (!drawn) return undefined;
    const input = this.inputs.drawAgain(drawn.seed, drawn.path);
    return input && { ...drawn, input };
  }
}

/** One run: a world with fresh activities, driven by the user's function, and disposed of. */
function subjectOf(options: ExploreOptions, fn: Explored<unknown>): Subject {
  const worldOptions = worldOptionsOf(options);
  const { activities } = options;
  return async (input) => {
    const fresh = typeof activities === 'function' ? (activities as () => object)() : activities;
    const world = await World.create({ ...worldOptions, activities: fresh });
    try {
      await fn(world, input);
    } catch (error) {
      // What fn threw is the better news.
      await world.dispose().catch(() => {});
      throw error;
    }
    await world.dispose();
  };
}

function nameOf(workflows: ExploreOptions['workflows']): string {
  if (typeof workflows === 'string' || workflows instanceof URL) return String(workflows).replace(/^.*[\\/]/, '');
  return Object.keys(workflows ?? {}).join(',') || 'exploration';
}

function passedText(
  runs: number,
  claim: string | undefined,
  neverHeld: readonly string[],
  stale: readonly string[],
): string {
  const lines = [claim ?? `${runs} ${runs === 1 ? 'run' : 'runs'}: no violation`];
  for (const name of neverHeld) lines.push(`sometimes “${name}” never held`);
  if (stale.length > 0) lines.push('The token does not fit the code any more:', ...stale.map((text) => `  - ${text}`));
  return lines.join('\n');
}

function didNotHappen({ outcomes }: RunResult): string[] {
  return outcomes.flatMap(({ times, reason }) => (times === 0 && reason ? [reason] : []));
}

function isJson(value: unknown): boolean {
  if (value === undefined) return true;
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
  } catch {
    return false;
  }
}

function firstLine({ message }: Error): string {
  return message.split('\n', 1)[0]!;
}
