/** Whether two failures are the same as far as their reader is concerned: shrinking must not slip from one bug to another. */

/** What stays the same when a plan becomes smaller: classes, codes, and the text without its numbers. */
export function failureKey(error: Error): string {
  const parts: string[] = [];
  for (let one: unknown = error; one instanceof Error && parts.length < 8; one = one.cause) {
    const { code, type, property } = one as { code?: unknown; type?: unknown; property?: unknown };
    const own = [code, type, property].filter((x) => typeof x === 'string' || typeof x === 'number');
    // Our own errors tell of the run, at length, beneath their first line.
    const text = typeof code === 'string' ? '' : plain(one.message);
    parts.push([one.name, ...own, text].join(' '));
  }
  return parts.join('\n');
}

function plain(message: string): string {
  return message
    .split('\n', 1)[0]!
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>')
    .replace(/\d+(\.\d+)?/g, '<n>');
}
