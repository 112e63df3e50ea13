import { describe, expect, it } from 'vitest';
import { createMock, type Mock } from '../src/mock.ts';
import type { JournalFilter } from '../src/surface.ts';

const KEY = 'order_456_payment';

/** Pays; false when the connection was lost. */
async function pay(mock: Mock, apiKey = 'txc_test_42', signal?: AbortSignal): Promise<boolean> {
  const response = mock.fetch('https://api.txcloud.io/v1/transactions/score', {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json', 'Idempotency-Key': KEY },
    body: JSON.stringify({ amount: 1000, currency: 'MAD', sender: { user_id: 'user_123' } }),
    ...(signal === undefined ? {} : { signal }),
  });
  return await response.then(
    ({ ok }) => ok,
    () => false,
  );
}

describe('the journal', () => {
  it('names the error of an answer that was lost: the reason that no retry helps', async () => {
    const mock = createMock({ fault: 'lost-response' });
    await mock
      .fetch('https://api.txcloud.io/v1/transactions/score', {
        method: 'POST',
        headers: { Authorization: 'Bearer txc_test_42', 'Content-Type': 'application/json' },
        body: JSON.stringify({ amount: '1000', currency: 'MAD', sender: { user_id: 'user_123' } }),
      })
      .catch(() => undefined);
    expect(mock.journal.list()).toMatchObject([
      { outcome: 'lost', committed: false, status: null, error_code: 'invalid_parameter', error_param: 'amount' },
    ]);
  });
});

describe('the filters of lists', () => {
  it.each(['/transactions/score', '/v1/transactions/score', 'POST /transactions/score', 'scoreTransaction'])(
    'take an endpoint as %s',
    async (endpoint) => {
      const mock = createMock();
      await pay(mock);
      await mock.fetch('https://api.txcloud.io/v1/transactions', { headers: { Authorization: 'Bearer txc_test_42' } });
      expect(mock.journal.list({ endpoint })).toMatchObject([{ outcome: 'processed' }]);
      expect(mock.operations.list({ endpoint })).toMatchObject([{ processed: 1 }]);
      expect(mock.world('txc_test_42').journal.list({ endpoint, outcome: 'replayed' })).toEqual([]);
    },
  );

  it.each(['order_456_payment', 'order_*', 'order_4?6_payment'])('take the key %s', async (idempotencyKey) => {
    const mock = createMock();
    await pay(mock);
    await mock.fetch('https://api.txcloud.io/v1/transactions', { headers: { Authorization: 'Bearer txc_test_42' } });
    expect(mock.journal.list({ idempotencyKey })).toMatchObject([{ outcome: 'processed' }]);
    expect(mock.operations.list({ idempotencyKey })).toMatchObject([{ processed: 1 }]);
    expect(mock.operations.list({ idempotencyKey: 'payment_*' })).toEqual([]);
  });

  // Ignored, a wrong filter would make a test that tests nothing; the control API refuses the same ones.
  it.each([
    [{ outcom: 'processed' }, 'outcom: there is no such filter; did you mean "outcome"?'],
    [{ outcome: 'replaid' }, 'did you mean "replayed"?'],
    [{ endpoint: '/transaction/score' }, 'did you mean "/transactions/score"?'],
    [
      { endpoint: '/payments' },
      'endpoint: "/payments" is not an operation; form: /transactions/score or scoreTransaction',
    ],
    [{ endpoint: 42 }, 'endpoint: 42 is not text'],
    [{ endpoint: 'webhook:*' }, 'endpoint: "webhook:*" is not an endpoint'],
    [{ limit: 0 }, 'limit: 0 is not a whole number from 1 to 1000000000'],
    [{ idempotencyKey: 42 }, 'idempotencyKey: 42 is not text'],
    [{ idempotencyKey: '' }, 'idempotencyKey: "" is not text'],
    [null, 'filter: null is not an object'],
    [[], 'filter: an array is not an object'],
  ])('refuse %j', (filter, message) => {
    const mock = createMock();
    expect(() => mock.journal.list(filter as unknown as JournalFilter)).toThrow(TypeError);
    expect(() => mock.world('txc_test_42').journal.list(filter as unknown as JournalFilter)).toThrow(message);
  });

  it('of operations are two', () => {
    expect(() => createMock().operations.list({ outcome: 'processed' } as object)).toThrow(/there is no such filter/);
  });
});

