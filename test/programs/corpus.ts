import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompactGolden } from './corpus/golden';
import type { Entry } from './corpus/program';

/** One program, and what a real server recorded for it. */
export interface RecordedProgram {
  entry: Entry & { timing: boolean };
  golden: CompactGolden;
}

/** The sample that lies in this repository. */
export const CORPUS_DIR = path.join(__dirname, 'corpus');

/** Reads `programs.jsonl` and `golden.jsonl` of a folder. */
export function readCorpus(dir: string): RecordedProgram[] {
  const goldens = new Map(readLines<CompactGolden>(path.join(dir, 'golden.jsonl')).map((one) => [one.name, one]));
  return readLines<RecordedProgram['entry']>(path.join(dir, 'programs.jsonl')).map((entry) => {
    const golden = goldens.get(entry.name);
    if (!golden) throw new Error(`${dir}/golden.jsonl has no line for program ${entry.name}`);
    return { entry, golden };
  });
}

function readLines<T>(file: string): T[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
