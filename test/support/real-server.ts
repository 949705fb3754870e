/**
 * A real Temporal server, where there is one: WORLDLINE_TEST_SERVER=host:port (`.ci/run` starts one). It is not WORLDLINE_TARGET, which leads
 * every environment of a process there: only tests that want the server see it, and set WORLDLINE_TARGET for what they start.
 */
export const server = process.env.WORLDLINE_TEST_SERVER || undefined;

/** Why a test was skipped. */
export const NO_SERVER = 'WORLDLINE_TEST_SERVER names no Temporal server, so nothing was run on a real one';

/** Bundling workflow code with the SDK's webpack takes seconds, more while other tests run. */
export const REAL_TIMEOUT_MS = 240_000;
