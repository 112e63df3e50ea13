import { show } from './show.ts';

/** What is passed in as real time: milliseconds since 1970. */
export type RealTime = () => number;

/** Every moment that the mock can show: four-digit years. */
const EARLIEST = Date.parse('1970-01-01T00:00:00.000Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

type Setting =
  /** Runs, ahead of real time by `offset`. */
  { readonly kind: 'running'; readonly offset: number } | { readonly kind: 'frozen'; readonly at: number };

/**
 * A clock that can be set, moved and frozen. The mock has one; a world's clock follows it until it is set itself
 * (DESIGN.md, "One clock"): an `advance` of the mock's clock moves all, a `set` or `freeze` overrides them.
 */
export class Clock {
  readonly #real: RealTime;
  readonly #parent: Clock | undefined;
  /** How it was created; a clock that runs from a given start does so anew from each reset. */
  readonly #initial: () => Setting | undefined;
  /** Undefined: follows the parent. */
  #own: Setting | undefined;
  /** The children that have left their parent. */
  readonly #strays = new Set<Clock>();
  readonly #listeners = new Set<() => void>();

  private constructor(real: RealTime, parent: Clock | undefined, initial: () => Setting | undefined) {
    this.#real = real;
    this.#parent = parent;
    this.#initial = initial;
    this.#own = initial();
  }

  /**
   * @param real real time, in milliseconds
   * @param start where the clock starts; real time when absent
   * @param frozen whether it stands still
   */
  static create(real: RealTime, start: number | undefined, frozen: boolean): Clock {
    const at = start === undefined ? real() : checkTime(start);
    return new Clock(real, undefined, () =>
      frozen ? { kind: 'frozen', at } : { kind: 'running', offset: start === undefined ? 0 : at - real() },
    );
  }

  /** A clock that follows this one until it is set itself. */
  follow(): Clock {
    return new Clock(this.#real, this, () => undefined);
  }

  /** Milliseconds since 1970, in whole milliseconds. */
  now(): number {
    const own = this.#own;
    if (own === undefined) return (this.#parent as Clock).now();
    return Math.floor(own.kind === 'frozen' ? own.at : this.#real() + own.offset);
  }

  /** False for a clock that follows another. */
  get isOwn(): boolean {
    return this.#own !== undefined;
  }

  get frozen(): boolean {
    return this.#setting().kind === 'frozen';
  }

  /**
   * Moves the clock to a moment. A frozen clock stays frozen.
   * @throws {RangeError} outside the years 1970 to 9999
   */
  set(to: number): void {
    const at = checkTime(to);
    this.#become(this.frozen ? { kind: 'frozen', at } : { kind: 'running', offset: at - this.#real() });
    this.#overrideStrays();
    this.#moved();
  }

  /**
   * Moves the clock, and every clock that follows or once followed it, by a length of time; negative is back.
   * @throws {RangeError} outside the years 1970 to 9999
   */
  advance(by: number): void {
    checkTime(this.now() + by);
    for (const stray of this.#strays) checkTime(stray.now() + by);
    const setting = this.#setting();
    this.#become(
      setting.kind === 'frozen'
        ? { kind: 'frozen', at: setting.at + by }
        : { kind: 'running', offset: setting.offset + by },
    );
    for (const stray of this.#strays) stray.advance(by);
    this.#moved();
  }

  /** Stops the clock where it is, or lets it run on from there. */
  freeze(frozen = true): void {
    const now = this.now();
    this.#become(frozen ? { kind: 'frozen', at: now } : { kind: 'running', offset: now - this.#real() });
    this.#overrideStrays();
    this.#moved();
  }

  /** Back to how it was created: the start and freeze of the options, or following. */
  reset(): void {
    this.#own = this.#initial();
    if (this.#parent !== undefined) this.#parent.#strays.delete(this);
    this.#overrideStrays();
    this.#moved();
  }

  /** Calls `listener` whenever this clock is set, moved, frozen or let go. Returns a function that unsubscribes. */
  onMove(listener: () => void): () => void {
    this.#listeners.add(listener);
    const stop = this.#parent?.onMove(() => {
      if (this.#own === undefined) listener();
    });
    return () => {
      this.#listeners.delete(listener);
      stop?.();
    };
  }

  #setting(): Setting {
    return this.#own ?? (this.#parent as Clock).#setting();
  }

  #become(setting: Setting): void {
    this.#own = setting;
    if (this.#parent !== undefined) this.#parent.#strays.add(this);
  }

  #overrideStrays(): void {
    for (const stray of this.#strays) {
      stray.#own = undefined;
      stray.#moved();
    }
    this.#strays.clear();
  }

  #moved(): void {
    for (const listener of this.#listeners) listener();
  }
}

function checkTime(time: number): number {
  if (!(time >= EARLIEST && time <= LATEST)) {
    throw new RangeError('The clock can be set to the years 1970 to 9999, for example 2026-11-24T10:00:00Z.');
  }
  return time;
}

/**
 * Reads a moment.
 * @param value a Date, milliseconds since 1970, or ISO 8601 text with a date and, best, a zone: `2026-11-24T10:00:00Z`
 * @param what names the value in the error
 * @throws {TypeError} when it is none of them
 */
export function parseTime(value: Date | number | string, what: string): number {
  const time =
    typeof value === 'string'
      ? parseIso(value)
      : typeof value === 'number' || value instanceof Date
        ? Number(value)
        : NaN;
  if (Number.isNaN(time)) {
    throw new TypeError(`${what}: ${show(value)} is not a time. Write for example 2026-11-24T10:00:00Z.`);
  }
  return checkTime(time);
}

/** `Date.parse`, less its own formats and the days that no month has: it takes 31 February for 3 March. */
function parseIso(text: string): number {
  const day = /^\d{4}-\d{2}-(\d{2})/.exec(text);
  if (day === null || new Date(`${day[0]}T00:00:00Z`).getUTCDate() !== Number(day[1])) return Number.NaN;
  return Date.parse(text);
}
