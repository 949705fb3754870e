/** Connections to real servers. Those of test suites may lead to an environment of the process that stands at the same address. */
const LEADS_OUT = Symbol('leads out of the process');

/** Options of a connection that leads out of the process, whatever stands at its address within it. */
export function outward<O extends object>(options: O): O {
  return { ...options, [LEADS_OUT]: true };
}

export function leadsOut(options: object): boolean {
  return LEADS_OUT in options;
}
