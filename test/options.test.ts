import { describe, expect, it } from 'vitest';
import { createHandlers } from '../src/adapters/msw.ts';
import { startServer } from '../src/adapters/node.ts';
import { createMock } from '../src/mock.ts';
import { OptionError } from '../src/option-values.ts';
import { readOptions } from '../src/options.ts';

const HOUR = 3_600_000;
const MIB = 1024 * 1024;

/** Whatever a flag or a JavaScript caller may hand over. */
const read = (options: Record<string, unknown>) => readOptions(options);

describe('the options of a mock', () => {
  it('have the defaults that are documented', () => {
    expect(read({})).toMatchObject({
      seed: '1',
      clock: undefined,
      freeze: false,
      strict: false,
      latency: { min: 0, max: 0 },
      inFlight: 'reject',
      keyFormat: 'documented',
      scope: 'endpoint',
      ttl: 24 * HOUR,
      conflictStatus: 409,
      maxKeys: 100_000,
      maxBytes: 512 * MIB,
      plan: 'enterprise',
      apiKeys: undefined,
      asyncLatency: 2000,
    });
  });

  it.each([
    ['24h', 24 * HOUR],
    ['90s', 90_000],
    ['1.5 days', 36 * HOUR],
    ['500ms', 500],
    ['250', 250],
    [250, 250],
  ])('ttl: %j is a length of time', (ttl, expected) => {
    expect(read({ ttl }).ttl).toBe(expected);
  });

  it.each([
    ['0', { min: 0, max: 0 }],
    ['100-200', { min: 100, max: 200 }],
    [' 5 - 5 ', { min: 5, max: 5 }],
    ['2s', { min: 2000, max: 2000 }],
    [30, { min: 30, max: 30 }],
  ])('latency: %j is a processing time', (latency, expected) => {
    expect(read({ latency }).latency).toEqual(expected);
  });

  it.each([
    ['512MB', 512 * MIB],
    ['1.5 gb', 1536 * MIB],
    [' 64KB ', 64 * 1024],
    ['1000', 1000],
    ['1000B', 1000],
    [4096, 4096],
  ])('maxBytes: %j is a size', (maxBytes, expected) => {
    expect(read({ maxBytes }).maxBytes).toBe(expected);
  });

  it.each<string | number>(['512M', '0.5B', '1e3', '2 gigabytes', '1_000', '', '-5MB', 0, Number.NaN])(
    'maxBytes: %j is refused, not read as something else',
    (maxBytes) => {
      expect(() => read({ maxBytes })).toThrow(/^maxBytes: .* is not a size\. Write for example 512MB or 2GB\.$/);
    },
  );

  it.each([
    [{ ttl: 0 }, 'ttl: it must be longer than 0.'],
    [{ ttl: 'a day' }, 'Write for example 24h, 15m, 90s or 500ms.'],
    [{ ttl: '-1h' }, 'Write for example 24h'],
    [{ ttl: Number.POSITIVE_INFINITY }, 'Write for example 24h'],
    [{ ttl: 8e15 }, 'ttl: 8000000000000000 is not a length of time'],
    [{ asyncLatency: '300000y' }, 'is not a length of time'],
    [{ asyncLatency: '' }, 'Write for example 24h'],
    [{ latency: '200-100' }, 'write 100-200'],
    [{ latency: '100-200ms' }, '50 or 100-200, in milliseconds, or 2s'],
    [{ latency: -1 }, '50 or 100-200'],
    [{ clock: 'tomorrow' }, 'Write for example 2026-11-24T10:00:00Z.'],
    [{ clock: -1 }, '1970 to 9999'],
    [{ maxKeys: 0 }, 'a whole number greater than 0'],
    [{ maxKeys: 1.5 }, 'a whole number greater than 0'],
    [{ maxKeys: '5' }, 'a whole number greater than 0'],
    [{ conflictStatus: 418 }, 'not one of 409, 422, 400'],
    [{ plan: 'enterprize' }, 'Did you mean enterprise?'],
    [{ inFlight: 'waits' }, 'Did you mean wait?'],
    [{ scope: 'key' }, 'not one of endpoint, account'],
    [{ keyFormat: 'Any' }, 'Did you mean any?'],
    [{ freeze: 'yes' }, 'neither true nor false'],
    [{ seed: {} }, 'neither text nor a number'],
    [{ apiKey: 'sk_test_1' }, 'starts with txc_test_ or txc_live_'],
    [{ apiKey: [1] }, 'text, or a list of texts'],
    [{ fault: { kind: 'reset' } }, 'text, or a list of texts'],
    [{ ttl: {} }, 'Write for example 24h'],
    [{ profile: 'flakey' }, 'Did you mean flaky?'],
    [{ fixtures: 5 }, 'fixtures: it must be an object: { watchlist, scenarios, samples }.'],
    [{ clock: null }, 'clock: null is no value; leave it out for its default.'],
    [{ clock: true }, 'clock: true is not a time'],
    [{ fixtures: { watchlst: [] } }, '"watchlst" is not one of watchlist, scenarios, samples. Did you mean watchlist?'],
    [{ fault: Array.from({ length: 1001 }, () => 'reset') }, 'fault: it can be given 1000 times at most, not 1001.'],
    [{ scenario: Array.from({ length: 1001 }, () => 'decline') }, 'scenario: it can be given 1000 times at most'],
    [{ maxkeys: 5 }, 'There is no option maxkeys. Did you mean maxKeys?'],
    [{ toString: 1 }, 'There is no option toString.'],
  ])('%j is refused with the right form', (options, message) => {
    expect(() => read(options)).toThrow(OptionError);
    expect(() => read(options)).toThrow(message);
  });
});

