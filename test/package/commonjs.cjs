// The same in CommonJS.
const assert = require('node:assert/strict');
const { setupServer } = require('msw/node');
const { createMock, OptionError } = require('txcloud-mock');
const { createHandlers } = require('txcloud-mock/msw');
const { startServer } = require('txcloud-mock/node');

async function main() {
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
  assert.throws(() => createMock({ sed: 1 }), OptionError);
  assert.equal(require('txcloud-mock/package.json').name, 'txcloud-mock');
}

void main();
