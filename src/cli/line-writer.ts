import type { Writable } from 'node:stream';

/** How many characters wait for a slow reader; lines beyond them are left out, and counted. */
const MAX_WAITING = 1_000_000;

/**
 * Writes lines to a stream, many at once. A reader that is too slow makes lines go missing, not memory grow; one that has
 * gone away (EPIPE) ends the writing and nothing else.
 */
export class LineWriter {
  readonly #stream: Writable;
  readonly #describe: (lines: number) => string;
  #waiting = '';
  #scheduled = false;
  #dropped = 0;
  #gone = false;

  /** @param describe the line that stands for so many lines that were left out */
  constructor(stream: Writable, describe: (lines: number) => string) {
    this.#stream = stream;
    this.#describe = describe;
    stream.on('error', () => {
      // Nobody reads any more. What a mock is for goes on without its log.
      this.#gone = true;
      this.#waiting = '';
    });
    stream.on('drain', () => this.#flush());
  }

  /** Writes a line, soon. */
  write(line: string): void {
    if (this.#gone) return;
    if (this.#waiting.length >= MAX_WAITING) {
      this.#dropped++;
      return;
    }
    if (this.#dropped > 0) {
      this.#waiting += `${this.#describe(this.#dropped)}\n`;
      this.#dropped = 0;
    }
    this.#waiting += `${line}\n`;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  /**
   * Writes what waits, and settles when it was taken, when the reader has gone, or after `ms` milliseconds.
   * @returns false when the reader still has not taken it
   */
  async end(ms: number): Promise<boolean> {
    if (this.#dropped > 0) this.#waiting += `${this.#describe(this.#dropped)}\n`;
    const rest = this.#waiting;
    this.#waiting = '';
    if (this.#gone) return true;
    return await new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, ms, false);
      this.#stream.write(rest, () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  #flush(): void {
    if (this.#waiting === '' || this.#gone || this.#stream.writableNeedDrain) return;
    const text = this.#waiting;
    this.#waiting = '';
    this.#stream.write(text);
  }
}