describe('wrong arguments throw at the call, with the right form', () => {
  /** Calls as JavaScript may. */
  const calls = {
    createMock: (given: unknown) => createMock(given as never),
    startServer: async (given: unknown) => await startServer(given as never),
    createHandlers: (given: unknown) => createHandlers(createMock(), given as never),
  };
  const example = {
    createMock: "as in createMock({ seed: 'checkout' }).",
    startServer: 'as in startServer({ port: 4010 }).',
    createHandlers: 'as in createHandlers(mock, { baseUrl: ',
  };
  type Row = readonly [call: keyof typeof calls, given: unknown, message: string];
  const noOptions = [null, 4010, true, 'x', [], new URL('http://127.0.0.1:4010'), new Map()];

  it.each<Row>([
    ...noOptions.flatMap((given): Row[] => [
      ['createMock', given, example.createMock],
      ['startServer', given, example.startServer],
      ['createHandlers', given, example.createHandlers],
    ]),
    ['startServer', { mock: {} }, 'mock: it must be one that createMock has made.'],
    ['startServer', { mock: null }, 'mock: it must be one that createMock has made.'],
    ['startServer', { corsOrigin: 5 }, 'corsOrigin: it must be text, or a list of texts.'],
    ['startServer', { allowHost: 5 }, 'allowHost: it must be text, or a list of texts.'],
    ['startServer', { allowHost: [5] }, 'allowHost: it must be text, or a list of texts.'],
    ['startServer', { host: '0.0.0.0', controlToken: 5 }, 'controlToken: a token is one or more printable ASCII'],
    ['startServer', { port: '80' }, 'port: "80" is not a port.'],
    ['startServer', { fixtures: { watchlst: [] } }, 'Did you mean watchlist?'],
    ['createHandlers', { baseURL: 'https://x.test' }, 'There is no option baseURL. Did you mean baseUrl?'],
    ['createHandlers', { host: 'x' }, 'There is no option host. Known: baseUrl.'],
  ])('%s(%j)', async (call, given, message) => {
    const refused = expect((async () => await calls[call](given))()).rejects;
    await refused.toThrow(OptionError);
    await refused.toThrow(message);
  });
});
