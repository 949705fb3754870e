import type { Client } from '@temporalio/client';
import type { Driver } from './driver';

/** The most that worldline may take. */
export type Target = { timesDriver: number } | { us: number };

/** One unit of work in three forms; each gives `result`, so that none can be fast by doing nothing. */
export interface Workload {
  /** W1 … W10, as the performance targets name them. */
  name: string;
  title: string;
  target: Target;
  workflows: Record<string, (...args: any[]) => Promise<unknown>>;
  activities: Record<string, (...args: any[]) => Promise<unknown>>;
  result: unknown;
  /** On worldline, through a real client, on a world that serves the workflows and activities. */
  world(client: Client, workflowId: string): Promise<unknown>;
  /** On the SDK's workflow runtime alone. */
  driver(driver: Driver): Promise<unknown>;
  /** As plain promises: what the work itself costs. */
  promises(): Promise<unknown>;
}

/** Every task queue is served. */
export const TASK_QUEUE = 'bench';
