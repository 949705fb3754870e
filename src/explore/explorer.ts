/** What all explorations share, whatever they go through: runs, the first failure made small, the report. */
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

import { acquireGlobals } from '../clock/globals';
import { failureText } from '../report/failure-text';
import { acquireWorkflowHost } from '../worker/sdk/host';
import { Corpus } from './corpus';
import { Coverage } from './coverage';
import { HistoryFiles } from './history-files';
import type { Inputs } from './inputs';
import { DEFAULT_MAX_STEPS, type ExploreOptions, faultsOf } from './options';
import { Pool } from './parallel/pool';
import type { RunSummary } from './parallel/protocol';
import { nothingSeen, ThreadError, withoutModule } from './parallel/thread-failure';
import { Progress } from './progress';
import { regressionTestOf } from './regression-test';
import { ExplorationError, type ExploreFailure, type ExploreReport } from './report';
import { type RunOptions, type RunResult, type RunSpec, run, type Subject } from './run';
import { type ShrinkableInput, shrink } from './shrink';
import { createStrategy } from './strategies';
import type { RunPassed, Strategy } from './strategies/strategy';
import { readToken, type TokenContent, tokenOf } from './token';

const DEFAULT_CORPUS = '.worldline';
/** Real milliseconds that one run may take in a thread. */
const DEFAULT_RUN_LIMIT_MS = 10_000;

/** Where an input of a run comes from. */
interface Drawn {
  readonly seed: number;
  readonly path: readonly number[];
  readonly input: ShrinkableInput;
}

export class Explorer {
  readonly name: string;
  private readonly coverage: Coverage;
  private readonly sometimes = new Map<string, boolean>();
  private readonly corpus: Corpus | undefined;
  private readonly histories: HistoryFiles | undefined;
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
    this.histories = options.histories === undefined ? undefined : new HistoryFiles(options.histories);
    this.runOptions = {
      maxSteps: options.maxSteps ?? DEFAULT_MAX_STEPS,
      deploy: options.faults?.deploy,
      seed: options.seed,
      state: options.state,
      ...runOptions,
    };
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
    const pool = await this.startPool();
    try {
      for (let batch = strategy.next(); batch.length > 0; batch = strategy.next()) {
        const ends: RunEnd[] = [];
        for await (const end of pool ? this.runShared(pool, batch, runs) : this.runHere(batch)) {
          runs++;
          ends.push(end);
          progress.tell(runs);
          if (end.error) return await this.failedRun(batch[ends.length - 1]!, end, runs);
        }
        strategy.ran(ends);
      }
      return this.report({ runs, strategy });
    } finally {
      await pool?.stop();
    }
  }

  private async *runHere(batch: readonly RunSpec[]): AsyncGenerator<RunEnd> {
    for (const spec of batch) {
      const result = await this.execute(spec);
      yield { ...result, result };
    }
  }

  private async *runShared(pool: Pool, batch: readonly RunSpec[], before: number): AsyncGenerator<RunEnd> {
    const requests = batch.map(({ input: _, ...spec }, i) => ({ id: before + i + 1, spec, inputRun: before + i + 1 }));
    for (const [i, { coverage, sometimes, error, ...end }] of (await pool.run(requests)).entries()) {
      this.coverage.merge(coverage);
      for (const [name, held] of sometimes) this.noteSometimes(name, held);
      yield { ...end, spec: batch[i]!, error: error && new ThreadError(error) };
    }
  }

  /** Undefined: the runs are made here, one after the other. The report is the same. */
  private async startPool(): Promise<Pool | undefined> {
    const { workers = 1, module, maxSteps, seed, histories, realTimeLimitMs = DEFAULT_RUN_LIMIT_MS } = this.options;
    if (module === undefined) {
      if (workers > 1) process.emitWarning(withoutModule(workers));
      return undefined;
    }
    const file = module instanceof URL || module.startsWith('file:') ? fileURLToPath(module) : module;
    return Pool.start({ workers, file, seed, maxSteps, histories, runLimitMs: realTimeLimitMs });
  }

  /** One run, for the thread that has asked for it. */
  async summaryOf(spec: Omit<RunSpec, 'input'>, inputRun: number): Promise<RunSummary> {
    const result = await this.make({ ...spec, input: this.inputs.draw(inputRun).value });
    const coverage = new Coverage(faultsOf(this.options).kinds);
    coverage.add(result);
    const { error, points, worldPoints, outcomes, chosenSteps, trace, properties } = result;
    return {
      error: error && { name: error.name, message: error.message },
      points,
      worldPoints,
      outcomes,
      chosenSteps,
      trace,
      coverage: coverage.toJSON(),
      sometimes: properties.flatMap(({ kind, name, held }) => (kind === 'sometimes' ? [[name, held] as const] : [])),
    };
  }

  /** A run has failed, here or in a thread. What failed in a thread is run again here, where it can be looked at and made small. */
  private async failedRun(spec: RunSpec, { result, error, isRunaway }: RunEnd, runs: number): Promise<ExploreReport> {
    const drawn = this.drawnFor(runs);
    if (result) return this.failed(result, runs, drawn);
    const given = { ...spec, input: drawn.input.value };
    const again = isRunaway ? undefined : await run(this.subject, given, this.runOptions);
    if (again?.error) return this.failed(again, runs, drawn);
    // A runaway would run away here, too; and a failure that does not come again cannot be made smaller.
    const failure = this.failureOf({ ...nothingSeen(given), error }, runs, drawn, { shrinks: 0, nearest: undefined });
    return this.report({ runs, failure });
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

  private async make(spec: RunSpec, seed = this.runOptions.seed): Promise<RunResult> {
    const result = await run(this.subject, spec, { ...this.runOptions, seed });
    this.histories?.add(result.histories);
    return result;
  }

  private async execute(spec: RunSpec, seed?: number | string): Promise<RunResult> {
    const result = await this.make(spec, seed);
    this.coverage.add(result);
    for (const { kind, name, held } of result.properties) if (kind === 'sometimes') this.noteSometimes(name, held);
    return result;
  }

  private noteSometimes(name: string, held: boolean): void {
    this.sometimes.set(name, held || (this.sometimes.get(name) ?? false));
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
      repeated: repeated(),
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

/** How a run went, as far as a strategy asks; `result` is there where it was made here. */
type RunEnd = RunPassed & Pick<RunResult, 'error'> & { readonly result?: RunResult; readonly isRunaway?: boolean };

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
