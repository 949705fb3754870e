/**
 * What the SDK answers the queries `__stack_trace` and `__enhanced_stack_trace` from. The real worker fills it by a hook on every
 * promise, which costs much all the time; here it is filled when somebody asks, with what a traced replay says the code waits for.
 */
import type { Activator } from './runtime';
import type { Wait } from './trace';

type StackStore = Activator['promiseStackStore'];

const STACK_QUERIES: ReadonlySet<string> = new Set(['__stack_trace', '__enhanced_stack_trace']);

export function isStackQuery(queryType: string | null | undefined): boolean {
  return STACK_QUERIES.has(queryType ?? '');
}

/** Puts a stack of one frame there for each wait of user code, in the place of what was there. */
export function fillStackStore(store: StackStore, waits: readonly Wait[]): void {
  store.childToParent.clear();
  store.promiseToStack.clear();
  for (const { at } of waits) {
    if (at === undefined) continue;
    // The SDK looks at keys alone; it takes those for promises that nothing but the workflow waits for.
    const promise = Promise.resolve();
    store.childToParent.set(promise, new Set());
    store.promiseToStack.set(promise, { formatted: `    at ${at}`, structured: [locationOf(at)] });
  }
}

/** `function (file:line:column)`, or the place alone. */
function locationOf(at: string) {
  const [, functionName, file, line, column] = /^(?:(.*) \()?(.*?):(\d+):(\d+)\)?$/.exec(at) ?? [];
  return {
    file_path: file,
    function_name: functionName,
    line: line === undefined ? undefined : Number(line),
    column: column === undefined ? undefined : Number(column),
    internal_code: false,
  };
}
