/** How a command ends, for scripts. */
export const EXIT = {
  ok: 0,
  failed: 1,
  badInput: 2,
  deadlock: 3,
  replayMismatch: 4,
  limit: 5,
} as const;

export const EXIT_CODES_HELP = `
Exit codes:
  0  all went well
  1  the scenario failed, or the exploration has found a failure
  2  bad input: no such file, no scenario in it, no such token, a flag that makes no sense
  3  deadlock: somebody waits, and nothing can ever run again
  4  replay mismatch: workflow code and its history disagree
  5  a limit was exceeded: steps, real time, or faults stopped and the world did not come to rest
`;

const BY_CODE: Readonly<Record<string, number>> = {
  DEADLOCK: EXIT.deadlock,
  REPLAY_MISMATCH: EXIT.replayMismatch,
  LIMIT: EXIT.limit,
  LIVELOCK: EXIT.limit,
  REAL_TIME_LIMIT: EXIT.limit,
};

/** The exit code for what a scenario threw. Told by the `code`, since a scenario may have thrown it inside another error. */
export function exitCodeOf(error: unknown): number {
  for (const one of causesOf(error)) {
    const { code } = one as { code?: unknown };
    if (typeof code === 'string' && code in BY_CODE) return BY_CODE[code]!;
  }
  return EXIT.failed;
}

/** An error and its causes, outermost first; a ring is entered once, and what is no error ends the chain. */
export function causesOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let one = error; isError(one) && !chain.includes(one); one = one.cause) chain.push(one);
  return chain;
}

/** Also of another realm, or of another class with the same shape. */
function isError(value: unknown): value is Error {
  return (
    typeof value === 'object' && value !== null && typeof (value as Error).message === 'string' && 'stack' in value
  );
}
