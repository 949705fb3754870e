/** What a test says of a world as a whole: it holds always, sometimes, or at last. Looked at after every step. */
import { WorldlineError } from '../base/errors';

export type PropertyKind = 'always' | 'sometimes' | 'eventually';

export interface PropertyOutcome {
  readonly kind: PropertyKind;
  readonly name: string;
  /** Whether it has held at least once; of `always`: whether it has never been broken. */
  readonly held: boolean;
}

/** A property of a world does not hold. */
export class PropertyError extends WorldlineError {
  constructor(
    readonly kind: PropertyKind,
    readonly property: string,
    text: string,
    cause?: unknown,
  ) {
    super('PROPERTY', `${kind} “${property}”: ${text}`, { cause });
  }
}

interface Property extends PropertyOutcome {
  held: boolean;
  /** What it threw when it was looked at last. */
  lastError?: unknown;
  readonly predicate: () => boolean;
}

export class Properties {
  private readonly all: Property[] = [];
  /** Those that the next step may change. */
  private open: Property[] = [];

  /** @param onBroken Told once of each `always` that is broken. */
  constructor(private readonly onBroken: (error: PropertyError) => void) {}

  get outcomes(): readonly PropertyOutcome[] {
    return this.all.map(({ kind, name, held }) => ({ kind, name, held }));
  }

  add(kind: PropertyKind, name: string, predicate: () => boolean): void {
    const property = { kind, name, predicate, held: kind === 'always' };
    this.all.push(property);
    this.open.push(property);
    this.check();
  }

  /** After each step. */
  check(): void {
    if (this.open.length > 0) this.open = this.open.filter((property) => this.staysOpen(property));
  }

  /** At the end of the world. @throws PropertyError where something that had to happen at last has not. */
  assertHeld(): void {
    this.check();
    const missing = this.all.find(({ kind, held }) => kind === 'eventually' && !held);
    if (!missing) return;
    throw new PropertyError('eventually', missing.name, 'it had not held by the end of the world', missing.lastError);
  }

  private staysOpen(property: Property): boolean {
    const { kind, name } = property;
    const broken = this.whyNot(property);
    if (kind !== 'always') {
      property.held = broken === undefined;
      property.lastError = broken?.cause;
      return !property.held;
    }
    if (!broken) return true;
    property.held = false;
    this.onBroken(new PropertyError(kind, name, broken.text, broken.cause));
    return false;
  }

  /** Undefined: it holds. Whatever throws does not. */
  private whyNot({ predicate }: Property): { text: string; cause?: unknown } | undefined {
    try {
      return predicate() ? undefined : { text: 'it does not hold any more' };
    } catch (cause) {
      return { text: `it throws: ${(cause as Error)?.message ?? String(cause)}`, cause };
    }
  }
}
