/** A terminal that a command has for itself for a while: the whole screen, and every key that is pressed. */
import { emitKeypressEvents, type Interface } from 'node:readline';
import type { WriteStream } from 'node:tty';
import type { Keypress } from './step/step-keys';

export interface TerminalListener {
  onKey(key: Keypress): void;
  onResize(): void;
  /** No more keys can come. */
  onEnd(): void;
}

export interface Terminal {
  size(): { readonly columns: number; readonly rows: number };
  /** Takes the screen; what stood there comes back with `close`. */
  open(listener: TerminalListener): void;
  /** Shows these lines, from the top. */
  draw(lines: readonly string[]): void;
  /** Gives everything back as it was: the screen, the cursor, the mode of the keys. */
  close(): void;
}

/** Another screen, without a cursor; lines that are too long are cut, not broken. */
const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l';
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l';
/** Many keys begin with what Esc sends: it is Esc alone if nothing follows for so long. */
const ESCAPE_MS = 50;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What a stream of keys must be able to; that of a terminal can switch to telling of each key at once. */
export type KeyStream = NodeJS.ReadableStream & { setRawMode?(on: boolean): unknown };
export type ScreenStream = Pick<WriteStream, 'write' | 'on' | 'off'> & Partial<Pick<WriteStream, 'columns' | 'rows'>>;

export class ProcessTerminal implements Terminal {
  private restore: (() => void) | undefined;

  constructor(
    private readonly input: KeyStream,
    private readonly output: ScreenStream,
  ) {}

  size() {
    // A terminal that does not know its size says 0.
    return { columns: this.output.columns || 80, rows: this.output.rows || 24 };
  }

  open({ onKey, onResize, onEnd }: TerminalListener): void {
    const { input, output } = this;
    const keypress = (_: string | undefined, key: Keypress) => onKey(key);
    const restore = () => {
      input.off('keypress', keypress).off('end', onEnd);
      output.off('resize', onResize);
      for (const signal of SIGNALS) process.off(signal, killed);
      process.off('exit', restore);
      input.setRawMode?.(false);
      input.pause();
      output.write(LEAVE);
    };
    // In raw mode Ctrl-C is a key; these come from elsewhere, and end the process as they would have.
    const killed = (signal: NodeJS.Signals) => {
      restore();
      process.kill(process.pid, signal);
    };
    emitKeypressEvents(input, { escapeCodeTimeout: ESCAPE_MS } as unknown as Interface);
    input.setRawMode?.(true);
    output.write(ENTER);
    input.on('keypress', keypress).on('end', onEnd);
    output.on('resize', onResize);
    for (const signal of SIGNALS) process.on(signal, killed);
    process.on('exit', restore);
    input.resume();
    this.restore = restore;
  }

  draw(lines: readonly string[]): void {
    // Erased first: after a line that fills the row, the cursor is still in its last column.
    this.output.write(`\u001b[H${lines.map((line) => `\u001b[2K${line}`).join('\r\n')}`);
  }

  close(): void {
    this.restore?.();
    this.restore = undefined;
  }
}
