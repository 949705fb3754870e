import { type ChildProcess, fork } from 'node:child_process';
import path from 'node:path';
import { compile } from './compile';
import type { Form } from './forms';

/** One thing to measure. */
export interface Cell {
  workload: string;
  form: Form;
}

/** The times of one execution in each round, in microseconds, or why there are none. */
export type Measured = { rounds: number[] } | { error: string };

type Reply = { ready: true } | { us: number } | { error: string };

/** Measures cells against each other: in each round one after another, so that what disturbs the machine hits all of them. */
export async function measure(cells: readonly Cell[], roundCount: number): Promise<Measured[]> {
  const script = path.join(await compile(), 'child.js');
  const children: ChildProcess[] = [];
  const measured: Measured[] = [];
  try {
    for (const { form, workload } of cells) {
      const child = fork(script, [form, workload], { execArgv: [] });
      children.push(child);
      const reply = await replyOf(child);
      measured.push('error' in reply ? reply : { rounds: [] });
    }
    for (let round = 0; round < roundCount; round++) {
      for (const [i, child] of children.entries()) {
        const cell = measured[i]!;
        if ('error' in cell) continue;
        child.send('round');
        const reply = await replyOf(child);
        if ('us' in reply) cell.rounds.push(reply.us);
        else measured[i] = { error: 'error' in reply ? reply.error : 'an answer without a time' };
      }
    }
    return measured;
  } finally {
    for (const child of children) if (child.connected) child.disconnect();
  }
}

/** The next message of a child; its end is one too. */
function replyOf(child: ChildProcess): Promise<Reply> {
  return new Promise((resolve) => {
    const settle = (reply: Reply) => {
      child.off('message', settle as (message: unknown) => void);
      child.off('exit', onExit);
      resolve(reply);
    };
    const onExit = (code: number | null) => settle({ error: `the process ended with status ${code}` });
    child.on('message', settle as (message: unknown) => void);
    child.on('exit', onExit);
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
