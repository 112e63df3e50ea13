// An ES module of a user's.
import assert from 'node:assert/strict';
import { setupServer } from 'msw/node';
import { createMock } from 'txcloud-mock';
import { createHandlers } from 'txcloud-mock/msw';
import { startServer } from 'txcloud-mock/node';

const init = { headers: { Authorization: 'Bearer txc_test_42' } };
const mock = createMock();
const server = setupServer(...createHandlers(mock));
server.listen({ onUnhandledRequest: 'error' });
const list = await fetch('https://api.txcloud.io/v1/transactions', init);
assert.equal((await list.json()).object, 'list');
server.close();

const running = await startServer({ port: 0, mock });
const again = await fetch(`${running.baseUrl}/transactions`, init);
assert.equal((await again.json()).object, 'list');
assert.equal(mock.journal.list().length, 2);
await running.close();
