/**
 * The two kinds of error of worldline: a broken invariant of our own (`WorldlineBug`), and what a user should know
 * (`WorldlineError` and its subclasses, each with a stable `code`). Errors of Temporal itself are never modelled here:
 * those mirror Temporal's own statuses, classes and texts (see `src/server/status.ts`).
 */
export class WorldlineError extends Error {
  /** Stable, machine-readable kind, for example `DEADLOCK`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** An invariant of worldline itself does not hold. Always our fault, never the user's. */
export class WorldlineBug extends WorldlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('BUG', `${message} (this is a bug in worldline, please report it)`, options);
  }
}

/** Throws `WorldlineBug` unless the condition holds. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new WorldlineBug(message);
}

/** Somebody waits, and nothing can ever run again. */
export class DeadlockError extends WorldlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('DEADLOCK', message, options);
  }
}

/** Workflow code and a history disagree. */
export class ReplayMismatchError extends WorldlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('REPLAY_MISMATCH', message, options);
  }
}

/** A workflow ended while handlers of its signals or updates were still running. */
export class UnfinishedHandlersError extends WorldlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('UNFINISHED_HANDLERS', message, options);
  }
}

/** Faults have stopped, and still the world does not come to an end within its bound. */
export class LivelockError extends WorldlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('LIVELOCK', message, options);
  }
}

/** A bound of the world or a limit of the server was exceeded. */
export class LimitError extends WorldlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('LIMIT', message, options);
  }
}

/** The world has been disposed of. */
export class DisposedError extends WorldlineError {
  constructor(what: string) {
    super('DISPOSED', `${what}: this world has been disposed of; create a new one with World.create()`);
  }
}

/** A value given by the user cannot be used. The message says which value, and what would be right. */
export class InvalidInputError extends WorldlineError {
  constructor(message: string, options?: ErrorOptions) {
    super('INVALID_INPUT', message, options);
  }
}
