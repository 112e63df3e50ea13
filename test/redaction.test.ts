import { describe, expect, test } from 'vitest';
import { controlReply } from '../src/control/control.ts';
import { createMock } from '../src/mock.ts';
import { redactKeysIn } from '../src/model/redact.ts';
import type { MockOptions } from '../src/options.ts';
import { runToEnd } from './cli-process.ts';

// platform.md, "Authentication": a key is never written out whole, anywhere. Here it stands where a client, or whoever
// writes a test, can have put it by mistake.
const KEY = 'txc_test_4f9a0c2b7d1e8a63';
const SECRET = '4f9a0c2b7d1e8a63';
const PAY = '/transactions/score';
const PAYMENT = { amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } };
const HOOK = { url: 'http://127.0.0.1:8080/hook', events: ['*'] };

type Row = readonly [what: string, method: string, path: string, body?: object, headers?: Record<string, string>];

const REQUESTS: readonly Row[] = [
  ['a currency', 'POST', PAY, { ...PAYMENT, currency: KEY }],
  ['a currency behind much else', 'POST', PAY, { ...PAYMENT, currency: `${'x'.repeat(40)}${KEY}` }],
  ['X-Mock-Scenario', 'POST', PAY, PAYMENT, { 'X-Mock-Scenario': KEY }],
  ['TXCloud-Version', 'POST', PAY, PAYMENT, { 'TXCloud-Version': KEY }],
  ['a token', 'POST', PAY, { ...PAYMENT, transaction_id: `mock:${KEY}` }],
  ['a member whose value is a token', 'POST', PAY, { ...PAYMENT, metadata: { [KEY]: 'mock:nothing' } }],
  ['the media type', 'POST', PAY, PAYMENT, { 'Content-Type': `${KEY}/json` }],
  ['the character set', 'POST', PAY, PAYMENT, { 'Content-Type': `application/json; charset=${KEY}` }],
  ['a malformed Content-Type', 'POST', PAY, PAYMENT, { 'Content-Type': KEY }],
  ['a filter', 'GET', `/transactions?decision=${KEY}`],
  ['a limit', 'GET', `/transactions?limit=${KEY}`],
  ['a cursor', 'GET', `/transactions?starting_after=${KEY}`],
  ['the id of an object', 'GET', `/transactions/${KEY}`],
  ['the id of a session', 'POST', `/identity/sessions/${KEY}/complete`],
  ['the id of an endpoint', 'DELETE', `/developers/webhooks/${KEY}`],
  ['an unknown path', 'GET', `/${KEY}`],
  ['a scenario', 'POST', '/developers/sandbox/simulate', { scenario: KEY }],
  ['an endpoint', 'POST', '/developers/sandbox/simulate', { scenario: 'verified', config: { endpoint: KEY } }],
  ['a host', 'POST', '/developers/webhooks', { ...HOOK, url: `http://${KEY}.example/hook` }],
  ['an event', 'POST', '/developers/webhooks', { ...HOOK, events: [KEY] }],
];

describe('an API key that stands where it does not belong', () => {
  const requests = REQUESTS.map(([what, method, path, body, headers]) => ({ what, method, path, body, headers }));
  test.each(requests)('as $what of a request: the answer does not repeat it', async (request) => {
    const { method, path, body, headers } = request;
    const mock = createMock();
    const answer = await mock.fetch(`https://api.txcloud.io/v1${path}`, {
      method,
      headers: { Authorization: 'Bearer txc_test_42', 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.ok).toBe(false);
    const said = (await answer.text()) + JSON.stringify([...answer.headers]) + JSON.stringify(mock.journal.list());
    expect(said).not.toContain(SECRET);
  });

  test.each([
    ['a filter', 'GET', `/journal?outcome=${KEY}`],
    ['a limit', 'GET', `/journal?limit=${KEY}`],
    ['an endpoint', 'GET', `/operations?endpoint=${KEY}`],
    ['a parameter', 'GET', `/journal?${KEY}=1`],
    ['an unknown call', 'GET', `/${KEY}`],
    ['an id', 'GET', `/faults/${KEY}`],
    ['the id of a hold', 'POST', `/holds/${KEY}/release`],
    ['a rule', 'POST', '/faults', { rule: KEY }],
    ['a member of a rule', 'POST', '/faults', { kind: 'reset', [KEY]: 1 }],
    ['a member of a script', 'POST', '/faults', { on: PAY, script: ['reset'], [KEY]: 1 }],
    ['a scenario', 'POST', '/scenarios', { scenario: KEY }],
    ['a time', 'PUT', '/clock', { now: KEY }],
    ['a length of time', 'PUT', '/clock', { advance: KEY }],
    ['a member', 'PUT', '/clock', { [KEY]: 1 }],
  ])('as %s of a control call: the answer does not repeat it', (_, method, path, body?: object) => {
    const reply = controlReply(
      createMock(),
      {
        method,
        target: `/_mock${path}`,
        headers: { host: '127.0.0.1', contentType: 'application/json' },
        body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
      },
      { host: '127.0.0.1', allowHost: [], controlToken: undefined, version: '0', uptime: () => 0 },
    );
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(reply)).not.toContain(SECRET);
  });

  test.each([
    ...[KEY, `reset ${KEY}`, `reset ${KEY}=1`, `reset on=${KEY}`, `status code=${KEY}`, `reset attempt=${KEY}`].map(
      (fault) => ({ fault }),
    ),
    { faults: [{ [KEY]: 1 }] },
    { scenario: KEY },
    { scenario: `verified on=${KEY}` },
    { seed: { [KEY]: 1 } },
    { plan: KEY },
    { latency: KEY },
    { ttl: KEY },
    { clock: KEY },
    { maxBytes: KEY },
    { maxKeys: KEY },
    { webhookHost: `${KEY}/` },
    { profile: KEY },
    { [KEY]: 1 },
  ])('in the options %j: the error does not repeat it', (options) => {
    let message = '';
    try {
      createMock(options as MockOptions);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).not.toBe('');
    expect(message).not.toContain(SECRET);
  });

  test('as the key of a rule that is listed', () => {
    const mock = createMock();
    mock.faults.add(`reset key=${KEY} api-key=${KEY}`);
    expect(mock.faults.list()).toMatchObject([
      { rule: `lost-response key="txc_test_…8a63" api-key="txc_test_…8a63"`, key: 'txc_test_…8a63' },
    ]);
  });

  test.each([[KEY], [`--${KEY}`], ['--plan', KEY], ['--log', KEY], ['--fault', `reset ${KEY}`]])(
    'on the command line, %s %s: neither stream repeats it',
    async (...args) => {
      const { code, out, err } = await runToEnd(args);
      expect(code).toBe(2);
      expect(out + err).not.toContain(SECRET);
    },
  );
});

test('what is redacted already, and what only speaks of keys, stays as it is', () => {
  const text = 'Not txc_test_…8a63 nor txc_test_#5uamzs: send Bearer txc_test_… or a txc_live_ key.';
  expect(redactKeysIn(text)).toBe(text);
  expect(redactKeysIn(`key=${KEY}, "${KEY}" and txc_test_1…`)).toMatch(
    /^key=txc_test_….{4} "txc_test_…8a63" and txc_test_#\w{6}…$/,
  );
});
