import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { Clock, parseTime } from '../src/model/clock.ts';

const NOON = Date.parse('2026-11-24T12:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A mock's clock with the clocks of two worlds, over a real time that the test moves. */
function clocks(start?: number, frozen = false) {
  const real = { now: NOON };
  const mock = Clock.create(() => real.now, start, frozen);
  return { real, mock, a: mock.follow(), b: mock.follow() };
}

describe('the clock of the mock', () => {
  it('runs with real time, from where it was started', () => {
    const { real, mock } = clocks(NOON + DAY);
    real.now += HOUR;
    expect(mock.now()).toBe(NOON + DAY + HOUR);
    expect(mock.frozen).toBe(false);
  });

  it('stands still when frozen, and runs on from there when it is let go', () => {
    const { real, mock } = clocks();
    mock.freeze();
    real.now += HOUR;
    expect(mock.now()).toBe(NOON);
    mock.freeze(false);
    real.now += HOUR;
    expect(mock.now()).toBe(NOON + HOUR);
  });

  it('stays frozen, or running, when it is set or moved', () => {
    const frozen = clocks(NOON, true);
    frozen.mock.set(NOON + DAY);
    frozen.mock.advance(HOUR);
    frozen.real.now += HOUR;
    expect(frozen.mock.now()).toBe(NOON + DAY + HOUR);
    const running = clocks(NOON);
    running.mock.set(NOON + DAY);
    running.mock.advance(-HOUR);
    running.real.now += HOUR;
    expect(running.mock.now()).toBe(NOON + DAY);
  });

  it('shows whole milliseconds, also when real time and lengths have fractions', () => {
    const { real, mock } = clocks();
    real.now += 0.7;
    expect(mock.now()).toBe(NOON);
    mock.freeze();
    mock.advance(1.5);
    expect(Number.isInteger(mock.now())).toBe(true);
  });

  it('refuses what no four-digit year can show, and stays where it was', () => {
    const { mock, a } = clocks();
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -1, Date.parse('+010000-01-01T00:00:00Z')]) {
      expect(() => mock.set(wrong)).toThrow(/1970 to 9999.*2026-11-24T10:00:00Z/);
    }
    expect(() => mock.advance(1e15)).toThrow(RangeError);
    // One world far ahead must not make half of the clocks move.
    a.set(Date.parse('9999-12-31T00:00:00Z'));
    expect(() => mock.advance(2 * DAY)).toThrow(RangeError);
    expect(mock.now()).toBe(NOON);
    expect(a.now()).toBe(Date.parse('9999-12-31T00:00:00Z'));
  });
});

describe('the clock of a world (DESIGN, "One clock")', () => {
  it("follows the mock's until it is set itself, and touches no other", () => {
    const { mock, a, b } = clocks();
    mock.advance(HOUR);
    expect([a.now(), b.now()]).toEqual([NOON + HOUR, NOON + HOUR]);
    a.advance(DAY);
    expect([mock.now(), a.now(), b.now()]).toEqual([NOON + HOUR, NOON + HOUR + DAY, NOON + HOUR]);
  });

  it("moves with every advance of the mock's, also after it was set", () => {
    const { mock, a, b } = clocks();
    a.set(NOON + DAY);
    mock.advance(HOUR);
    expect([mock.now(), a.now(), b.now()]).toEqual([NOON + HOUR, NOON + DAY + HOUR, NOON + HOUR]);
  });

  it("is overridden by a set or a freeze of the mock's", () => {
    for (const override of ['set', 'freeze'] as const) {
      const { real, mock, a, b } = clocks();
      a.freeze();
      a.set(NOON + DAY);
      if (override === 'set') mock.set(NOON + 2 * DAY);
      else mock.freeze();
      real.now += HOUR;
      expect([a.now(), a.frozen], override).toEqual([mock.now(), mock.frozen]);
      mock.advance(HOUR);
      expect([a.now(), b.now()], override).toEqual([mock.now(), mock.now()]);
    }
  });

  it("follows again after its reset; the mock's reset takes all back to the options", () => {
    const { real, mock, a, b } = clocks(NOON + DAY, true);
    a.set(NOON);
    a.reset();
    mock.advance(HOUR);
    expect(a.now()).toBe(NOON + DAY + HOUR);
    b.freeze(false);
    mock.freeze(false);
    real.now += HOUR;
    mock.reset();
    expect([mock.now(), a.now(), b.now()]).toEqual([NOON + DAY, NOON + DAY, NOON + DAY]);
    expect(b.frozen).toBe(true);
  });

  it('after a reset starts where the options say, as if just started', () => {
    const { real, mock } = clocks(NOON - DAY);
    real.now += HOUR;
    expect(mock.now()).toBe(NOON - DAY + HOUR);
    mock.reset();
    expect(mock.now()).toBe(NOON - DAY);
  });
});

