/**
 * Which of Node's async resource types are real I/O, by the type names that `async_hooks` reports. All others (promises, ticks,
 * timers, immediates, listening servers, open files that nobody reads) do not hold the clock.
 */
export interface IoKind {
  /** For people. */
  readonly name: string;
  /**
   * How long it is in flight. `until-destroyed`: Node destroys the resource when its work is done. `while-ref`: a handle that may stay
   * open for long, and counts while it keeps the process alive: idle keep-alive sockets are unref'ed by `http.Agent` and by fetch.
   * `while-buffer`: a compressor, which Node destroys only when it is garbage, and which has a `buffer` while it works on a chunk.
   */
  readonly counts: 'until-destroyed' | 'while-ref' | 'while-buffer';
  /** Whether a later activity may use it again: connections of a pool. */
  readonly reusable: boolean;
}

const requests: Record<string, string> = {
  FSREQCALLBACK: 'file operation',
  FSREQPROMISE: 'file operation',
  FILEHANDLECLOSEREQ: 'file operation',
  BLOBREADER: 'blob read',
  GETADDRINFOREQWRAP: 'DNS lookup',
  GETNAMEINFOREQWRAP: 'DNS lookup',
  QUERYWRAP: 'DNS query',
  TCPCONNECTWRAP: 'TCP connect',
  PIPECONNECTWRAP: 'pipe connect',
  WRITEWRAP: 'stream write',
  SHUTDOWNWRAP: 'stream shutdown',
  UDPSENDWRAP: 'UDP send',
  CIPHERREQUEST: 'cipher',
  CHECKPRIMEREQUEST: 'prime check',
  DERIVEBITSREQUEST: 'key derivation',
  HASHREQUEST: 'hash',
  KEYEXPORTREQUEST: 'key export',
  KEYGENREQUEST: 'key generation',
  KEYPAIRGENREQUEST: 'key generation',
  PBKDF2REQUEST: 'key derivation',
  RANDOMBYTESREQUEST: 'random bytes',
  RANDOMPRIMEREQUEST: 'prime generation',
  SCRYPTREQUEST: 'key derivation',
  SIGNREQUEST: 'signature',
  VERIFYREQUEST: 'signature',
};

/** TLS is not among them: it runs over a TCP socket, which counts already. */
const sockets: Record<string, string> = {
  TCPWRAP: 'TCP socket',
  PIPEWRAP: 'pipe',
  UDPWRAP: 'UDP socket',
};

const handles: Record<string, string> = {
  PROCESSWRAP: 'child process',
  WORKER: 'worker thread',
  MESSAGEPORT: 'message port',
  FSEVENTWRAP: 'file watcher',
  STATWATCHER: 'file watcher',
};

export const ioKinds: ReadonlyMap<string, IoKind> = new Map([
  ...kindsOf(requests, 'until-destroyed', false),
  ...kindsOf(sockets, 'while-ref', true),
  ...kindsOf(handles, 'while-ref', false),
  ...kindsOf({ ZLIB: 'compression' }, 'while-buffer', false),
]);

function kindsOf(names: Record<string, string>, counts: IoKind['counts'], reusable: boolean): [string, IoKind][] {
  return Object.entries(names).map(([type, name]) => [type, { name, counts, reusable }]);
}

/** Whether a resource of a kind is in flight now; one that ends with its destruction is, as long as somebody asks. */
export function isInFlight(kind: IoKind, resource: object): boolean {
  const { hasRef, buffer } = resource as { hasRef?: () => boolean | undefined; buffer?: unknown };
  switch (kind.counts) {
    case 'until-destroyed':
      return true;
    case 'while-ref':
      return hasRef?.call(resource) === true;
    case 'while-buffer':
      return buffer !== undefined && buffer !== null;
  }
}
