// Nothing but the hung request keeps the process: the timer of AbortSignal.timeout does not.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setupServer } from 'msw/node';
import { createMock } from 'txcloud-mock';
import { createHandlers } from 'txcloud-mock/msw';

const url = 'https://api.txcloud.io/v1/transactions';
const mock = createMock();
const server = setupServer(...createHandlers(mock));
server.listen({ onUnhandledRequest: 'error' });
after(() => server.close());

for (const [door, ask] of Object.entries({ 'mock.fetch': mock.fetch, 'fetch behind msw': fetch }))
  for (const fault of ['timeout', 'hold phase=after'])
    test(`${door} gives up on: ${fault}`, async () => {
      mock.faults.add(`${fault} times=1`);
      const init = { headers: { Authorization: 'Bearer txc_test_42' }, signal: AbortSignal.timeout(100) };
      await assert.rejects(ask(url, init), { name: 'TimeoutError' });
    });