describe('the world of an API key', () => {
  it.each([undefined, null, '', 42, 'sk_test_42'])('is not there for %j, which would be the whole mock', (apiKey) => {
    expect(() => createMock().world(apiKey as string)).toThrow(TypeError);
  });
});

describe('a handle of a fault', () => {
  it('is of the rule that it was given for, also when a reset has let another one have its id', async () => {
    const mock = createMock();
    const before = mock.faults.add('reset phase=before times=1');
    const script = mock.faults.script('/transactions/score', ['ok', 'reset', 'ok']);
    expect([await pay(mock), await pay(mock)]).toEqual([false, false]);
    mock.reset();
    const after = mock.faults.add('reset phase=before');
    expect(after.id).toBe(before.id);
    expect([await pay(mock), await pay(mock)]).toEqual([false, false]);
    expect([before.fired, after.fired]).toEqual([1, 2]);
    expect(script).toMatchObject({ fired: 1, unused: 1, overrun: 0 });
    before.remove();
    expect(mock.faults.list()).toHaveLength(1);
    after.remove();
    expect(mock.faults.list()).toEqual([]);
    expect(after.fired).toBe(2);
  });
});

describe('totals', () => {
  it('leave out what came before a reset, whenever it ended', async () => {
    const mock = createMock({ fault: 'hold' });
    const held = pay(mock);
    await expect.poll(() => mock.holds.list()).toHaveLength(1);
    mock.reset();
    expect(await held).toBe(false);
    expect(mock.totals()).toMatchObject({ requests: 0, lost: 0 });
    expect(mock.history()).toMatchObject({ requests: 1, lost: 1 });
  });

  it('never count below zero: an answer that was under way when the mock was reset, and was cut', async () => {
    const mock = createMock({ fault: 'slow rate=10' });
    const leaving = new AbortController();
    // Its head has come.
    expect(await pay(mock, 'txc_test_42', leaving.signal)).toBe(true);
    expect(mock.totals().processed).toBe(1);
    mock.reset();
    leaving.abort();
    expect(mock.totals()).toMatchObject({ requests: 0, processed: 0, lost: 0 });
    await expect.poll(() => mock.history()).toMatchObject({ requests: 1, processed: 0, lost: 1 });
  });
});

describe('the account of faults, over all resets and removals', () => {
  it('counts a fault that an attempt had met before it was removed', async () => {
    const mock = createMock({ latency: 20 });
    const fault = mock.faults.add('lost-response attempt=1');
    const paid = pay(mock);
    await expect.poll(() => mock.keys.list()).toHaveLength(1);
    fault.remove();
    expect(await paid).toBe(false);
    expect(mock.history()).toMatchObject({ faults_fired: [{ id: fault.id, fired: 1 }], faults_never_fired: [] });
  });

  it('counts a rule of the options over resets as one, and another of its text apart', async () => {
    const mock = createMock({ fault: 'lost-response attempt=1' });
    expect(await pay(mock)).toBe(false);
    mock.reset();
    expect(mock.history()).toMatchObject({ faults_fired: [{ fired: 1 }], faults_never_fired: [] });
    expect(await pay(mock)).toBe(false);
    mock.world('txc_test_other').faults.add('lost-response attempt=1').remove();
    expect(mock.history()).toMatchObject({
      requests: 2,
      faults_fired: [{ id: 'flt_1', fired: 2 }],
      faults_never_fired: [{ id: 'flt_2' }],
    });
  });

  it('takes a step of a script that could not happen for one that is left', async () => {
    const mock = createMock();
    const script = mock.faults.script('/transactions/score', ['lost-response', '503 phase=during', 'ok']);
    expect([await pay(mock), await pay(mock), await pay(mock)]).toEqual([false, true, true]);
    expect([script.fired, script.unused, script.overrun]).toEqual([1, 1, 0]);
    expect(mock.history().faults_never_fired).toMatchObject([{ unused: 1 }]);
  });
});
