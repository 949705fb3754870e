/** Namespaces of a cluster: made where a test needs one, and taken away again. */
import type { Connection } from '@temporalio/client';
import { real } from '../../clock/real';
import { NUMBER_OF } from '../../server/rpc/operator';
import { StatusCode } from '../../server/status';
import type { WorldOptions } from '../options';

/** How long a namespace made here keeps closed workflows: the least that a server takes. */
const RETENTION_S = 86_400;

/** `TaskQueueType` of the API. */
const WORKFLOW_QUEUE = 1;

let count = 0;

/** A name that no other process has: it must differ from run to run, since a cluster remembers. */
export function freshNamespace(): string {
  return `worldline-${real.dateNow().toString(36)}-${process.pid}-${++count}`;
}

/** Makes a namespace where there is none of that name. */
export async function ensureNamespace(
  { workflowService, operatorService }: Connection,
  namespace: string,
): Promise<void> {
  try {
    await workflowService.describeNamespace({ namespace });
    return;
  } catch (error) {
    if ((error as { code?: unknown }).code !== StatusCode.NOT_FOUND) throw error;
  }
  try {
    await workflowService.registerNamespace({
      namespace,
      description: 'made by worldline for tests',
      workflowExecutionRetentionPeriod: { seconds: RETENTION_S as never },
    });
  } catch (error) {
    // Another process was faster.
    if ((error as { code?: unknown }).code !== StatusCode.ALREADY_EXISTS) throw error;
  }
  const taskQueue = { name: 'is it known?' };
  await onceKnown(() => operatorService.listSearchAttributes({ namespace }));
  await onceKnown(() => workflowService.describeTaskQueue({ namespace, taskQueue, taskQueueType: WORKFLOW_QUEUE }));
}

/** Its workflows go with it. */
export async function deleteNamespace({ operatorService }: Connection, namespace: string): Promise<void> {
  await onceKnown(() => operatorService.deleteNamespace({ namespace }));
}

const KNOWN_AFTER_MS = 250;
const KNOWN_TRIES_MAX = 60;

/** Some parts of a server learn of a namespace only seconds after it was made, and say until then that there is none. */
async function onceKnown<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await call();
    } catch (error) {
      if ((error as { code?: unknown }).code !== StatusCode.NOT_FOUND || tries === KNOWN_TRIES_MAX) throw error;
    }
    await real.promises.setTimeout(KNOWN_AFTER_MS);
  }
}

/** Registers those search attributes that the namespace does not have. */
export async function ensureSearchAttributes(
  { operatorService }: Connection,
  namespace: string,
  wanted: NonNullable<WorldOptions['searchAttributes']>,
): Promise<void> {
  if (Object.keys(wanted).length === 0) return;
  const { customAttributes } = await onceKnown(() => operatorService.listSearchAttributes({ namespace }));
  const missing = Object.entries(wanted).filter(([name]) => !Object.hasOwn(customAttributes, name));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, NUMBER_OF[type]]));
  await operatorService.addSearchAttributes({ namespace, searchAttributes });
}
