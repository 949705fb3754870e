/** Failing runs of earlier explorations, kept in a file beside the project: they are tried first next time. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface KeptFailure {
  /** Of the exploration. */
  readonly name: string;
  readonly token: string;
  /** For people who look into the file. */
  readonly error: string;
}

const FILE = 'failures.json';
/** Of one exploration: the newest are kept. */
const KEPT_MAX = 20;

/**
 * Files as they were when this process first looked at them. What it finds itself is for the next one: so the same exploration gives
 * the same report however often it runs in a process.
 */
const atStart = new Map<string, readonly KeptFailure[]>();

export class Corpus {
  private readonly path: string;

  constructor(private readonly folder: string) {
    this.path = join(folder, FILE);
    if (!atStart.has(this.path)) atStart.set(this.path, this.read());
  }

  /** Tokens that earlier processes have kept for an exploration. */
  tokensOf(name: string): string[] {
    return atStart.get(this.path)!.flatMap((one) => (one.name === name ? [one.token] : []));
  }

  keep(failure: KeptFailure): void {
    const others = this.read().filter(({ token }) => token !== failure.token);
    const same = [...others.filter(({ name }) => name === failure.name), failure].slice(-KEPT_MAX);
    const kept = [...others.filter(({ name }) => name !== failure.name), ...same];
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(this.path, `${JSON.stringify({ version: 1, failures: kept }, undefined, 2)}\n`);
  }

  /** A file that cannot be read is as good as none: it only says what to try first. */
  private read(): readonly KeptFailure[] {
    if (!existsSync(this.path)) return [];
    try {
      const { failures } = JSON.parse(readFileSync(this.path, 'utf8')) as { failures?: unknown };
      return Array.isArray(failures) ? failures.filter(isKept) : [];
    } catch (error) {
      process.emitWarning(
        `${this.path} cannot be read, so no kept failure is tried first: ${(error as Error).message}`,
      );
      return [];
    }
  }
}

function isKept(value: unknown): value is KeptFailure {
  const { name, token } = (value ?? {}) as Partial<KeptFailure>;
  return typeof name === 'string' && typeof token === 'string';
}
