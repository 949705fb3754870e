import {
  CancellationScope,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  executeChild,
  getExternalWorkflowHandle,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
  startChild,
  upsertMemo,
  uuid4,
} from '@temporalio/workflow';

interface Activities {
  charge(amount: number): Promise<string>;
  refund(receipt: string): Promise<string>;
  ship(order: string): Promise<string>;
}

const { charge, refund } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });
const once = proxyActivities<Activities>({ startToCloseTimeout: '1 minute', retry: { maximumAttempts: 1 } });

/** Charges, waits for a day, ships; what cannot be shipped is paid back. */
export async function order(amount: number): Promise<string> {
  const receipt = await charge(amount);
  await sleep('1 day');
  try {
    return `${receipt}, ${await once.ship('book')}`;
  } catch {
    return await refund(receipt);
  }
}

export const add = defineSignal<[string]>('add');
export const done = defineSignal('done');
export const items = defineQuery<string[]>('items');

/** Gives the signals that came until `done`. */
export async function collect(): Promise<string[]> {
  const collected: string[] = [];
  let isDone = false;
  setHandler(add, (item) => void collected.push(item));
  setHandler(done, () => {
    isDone = true;
  });
  setHandler(items, () => collected);
  await condition(() => isDone);
  return collected;
}

export async function parent(): Promise<string> {
  return `my child: ${await executeChild(patient, { workflowId: 'child' })}`;
}

export async function patient(): Promise<string> {
  await sleep('1 hour');
  return 'slept';
}

export async function brief(): Promise<string> {
  return 'brief';
}

export async function parentOfTwo(): Promise<string> {
  const slow = await startChild(patient, { workflowId: 'slow' });
  const first = await executeChild(brief, { workflowId: 'quick' });
  return `${first}, ${await slow.result()}`;
}

export async function draw(): Promise<string[]> {
  const first = uuid4();
  await sleep('1 second');
  return [first, uuid4()];
}

const locals = proxyLocalActivities<Activities>({ startToCloseTimeout: '1 minute' });

/** A bit of everything that a workflow can do by itself, in two runs. */
export async function mixed(run: number): Promise<string[]> {
  upsertMemo({ run });
  const log = [await locals.ship(`book ${run}`)];
  const listener = await startChild(collect, { workflowId: `listener-${run}` });
  await listener.signal(add, 'hello');
  await CancellationScope.withTimeout('3 seconds', () => sleep('1 hour')).catch(() => log.push('gave up'));
  await getExternalWorkflowHandle(`listener-${run}`).signal(add, 'still there?');
  await listener.signal(done);
  log.push(...(await listener.result()));
  log.push(...(await Promise.all([charge(1), charge(2), once.ship('two')])));
  const patient = await startChild(collect, { workflowId: `lost-${run}`, parentClosePolicy: 'ABANDON' });
  await getExternalWorkflowHandle(patient.workflowId).cancel();
  await patient.result().catch(() => log.push('cancelled'));
  if (run === 1) return await continueAsNew<typeof mixed>(2);
  return log;
}
