/** Histories of explored runs as files: a corpus on which the SDK's own replayer tests the next version of the workflow code. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hashText, hex32 } from '../base/ids';
import type { History } from '../history/history';

export class HistoryFiles {
  private readonly written = new Set<string>();

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  /** Writes what is new, each as one JSON file; histories that differ in ids and times alone count as one. */
  add(histories: readonly History[]): void {
    for (const history of histories) {
      // Without a workflow task there is nothing to replay.
      if (history.length < 4) continue;
      const text = history.toCanonicalText();
      const name = `${fileName(history)}-${hex32(hashText(text))}${hex32(hashText(text, 1))}.json`;
      if (this.written.has(name)) continue;
      this.written.add(name);
      writeFileSync(join(this.folder, name), `${JSON.stringify(history.toJSON(), undefined, 1)}\n`);
    }
  }
}

function fileName({ workflowId }: History): string {
  return workflowId.replace(/[^\w.-]+/g, '_').slice(0, 60);
}