const CLOCKS = ['mock', 'a', 'b'] as const;
const move = fc.record({
  on: fc.constantFrom(...CLOCKS),
  do: fc.constantFrom('set', 'advance', 'freeze', 'run', 'reset', 'pass'),
  by: fc.integer({ min: -DAY, max: DAY }),
});

describe('any moves of three clocks', () => {
  test.prop([fc.array(move, { maxLength: 40 })])('keep the rules, and tell every listener', (moves) => {
    const all = clocks(NOON);
    const heard = new Set<string>();
    const stops = CLOCKS.map((name) => all[name].onMove(() => heard.add(name)));
    const read = () => CLOCKS.map((name) => ({ now: all[name].now(), frozen: all[name].frozen }));
    for (const { on, do: what, by } of moves) {
      const before = read();
      heard.clear();
      const clock = all[on];
      if (what === 'pass') all.real.now += Math.abs(by);
      else if (what === 'set') clock.set(NOON + 30 * DAY + by);
      else if (what === 'advance') clock.advance(by);
      else if (what === 'reset') clock.reset();
      else clock.freeze(what === 'freeze');
      const after = read();
      const touched: readonly string[] = on === 'mock' ? CLOCKS : [on];
      for (const [i, name] of CLOCKS.entries()) {
        const [was, is] = [before[i], after[i]] as [{ now: number; frozen: boolean }, { now: number; frozen: boolean }];
        if (what === 'pass') expect(is.now - was.now).toBe(was.frozen ? 0 : Math.abs(by));
        else if (!touched.includes(name)) expect(is).toEqual(was);
        else if (what === 'advance') expect(is).toEqual({ now: was.now + by, frozen: was.frozen });
        else if (what === 'set') expect(is.now).toBe(NOON + 30 * DAY + by);
        else expect(is).toEqual(what === 'reset' || on === 'mock' ? after[0] : { ...was, frozen: what === 'freeze' });
        if (what !== 'pass' && is.now !== was.now) expect(heard).toContain(name);
      }
    }
    for (const stop of stops) stop();
    heard.clear();
    all.mock.set(NOON);
    all.a.advance(HOUR);
    expect(heard.size).toBe(0);
  });
});

describe('reading a moment', () => {
  it.each([
    ['2026-11-24T12:00:00Z', NOON],
    ['2026-11-24T13:00:00+01:00', NOON],
    ['2026-11-24', NOON - 12 * HOUR],
    [new Date(NOON), NOON],
    [NOON, NOON],
  ])('takes %s', (value, expected) => {
    expect(parseTime(value, 'clock')).toBe(expected);
  });

  it.each(['', 'tomorrow', '12:00', '2026-13-01', '24.11.2026', new Date(Number.NaN), Number.NaN])(
    'refuses %j, and says what a time is',
    (value) => {
      expect(() => parseTime(value, 'clock')).toThrow(/^clock: .* Write for example 2026-11-24T10:00:00Z\.$/);
    },
  );
});
